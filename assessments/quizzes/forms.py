"""What a learner's form sends, read into an answer that can be marked."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from assessments.bank.models import Interaction, ItemVersion
from assessments.grading.fill_in import MAX_LENGTH


class NoAnswer(Exception):
    """Nothing was answered that could be recorded; the message says what to do."""


class SubmissionForm(forms.Form):
    """The hidden part of a question's form: whose attempt, which question (from 1), the key of this sending."""

    attempt = forms.UUIDField()
    question = forms.IntegerField(min_value=1, max_value=1000)
    submission = forms.UUIDField()


class DraftForm(SubmissionForm):
    """The same form before it is validated; `sequence` grows with each sending, by the page's clock in ms."""

    sequence = forms.IntegerField(min_value=0, max_value=2**53)


class AttemptForm(forms.Form):
    """The hidden part of the form that ends an attempt."""

    attempt = forms.UUIDField()


def read_answer(version: ItemVersion, sent: QueryDict) -> Any:
    """The answer as `grading.grade` takes it. Raises NoAnswer, with words for the learner."""
    match version.item.interaction:
        case Interaction.CHOICE:
            ids = {choice["id"] for choice in version.body["choices"]}
            return _picked(sent.getlist("answer"), ids, multiple=version.body.get("multiple", False))
        case Interaction.TRUE_FALSE:
            return _picked(sent.getlist("answer"), {"true", "false"}, multiple=False) == ["true"]
        case _:
            return _typed(sent.get("answer", ""))


def _picked(picked: list[str], ids: set[str], *, multiple: bool) -> list[str]:
    if not picked:
        raise NoAnswer(_("Tick at least one answer.") if multiple else _("Choose an answer."))
    if not set(picked) <= ids or (len(picked) > 1 and not multiple):
        raise NoAnswer(_("This answer is not in the list. Choose one below."))
    return picked


def _typed(text: str) -> str:
    if not text.strip():
        raise NoAnswer(_("Write your answer."))
    if len(text) > MAX_LENGTH:
        raise NoAnswer(_("Your answer is too long. A few words are enough."))
    return text.strip()
