from django.urls import path

from courses.enrolments import trial_views, views

urlpatterns = [
    path("essayer/", trial_views.try_courses, name="try"),
    path("essayer/<uuid:uuid>/", trial_views.try_course, name="try_course"),
    path("equipe/groupes/<uuid:uuid>/inscrire/", views.enrol_cohort, name="enrol_cohort"),
    path(
        "equipe/groupes/<uuid:uuid>/inscrire/<uuid:enrolment>/terminer/",
        views.end_cohort_enrolment,
        name="end_cohort_enrolment",
    ),
]
