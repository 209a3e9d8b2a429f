"""What the forms of all questions share: title, question, skills, picture, sound; rows that an author adds to."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO, ClassVar, Self

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from assessments.bank.content import (
    MAX_CHOICES,
    MAX_PROMPT,
    MAX_TEXT,
    ContentProblem,
    ContentRefused,
    ItemContent,
    with_general_feedback,
    with_hints,
)
from assessments.bank.files import MediaRefused, ReadFile, read_picture, read_sound
from assessments.bank.forms import hints
from assessments.bank.models import Interaction, ItemMedia
from assessments.skills.models import Skill
from assessments.skills.queries import choosable_skills

ROWS = 4  # shown at first
MAX_ROWS = 8
# Fields beside the question itself: an error there does not keep the question from being judged.
BESIDE = {"title", "skills", "image", "image_description", "audio", "audio_description"}
ADD_ROW = "add_row"  # name of the submit that asks for one row more


class ItemForm(forms.Form):
    """What every question has: a title for its authors, the question, skills, a picture, a sound."""

    interaction: ClassVar[Interaction]
    needs_picture: ClassVar[bool] = False
    content: ItemContent

    title = forms.CharField(label=_("Title"), max_length=150, help_text=_("For you, in lists. Learners do not see it."))
    prompt = forms.CharField(
        label=_("Question"), max_length=MAX_PROMPT, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    general_feedback = forms.CharField(
        label=_("What to say to everybody"),
        max_length=MAX_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Shown once answered, whatever the answer: why it is so, where to read more."),
    )
    skills = forms.ModelMultipleChoiceField(label=_("Skills"), queryset=Skill.objects.none(), required=False)
    image = forms.FileField(label=_("Picture"), required=False, help_text=_("JPEG, PNG or WebP, at most 10 MB."))
    image_description = forms.CharField(
        label=_("Description of the picture"),
        max_length=300,
        required=False,
        help_text=_("For those who do not see it: say what it shows."),
    )
    audio = forms.FileField(label=_("Recorded sound"), required=False, help_text=_("MP3 or Ogg, at most 10 MB."))
    audio_description = forms.CharField(
        label=_("Words of the recording"), max_length=300, required=False, help_text=_("Exactly what is said.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skills"].queryset = choosable_skills()  # type: ignore[attr-defined]
        self.fields.update(hints.hint_fields())

    @property
    def hint_rows(self) -> list[BoundField]:
        """The fields of the hints, in order: for the template."""
        return [self[name] for name in hints.NAMES]

    @property
    def has_hints(self) -> bool:
        """Whether something stands in them, or is wrong there."""
        return any(field.value() or field.errors for field in self.hint_rows)

    def read(self, typed: Mapping[str, Any]) -> ItemContent:
        """The question that was typed. Raises ContentRefused."""
        raise NotImplementedError

    @classmethod
    def typed_from(cls, content: ItemContent) -> dict[str, Any]:
        """What an author would type to get this question: the form's initial values. Holds the key."""
        raise NotImplementedError

    def clean_image(self) -> Any:
        return self._readable("image", read_picture)

    def clean_audio(self) -> Any:
        return self._readable("audio", read_sound)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for name in ("image", "audio"):
            there = typed.get(name) or (name == "image" and self.has_picture)
            if there and not typed.get(f"{name}_description", "").strip():
                self.add_error(f"{name}_description", _("Describe it in words, for those who cannot see or hear it."))
        if self.needs_picture and not (typed.get("image") or self.has_picture or "image" in self.errors):
            self.add_error("image", ContentProblem(code="no_picture", field="image").message)
        if not self.errors.keys() - BESIDE:
            self._judge(typed)
        return typed

    def _judge(self, typed: Mapping[str, Any]) -> None:
        """Read the question, once each of its fields is readable."""
        try:
            content = with_general_feedback(self.read(typed), typed.get("general_feedback", ""))
            self.content = with_hints(content, hints.hints_typed(typed))
        except ContentRefused as refused:
            for problem in refused.problems:
                self.add_error(self.field_of(problem.field), problem.message)

    def field_of(self, place: str) -> str | None:
        """The form's field for a place in a content: "accepted.2" is accepted_2; None: the whole form."""
        name = place.replace(".", "_")
        return name if name in self.fields else None

    @property
    def has_picture(self) -> bool:
        """The question has one already: `initial` says how it is described."""
        return "image_description" in self.initial

    @property
    def described_otherwise(self) -> str:
        """The new words for a picture that stays; empty where they are the same."""
        stays = self.has_picture and not self.cleaned_data.get("image")
        return str(self.cleaned_data["image_description"]) if stays and "image_description" in self.changed_data else ""

    def files_to_attach(self) -> Iterator[tuple[ItemMedia.Kind, BinaryIO, str]]:
        """What to attach once the question is kept: kind, file, words (`bank.services.attach_media`)."""
        for kind in ItemMedia.Kind:
            if file := self.cleaned_data.get(kind.value):
                yield kind, file, self.cleaned_data[f"{kind.value}_description"]

    def _readable(self, name: str, read: Callable[[BinaryIO], ReadFile]) -> Any:
        file = self.cleaned_data.get(name)
        if file:
            try:
                read(file)
            except MediaRefused as refused:
                raise forms.ValidationError(str(refused)) from refused
            file.seek(0)
        return file


class RowsForm(ItemForm):
    """A question with rows that its author may add to."""

    first_rows: ClassVar[int] = ROWS
    most_rows: ClassVar[int] = MAX_ROWS

    rows = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = str(self.data.get(self.add_prefix("rows"), "")) if self.is_bound else self.initial.get("rows", "")
        wanted = int(asked) if str(asked).isdecimal() and len(str(asked)) < 4 else self.first_rows
        self.row_count = min(max(wanted, self.first_rows), MAX_CHOICES)  # an imported question may have more
        self.initial["rows"] = self.row_count
        for number in range(self.row_count):
            self.fields.update(self.row_fields(number))

    def row_fields(self, number: int) -> dict[str, forms.Field]:
        raise NotImplementedError

    @property
    def wants_row(self) -> bool:
        """The author pressed « add a row »: show `with_one_more_row()` and save nothing."""
        return self.is_bound and self.add_prefix(ADD_ROW) in self.data

    @property
    def may_grow(self) -> bool:
        return self.row_count < self.most_rows

    def with_one_more_row(self) -> Self:
        """The same form, nothing typed lost and nothing judged, with a row more."""
        typed = {name: self[name].data for name, field in self.fields.items() if not isinstance(field, forms.FileField)}
        return type(self)(initial={**self.initial, **typed, "rows": self.row_count + 1}, prefix=self.prefix)
