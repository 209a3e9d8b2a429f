"""What a person sets for themselves: a password by a link, and how pages look and sound."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _


class DisplayForm(forms.Form):
    """« Mes réglages »: each choice says what it changes; the empty one is how pages are by default."""

    use_required_attribute = False

    text_size = forms.ChoiceField(
        label=_("Size of the text"),
        widget=forms.RadioSelect,
        required=False,
        choices=[("", _("Usual")), ("large", _("Large")), ("larger", _("Larger")), ("largest", _("Twice as large"))],
    )
    contrast = forms.ChoiceField(
        label=_("Colours"),
        widget=forms.RadioSelect,
        required=False,
        choices=[
            ("", _("Usual")),
            ("more", _("Black on white, very clear")),
            ("black", _("White and yellow on black")),
        ],
    )
    theme = forms.ChoiceField(
        label=_("Background"),
        widget=forms.RadioSelect,
        required=False,
        choices=[("", _("As on this computer")), ("light", _("Light")), ("dark", _("Dark, easier on the eyes"))],
    )
    spacing = forms.ChoiceField(
        label=_("Space between letters and lines"),
        widget=forms.RadioSelect,
        required=False,
        choices=[("", _("Usual")), ("wide", _("Wider"))],
    )
    font = forms.ChoiceField(
        label=_("Shape of the letters"),
        widget=forms.RadioSelect,
        required=False,
        choices=[
            ("", _("Usual")),
            ("hyperlegible", _("Letters that are hard to mix up (Atkinson Hyperlegible)")),
            ("dyslexic", _("Letters for people with dyslexia (OpenDyslexic)")),
        ],
    )
    sound = forms.ChoiceField(
        label=_("Sound"),
        widget=forms.RadioSelect,
        required=False,
        help_text=_("“Listen” stays: it reads when you press it."),
        choices=[("", _("Warnings are said aloud")), ("off", _("No sound that I did not ask for"))],
    )
    reminders = forms.ChoiceField(
        label=_("When the time of an exercise is nearly over"),
        widget=forms.RadioSelect,
        required=False,
        choices=[("", _("Tell me 5 minutes and 1 minute before")), ("off", _("Do not tell me before"))],
    )
    view = forms.ChoiceField(
        label=_("Lessons"),
        widget=forms.RadioSelect,
        required=False,
        choices=[("", _("On one long page")), ("simple", _("Piece by piece, one on the screen at a time"))],
    )
    language = forms.ChoiceField(label=_("Language"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            (code, format_html('<bdi lang="{}">{}</bdi>', code, name)) for code, name in settings.LANGUAGES
        ]
