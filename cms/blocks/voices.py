"""Blocks that somebody may have read aloud: their recording, and whether it still says their words."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText

from cms.media import readings
from cms.media.choosers import RecordingChooserBlock
from cms.media.models import Recording

# The parts that every voiced block has after its own. `voice_changed` only tells the form whether to show the
# next one (static/css/studio_blocks.css); neither is kept.
VOICE, STAMP, CHANGED, STILL_RIGHT = "voice", "voice_stamp", "voice_changed", "voice_still_right"
_PARTS = (VOICE, STAMP, CHANGED, STILL_RIGHT)

OUTDATED = _(
    "The text has changed since the recording: record it again, or confirm that it is still right. Meanwhile learners "
    "hear the browser’s voice."
)


class VoicedValue(blocks.StructValue):
    """The value of a block with a voice."""

    @property
    def stamp(self) -> str:
        """Which words the recording was chosen for, as it is to be kept."""
        before = "" if self.get(STILL_RIGHT) else self.get(STAMP) or ""
        return readings.kept(before, self._recording_id, *self.block.said(self))

    @property
    def is_outdated(self) -> bool:
        return self.stamp != readings.stamp(self._recording_id, *self.block.said(self))

    @property
    def reading(self) -> Recording | None:
        """The recording, while it says the block's words."""
        return None if self.is_outdated else self.get(VOICE)

    @property
    def _recording_id(self) -> int | None:
        recording = self.get(VOICE)
        return recording.pk if recording else None


class VoicedBlock(blocks.StructBlock):
    """A block whose words may have been recorded: « Écouter » plays them instead of the browser's voice."""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__([*(local_blocks or ()), *_voice_parts()], **kwargs)

    def said(self, value: Any) -> Iterable[str]:
        """The words of the block that a reader says."""
        return [text for name, part in value.items() if name not in _PARTS for text in _texts(part)]

    def to_python(self, value: Any) -> Any:
        return self._stamped(super().to_python(value))

    def bulk_to_python(self, values: Any) -> Any:
        return [self._stamped(value) for value in super().bulk_to_python(values)]

    def _stamped(self, value: Any) -> Any:
        """As it was stored, a recording without a stamp says the words beside it."""
        value[STAMP] = value.stamp
        return value

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """With `voice`, the address of the recording that reads it, or nothing."""
        reading = value.reading
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return {**context, "voice": reading.file.url if reading else ""}

    def get_form_state(self, value: Any) -> Any:
        return {**super().get_form_state(value), CHANGED: value.is_outdated, STILL_RIGHT: False}

    def get_prep_value(self, value: Any) -> dict[str, Any]:
        kept = super().get_prep_value(value) | {STAMP: value.stamp}
        return {name: part for name, part in kept.items() if name not in (CHANGED, STILL_RIGHT)}

    class Meta:
        value_class = VoicedValue


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, RichText):
        yield part.source
    elif isinstance(part, Iterable):
        for each in part:
            yield from _texts(each)


class _Stamp(blocks.FieldBlock):
    """Kept beside the recording, shown to nobody."""

    def __init__(self, **kwargs: Any) -> None:
        self.field = forms.CharField(required=False, max_length=readings.MAX_STAMP, widget=forms.HiddenInput)
        super().__init__(**kwargs)

    class Meta:
        default = ""


def _voice_parts() -> list[tuple[str, Any]]:
    voice = RecordingChooserBlock(
        required=False,
        label=_("Recorded voice"),
        help_text=_("A sound of these words, read aloud. Without it, the browser’s voice reads them."),
    )
    still_right = blocks.BooleanBlock(required=False, label=_("The recording is still right"), help_text=OUTDATED)
    return [
        (VOICE, voice),
        (STAMP, _Stamp()),
        (CHANGED, blocks.BooleanBlock(required=False)),
        (STILL_RIGHT, still_right),
    ]
