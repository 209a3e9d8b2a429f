"""Pictures, sounds, films and documents of a lesson, each with its words."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from cms.blocks.voices import VoicedBlock
from cms.blocks.words import Line
from cms.media.choosers import RecordingChooserBlock
from cms.media.models import Recording


class ImageBlock(VoicedBlock):
    """A picture. Its description is asked for when it is sent; another may be given for this lesson."""

    image = ImageChooserBlock(label=_("Picture"))
    description = Line(
        required=False,
        max_length=300,
        label=_("Description in this lesson"),
        help_text=_("What the picture shows here, for people who do not see it. Empty: the picture’s own description."),
    )
    caption = Line(required=False, max_length=200, label=_("Caption"))

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return {**context, "description": self._description(value)}

    def said(self, value: Any) -> Iterable[str]:
        """What it shows, then its caption. Another picture is other words."""
        image = value.get("image")
        return [str(image.pk if image else ""), self._description(value), value.get("caption") or ""]

    def _description(self, value: Any) -> str:
        image = value.get("image")
        return value.get("description") or (image.description if image else "")

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/image_block.html"


class _RecordingBlock(blocks.StructBlock):
    """A recording of one kind: the chooser shows both, the form refuses the other."""

    kind = Recording.Kind.AUDIO
    wrong_kind = _("This is a film: use the “Film” block.")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        recording = cleaned.get("recording")
        if recording is not None and recording.kind != self.kind:
            raise StructBlockValidationError({"recording": ValidationError(self.wrong_kind)})
        return cleaned


class AudioBlock(_RecordingBlock):
    """A sound to listen to; its transcript is below it."""

    recording = RecordingChooserBlock(label=_("Sound"))
    caption = Line(required=False, max_length=200, label=_("Caption"))

    class Meta:
        icon = "media"
        label = _("Sound")
        template = "blocks/audio_block.html"


class VideoBlock(_RecordingBlock):
    """A film, with its captions; its transcript is below it."""

    kind = Recording.Kind.VIDEO
    wrong_kind = _("This is a sound: use the “Sound” block.")

    recording = RecordingChooserBlock(label=_("Film"))
    caption = Line(required=False, max_length=200, label=_("Caption"))

    class Meta:
        icon = "media"
        label = _("Film")
        template = "blocks/video_block.html"


class DocumentBlock(blocks.StructBlock):
    """A file to keep or print."""

    document = DocumentChooserBlock(label=_("Document"))
    words = Line(
        required=False, max_length=150, label=_("Words of the link"), help_text=_("Empty: the document’s title.")
    )

    class Meta:
        icon = "doc-full"
        label = _("Document")
        template = "blocks/document_block.html"
