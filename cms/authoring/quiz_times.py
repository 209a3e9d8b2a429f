"""The part of a quiz's form that is about time: how long, from when, until when."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.activities.models import Activity
from assessments.activities.services import Times

LONGEST = 600  # minutes


def _moment(label: Any, help_text: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=False, widget=widget, help_text=help_text)


class TimesForm(forms.Form):
    """Nothing filled in: as long as one likes, at any time."""

    time_limit = forms.IntegerField(
        label=_("Time limit (minutes)"),
        min_value=0,
        max_value=LONGEST,
        required=False,
        initial=0,
        help_text=_("0: none, which suits beginners. The extra time of each person is added by itself."),
    )
    opens_at = _moment(_("Can be started from"), _("Empty: at once."))
    closes_at = _moment(
        _("Can be started until"),
        _("Empty: always. Whoever started in time keeps all of a time limit; without one, the quiz ends then."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("Give a moment after the one from which it can be started."))
        return cleaned

    def times(self) -> Times:
        """What was filled in. For a valid form."""
        names = ("opens_at", "closes_at")
        return Times(
            time_limit=self.cleaned_data["time_limit"] or 0, **{name: self.cleaned_data[name] for name in names}
        )


def times_of(activity: Activity) -> dict[str, Any]:
    """What the form shows of an activity's times."""
    return {name: getattr(activity, name) for name in ("time_limit", "opens_at", "closes_at")}
