"""The hidden part of a learner's forms; the answer itself is read in `answers`."""

from django import forms

from assessments.bank.content import MAX_HINTS


class SubmissionForm(forms.Form):
    """The hidden part of a question's form: whose attempt, which question (from 1), the key of this sending."""

    attempt = forms.UUIDField()
    question = forms.IntegerField(min_value=1, max_value=1000)
    submission = forms.UUIDField()


class DraftForm(SubmissionForm):
    """The same form before it is validated; `sequence` grows with each sending, by the page's clock in ms."""

    sequence = forms.IntegerField(min_value=0, max_value=2**53)


class HintForm(DraftForm):
    """The same form when it asks for a hint, by its number."""

    hint = forms.IntegerField(min_value=1, max_value=MAX_HINTS)


class FileForm(SubmissionForm):
    """The same form where it sends a file, or takes one off the page."""

    remove = forms.UUIDField(required=False)


class AttemptForm(forms.Form):
    """The hidden part of the form that ends an attempt."""

    attempt = forms.UUIDField()
