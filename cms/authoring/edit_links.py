"""Where the studio's own things are changed: the « Modifier » of their choosers leads there."""

from django.urls import reverse
from wagtail.admin.admin_url_finder import register_admin_url_finder

from assessments.activities.models import Activity
from cms.media.models import Recording
from lms.accounts.models import User

_SCREENS = {Activity.Kind.QUIZ: "studio_quiz", Activity.Kind.H5P: "studio_exercise"}


class ActivityAddress:
    """Each screen checks again who may open it: without a person asked about, the address is given all the same."""

    def __init__(self, user: User | None = None) -> None:
        self.user = user

    def get_edit_url(self, activity: Activity) -> str | None:
        if self.user is not None and not Activity.objects.visible_to(self.user).filter(pk=activity.pk).exists():
            return None
        return reverse(_SCREENS[Activity.Kind(activity.kind)], args=[activity.uuid])


class RecordingAddress:
    def __init__(self, user: User | None = None) -> None:
        self.user = user

    def get_edit_url(self, recording: Recording) -> str:
        return reverse("studio_recording", args=[recording.pk])


def register_edit_links() -> None:
    register_admin_url_finder(Activity, ActivityAddress)
    register_admin_url_finder(Recording, RecordingAddress)
