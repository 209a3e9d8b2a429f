"""Forms of the studio's own screens."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.activities.models import Activity
from assessments.bank.models import Item
from assessments.h5p.models import H5PContent
from assessments.quizzes.models import Quiz
from assessments.quizzes.services import Placed
from cms.authoring.quiz_times import TimesForm, times_of
from lms.structures.models import Structure


class StructureForm(forms.Form):
    """For which structure: not asked where there is only one."""

    structure = forms.ModelChoiceField(label=_("For"), queryset=Structure.objects.none())

    def __init__(self, *args: Any, structures: QuerySet[Structure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["structure"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = structures
        if len(structures) == 1:
            field.initial = structures[0].pk
            field.widget = forms.HiddenInput()


class QuizForm(TimesForm):
    """A quiz's rules, and the place of each question: a number puts it in, no number leaves it out."""

    title = forms.CharField(label=_("Title"), max_length=150, help_text=_("Learners see it."))
    introduction = forms.CharField(
        label=_("Introduction"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    pass_mark = forms.IntegerField(label=_("Pass mark (%)"), min_value=0, max_value=100, initial=60)
    attempts_allowed = forms.IntegerField(
        label=_("Attempts allowed"),
        min_value=0,
        max_value=99,
        initial=0,
        help_text=_("0: as many as the person wants."),
    )
    counting = forms.ChoiceField(
        label=_("What counts in progress"),
        choices=Activity.Counting.choices,
        initial=Activity.Counting.BEST,
        required=False,
        help_text=_("With “the last try”, a worse try afterwards takes a success back."),
    )
    feedback = forms.ChoiceField(
        label=_("Feedback"), choices=Quiz.Feedback.choices, initial=Quiz.Feedback.IMMEDIATE, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, items: QuerySet[Item], quiz: Quiz | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._items = list(items)
        held = {place.item_id: place for place in quiz.quiz_items.all()} if quiz else {}
        ranks = {pk: place.position + 1 for pk, place in held.items()}
        self._points = {pk: place.points for pk, place in held.items()}
        for item in self._items:
            self.fields[f"place_{item.pk}"] = forms.IntegerField(
                label=item.title, min_value=1, max_value=999, required=False, initial=ranks.get(item.pk)
            )
        if quiz:
            self.initial = {**self.initial, **_rules_of(quiz)}

    @property
    def places(self) -> list[tuple[Item, forms.BoundField]]:
        """Each question with its field: those of the quiz first, in their order."""
        pairs = [(item, self[f"place_{item.pk}"]) for item in self._items]
        return sorted(pairs, key=lambda pair: (pair[1].initial is None, pair[1].initial or 0))

    def placed(self) -> list[tuple[int, Placed]]:
        """The questions that have a number, with it, at the points they had."""
        numbers = [(self.cleaned_data.get(f"place_{item.pk}"), item) for item in self._items]
        return [(number, Placed(item=item, points=self._points.get(item.pk, 1))) for number, item in numbers if number]

    def counts(self) -> Activity.Counting:
        return Activity.Counting(self.cleaned_data["counting"] or Activity.Counting.BEST)

    def rules(self) -> dict[str, Any]:
        names = ("title", "introduction", "pass_mark", "attempts_allowed")
        return {name: self.cleaned_data[name] for name in names} | {
            "feedback": Quiz.Feedback(self.cleaned_data["feedback"])
        }


def _rules_of(quiz: Quiz) -> dict[str, Any]:
    activity = quiz.activity
    return {
        "title": activity.title,
        "introduction": quiz.introduction,
        "pass_mark": activity.pass_mark,
        "attempts_allowed": activity.attempts_allowed,
        "feedback": quiz.feedback,
        "counting": activity.counting,
        **times_of(activity),
    }


class ExerciseForm(forms.ModelForm[H5PContent]):
    """What can be changed of an exercise here: its title, when it counts as done, another way to do it."""

    title = forms.CharField(label=_("Title"), max_length=150, help_text=_("Learners see it."))

    class Meta:
        model = H5PContent
        fields = ["completion_rule", "text_alternative"]
        labels = {
            "completion_rule": _("The exercise counts as done"),
            "text_alternative": _("Another way to do it"),
        }
        help_texts = {
            "text_alternative": _(
                "Shown to who cannot do the exercise in the page: what to do instead, without the answers. Empty: the"
                " texts of the exercise are shown."
            ),
        }
        widgets = {"text_alternative": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].initial = self.instance.activity.title

    def save(self, commit: bool = True) -> H5PContent:
        Activity.objects.filter(pk=self.instance.pk).update(title=self.cleaned_data["title"])
        return super().save(commit)
