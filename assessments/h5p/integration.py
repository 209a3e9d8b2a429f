"""What H5P's core asks of the page around it (`H5PIntegration`), made for one person and one exercise."""

import json
from typing import Any

from assessments.h5p.models import H5PContentVersion

CONTENT_ID = "1"  # One exercise per frame: the same id everywhere, so that it says nothing.


def integration(
    *, version: H5PContentVersion, states: dict[str, dict[str, str]], files: str, activity_id: str
) -> dict[str, Any]:
    """The part of it that is of this exercise and this person: all that is the same for everybody is in `frame.js`.

    `files` is the address under which the exercise's pictures lie, `activity_id` its xAPI id. Saved states are part of
    it: H5P's core does not wait for what it would have to fetch.
    """
    title = version.content.activity.title
    content = {
        "library": version.main_library,
        "jsonContent": json.dumps(version.params, ensure_ascii=False, separators=(",", ":")),
        "url": activity_id,
        "contentUrl": files,
        "title": title,
        "metadata": {"title": title, "license": version.licence or "U", "defaultLanguage": version.language},
        "contentUserData": states,
    }
    return {"contents": {f"cid-{CONTENT_ID}": content}}
