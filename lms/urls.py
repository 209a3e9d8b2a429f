"""The whole site, wired by name only: the ground floor imports nothing above it."""

from django.urls import include, path

urlpatterns = [
    path("", include("lms.web.urls")),
    path("", include("lms.accessibility.urls")),
    path("", include("lms.signin.urls")),
    path("", include("lms.accounts.urls")),
    path("", include("lms.structures.urls")),
    path("", include("lms.desk.urls")),
    path("", include("assessments.urls")),
    path("", include("courses.urls")),
    path("", include("cms.urls")),  # last: it serves pages at every address left
]
