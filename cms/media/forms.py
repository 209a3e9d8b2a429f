"""What a file must be before it is kept: pictures made again, sounds and films recognised, words beside each."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.collections import BaseCollectionMemberForm, CollectionChoiceField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from cms.media import recordings
from cms.media.models import Recording
from cms.media.pictures import UnreadablePicture, remade

UNREADABLE_PICTURE = _(
    "This picture cannot be read: the file may be cut or damaged. Open it on your computer, save it again as JPEG or "
    "PNG, then send it again."
)
UNKNOWN_RECORDING = _("This file is not a sound or film that we can play. Send an MP3, Ogg, MP4 or WebM file.")
NOT_CAPTIONS = _("This file holds no captions. Send a WebVTT file: text that begins with WEBVTT, with its timings.")
MAX_CAPTIONS_SIZE = 1024 * 1024  # bytes: hours of speech


class PictureField(WagtailImageField):
    """Wagtail's picture field, where a file that breaks a decoder is a message and never a server error."""

    def to_python(self, data: Any) -> "UploadedFile[bytes] | None":
        try:
            checked = super().to_python(data)
            if checked is None:
                return None
            checked.seek(0)
            content = remade(checked.read(), max_pixels=settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS)
        except (ValidationError, forms.ValidationError):
            raise
        except UnreadablePicture as error:
            raise ValidationError(UNREADABLE_PICTURE, code="unreadable") from error
        except Exception as error:  # a decoder may raise anything on a hostile file
            raise ValidationError(UNREADABLE_PICTURE, code="unreadable") from error
        kept = SimpleUploadedFile(checked.name, content, checked.content_type)
        kept.is_remade = True  # type: ignore[attr-defined]
        return kept


class ImageForm(BaseImageForm):
    """The base of every form that takes a picture (setting WAGTAILIMAGES_IMAGE_FORM_BASE)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            field = self.fields["file"]
            self.fields["file"] = PictureField(label=field.label, widget=field.widget, required=field.required)

    def save(self, commit: bool = True) -> Any:
        """A picture put in place of another is made anew at the sizes of lessons."""
        image = super().save(commit=commit)
        if commit:
            image.make_lesson_sizes()
        return image


class DocumentForm(BaseDocumentForm):
    """The base of every form that takes a document (setting WAGTAILDOCS_DOCUMENT_FORM_BASE).

    Without tags: Wagtail suggests those of every structure to each.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("tags", None)


class RecordingForm(BaseCollectionMemberForm):
    """A sound or film, its transcript and its captions."""

    collection = CollectionChoiceField(label=_("Collection"), queryset=Collection.objects.all(), empty_label=None)

    class Meta:
        model = Recording
        fields = ["title", "file", "transcript", "captions", "collection"]
        widgets = {
            "file": forms.FileInput(attrs={"accept": ".mp3,.ogg,.mp4,.webm"}),
            "captions": forms.FileInput(attrs={"accept": ".vtt"}),
        }

    @property
    def permission_policy(self) -> Any:
        return policy_registry.get_by_type(Recording)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            return file
        if (file.size or 0) > settings.RECORDING_MAX_SIZE:
            raise ValidationError(
                _("This file is too big (%(size)s). The largest we take is %(most)s: shorten it or save it smaller."),
                params={"size": filesizeformat(file.size or 0), "most": filesizeformat(settings.RECORDING_MAX_SIZE)},
            )
        try:
            found = recordings.recognised(file.read(12))
        except recordings.UnknownRecording:
            raise ValidationError(UNKNOWN_RECORDING, code="unknown") from None
        file.seek(0)
        self.instance.kind = found.kind
        return file

    def clean_captions(self) -> Any:
        captions = self.cleaned_data["captions"]
        if not isinstance(captions, UploadedFile):
            return captions
        if (captions.size or 0) > MAX_CAPTIONS_SIZE or not recordings.is_webvtt(captions.read()):
            raise ValidationError(NOT_CAPTIONS, code="not_captions")
        captions.seek(0)
        return captions

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_film = self.instance.kind == Recording.Kind.VIDEO
        if is_film and not cleaned.get("captions") and "captions" not in self.errors:
            self.add_error("captions", _("A film needs its captions: add a WebVTT file (.vtt)."))
        return cleaned
