"""What a trainer chooses to enrol a cohort in."""

from typing import Any, TypedDict

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.enrolments.queries import courses_offered_to, tracks_offered_to
from courses.outline.models import Course, Track
from lms.structures.models import Structure


class Target(TypedDict):
    track: Track | None
    course: Course | None


class EnrolCohortForm(forms.Form):
    """One list of the tracks and courses offered to the structure; `cleaned_data["target"]` is a Target."""

    target = forms.ChoiceField(
        label=gettext_lazy("Track or module"),
        help_text=gettext_lazy("Everybody in the group will follow it, those who join later too."),
        error_messages={"required": gettext_lazy("Choose a track or a module in the list.")},
    )

    def __init__(self, *args: Any, structure: Structure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tracks = {f"track:{track.uuid}": track for track in tracks_offered_to(structure)}
        courses = {f"course:{course.uuid}": course for course in courses_offered_to(structure)}
        self._offered: dict[str, Track | Course] = {**tracks, **courses}
        field = self.fields["target"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("Choose")),
            (_("Tracks"), [(key, track.title) for key, track in tracks.items()]),
            (_("Modules"), [(key, _named(course)) for key, course in courses.items()]),
        ]
        field.error_messages["invalid_choice"] = _("This is no longer offered. Choose in the list.")

    def clean_target(self) -> Target:
        chosen = self._offered[self.cleaned_data["target"]]
        if isinstance(chosen, Track):
            return {"track": chosen, "course": None}
        return {"track": None, "course": chosen}


def _named(course: Course) -> str:
    return f"{course.code} – {course.title}" if course.code else course.title
