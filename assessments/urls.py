"""Addresses of the assessment floor, applet by applet."""

from django.urls import include, path

urlpatterns = [
    path("", include("assessments.activities.urls")),
    path("", include("assessments.credentials.urls")),
    path("", include("assessments.handins.urls")),
    path("", include("assessments.quizzes.urls")),
    path("", include("assessments.h5p.urls")),
]
