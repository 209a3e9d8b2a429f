"""Pictures, sounds and films of lessons: each with words for those who cannot see or hear it."""

import uuid
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    WagtailImageField,
    WagtailImageFieldFile,
    get_upload_to,
)
from wagtail.models import CollectionMember
from wagtail.search import index

from cms.media.pictures import remade
from lms.web.wording import duration_words

# The widths of pictures in lessons (templates/blocks/image_block.html), and the preview in choosers.
LESSON_SIZES = ("width-480", "width-800", "width-1280", "max-165x165")


class PictureFile(WagtailImageFieldFile):
    """The stored file of a picture: made again from its pixels, by whatever way it comes."""

    def save(self, name: str, content: "File[bytes]", save: bool = True) -> None:
        """Raises pictures.UnreadablePicture. A file that a form has made again already is kept as it is."""
        if not getattr(content, "is_remade", False):
            content.seek(0)
            made = remade(content.read(), max_pixels=settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS)
            content = ContentFile(made, name=name)
        super().save(name, content, save=save)


class PictureFileField(WagtailImageField):
    attr_class = PictureFile


class Image(AbstractImage):
    """A picture that cannot be kept without its description."""

    file = PictureFileField(verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height")
    description = models.CharField(
        _("description"),
        max_length=300,
        help_text=_("What the picture shows, for people who do not see it. It is read aloud."),
    )
    tags = TaggableManager(verbose_name=_("tags"), help_text=None, blank=True, related_name="pictures")

    admin_form_fields = (
        "title",
        "file",
        "description",
        "collection",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        default_related_name = "pictures"  # Wagtail's own Image model stays installed and takes "image_set"
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The sizes that lessons show are made at once: a page that is only read writes nothing."""
        super().save(*args, **kwargs)
        self.make_lesson_sizes()

    def generate_rendition_file(self, filter: Any, *, source: Any = None) -> "File[bytes]":
        """Wagtail's, without leaving its temporary file open."""
        with super().generate_rendition_file(filter, source=source) as made:
            made.seek(0)
            return ContentFile(made.read(), name=made.name)

    def make_lesson_sizes(self) -> None:
        """Nothing when they are made already."""
        self.get_renditions(*LESSON_SIZES)
        self.file.close()


class Rendition(AbstractRendition):
    """A picture at the size a page needs."""

    image = models.ForeignKey(Image, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="rendition_once_per_filter"
            )
        ]


def recording_path(recording: models.Model, name: str) -> str:
    """A name that nobody guesses and that never changes its content: the browser may keep it for ever."""
    return f"recordings/{uuid.uuid4().hex}{PurePath(name).suffix.lower()}"


class Recording(CollectionMember, index.Indexed, models.Model):
    """A sound or a film, with its transcript; a film also has its captions."""

    class Kind(models.TextChoices):
        AUDIO = "audio", _("sound")
        VIDEO = "video", _("film")

    title = models.CharField(_("title"), max_length=150)
    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices, editable=False)
    file = models.FileField(_("file"), upload_to=recording_path, max_length=200)
    transcript = models.TextField(
        _("transcript"),
        help_text=_("Every word that is said, and the sounds that matter, for people who do not hear."),
    )
    captions = models.FileField(
        _("captions"),
        upload_to=recording_path,
        max_length=200,
        blank=True,
        help_text=_("A WebVTT file (.vtt). Asked for with a film."),
    )
    seconds = models.PositiveIntegerField(_("duration (seconds)"), null=True, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    size = models.PositiveIntegerField(editable=False)  # bytes
    created_at = models.DateTimeField(_("added on"), editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    search_fields: list[Any] = [
        *CollectionMember.search_fields,
        index.SearchField("title", boost=10),
        index.AutocompleteField("title"),
        index.SearchField("transcript"),
        index.FilterField("kind"),
    ]

    class Meta:
        verbose_name = _("sound or film")
        verbose_name_plural = _("sounds and films")
        ordering = ["title", "pk"]
        permissions = [("choose_recording", "Can choose recording")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="video", captions=""),
                name="recording_film_has_captions",
                violation_error_message=_("A film needs its captions: add a WebVTT file (.vtt)."),
            ),
            models.CheckConstraint(
                condition=~models.Q(transcript=""),
                name="recording_has_transcript",
                violation_error_message=_("Write what is said: people who do not hear will read it."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def length_words(self) -> str:
        """How long it lasts, to the minute above; empty when the file does not say."""
        return duration_words(-(-self.seconds // 60)) if self.seconds else ""
