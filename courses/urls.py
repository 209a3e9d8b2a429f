"""Addresses of the courses floor, applet by applet."""

from django.urls import include, path

urlpatterns = [
    path("", include("courses.progress.urls")),
    path("", include("courses.enrolments.urls")),
    path("", include("courses.gradebook.urls")),
    path("", include("courses.caseload.urls")),
    path("", include("courses.statements.urls")),
    path("", include("courses.marking.urls")),
]
