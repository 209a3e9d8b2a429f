"""What H5P's core asks of the page around it (`H5PIntegration`), made for one person and one exercise."""

import json
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from assessments.h5p.models import H5PContentVersion, H5PLibrary
from assessments.h5p.queries import key_of

CONTENT_ID = "1"  # One exercise per frame: the same id everywhere, so that it says nothing.
SAVE_EVERY_SECONDS = 10


def integration(
    *,
    version: H5PContentVersion,
    libraries: Sequence[H5PLibrary],
    states: dict[str, dict[str, str]],
    origin: str,
    files: str,
    activity_id: str,
) -> dict[str, Any]:
    """The whole object. `files` is the address under which the exercise's pictures lie, `activity_id` its xAPI id.

    Saved states are part of it: H5P's core does not wait for what it would have to fetch.
    """
    return {
        "baseUrl": origin,
        "url": f"{origin}/h5p",
        "siteUrl": origin,
        "urlLibraries": f"{origin}/h5p/l",
        "libraryDirectories": {key_of(library).folder: library.tree_sha256 for library in libraries},
        "postUserStatistics": False,
        "saveFreq": SAVE_EVERY_SECONDS,
        # A pseudonym: without a user the core saves nothing, and the exercise need not know whose it is.
        "user": {"name": "–", "mail": "personne@invalid"},
        "ajax": {"setFinished": "", "contentUserData": ""},
        "hubIsEnabled": False,
        "crossorigin": "anonymous",
        "l10n": {"H5P": core_words()},
        "contents": {f"cid-{CONTENT_ID}": _content(version, states, files, activity_id)},
    }


def _content(
    version: H5PContentVersion, states: dict[str, dict[str, str]], files: str, activity_id: str
) -> dict[str, Any]:
    hidden = {"frame": False, "export": False, "embed": False, "copyright": False, "icon": False, "copy": False}
    title = version.content.activity.title
    return {
        "library": version.main_library,
        "jsonContent": json.dumps(version.params),
        "fullScreen": "0",
        "url": activity_id,
        "contentUrl": files,
        "title": title,
        "metadata": {"title": title, "license": version.licence or "U", "defaultLanguage": version.language},
        "displayOptions": hidden,
        "contentUserData": states,
        "exportUrl": "",
        "embedCode": "",
        "resizeCode": "",
    }


def core_words() -> dict[str, str]:
    """The words of H5P's core that a learner can meet, in the person's language."""
    return {
        "fullscreen": _("Full screen"),
        "disableFullscreen": _("Leave full screen"),
        "close": _("Close"),
        "title": _("Title"),
        "author": _("Author"),
        "year": _("Year"),
        "source": _("Source"),
        "license": _("Licence"),
        "thumbnail": _("Thumbnail"),
        "advancedHelp": _("Help"),
        "confirmDialogHeader": _("Confirm"),
        "confirmDialogBody": _("Do you want to go on? This cannot be undone."),
        "cancelLabel": _("Cancel"),
        "confirmLabel": _("Confirm"),
        "contentChanged": _("This exercise has changed since you last used it."),
        "startingOver": _("You start again from the beginning."),
        "noCopyrights": _("No copyright information."),
        "offlineDialogHeader": _("No network"),
        "offlineDialogBody": _("We cannot send your results now. Check the network."),
        "offlineDialogRetryButtonLabel": _("Try again"),
        "offlineSuccessfulSubmit": _("Your results are sent."),
    }
