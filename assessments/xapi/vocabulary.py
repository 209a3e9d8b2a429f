"""The words of xAPI that we use: verbs of ADL and of its spec, types of activities. Plain Python."""

from collections.abc import Mapping
from typing import Any

VERBS: Mapping[str, str] = {
    verb: f"http://adlnet.gov/expapi/verbs/{verb}"
    for verb in ("initialized", "answered", "completed", "passed", "failed", "voided")
}
ASSESSMENT = "http://adlnet.gov/expapi/activities/assessment"
INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction"
MEDIA = "http://adlnet.gov/expapi/activities/media"
LESSON = "http://adlnet.gov/expapi/activities/lesson"
COURSE = "http://adlnet.gov/expapi/activities/course"
QUESTION = "http://adlnet.gov/expapi/activities/question"


def verb(name: str) -> dict[str, Any]:
    """A verb of ours as statements write it."""
    return {"id": VERBS[name], "display": {"en": name}}
