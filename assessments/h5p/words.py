"""The words of H5P's core that a learner can meet, in the languages of this site."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _


def core_words() -> dict[str, str]:
    """By the core's own names, in the language of now. What it says of licences, embedding and reuse is never shown."""
    return {
        "fullscreen": _("Full screen"),
        "disableFullscreen": _("Leave full screen"),
        "close": _("Close"),
        "confirmDialogHeader": _("Confirm"),
        "confirmDialogBody": _("Do you want to go on? This cannot be undone."),
        "cancelLabel": _("Cancel"),
        "confirmLabel": _("Confirm"),
        "contentChanged": _("This exercise has changed since you last used it."),
        "startingOver": _("You start again from the beginning."),
        "offlineDialogHeader": _("No network"),
        "offlineDialogBody": _("We cannot send your results now. Check the network."),
        "offlineDialogRetryMessage": _("We try again in :num…"),
        "offlineDialogRetryButtonLabel": _("Try again"),
        "offlineSuccessfulSubmit": _("Your results are sent."),
    }


def all_core_words() -> dict[str, dict[str, str]]:
    """`core_words` in each language of the site, by its code."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = core_words()
    return found
