from django.urls import path

from courses.enrolments import views

urlpatterns = [
    path("equipe/groupes/<uuid:uuid>/inscrire/", views.enrol_cohort, name="enrol_cohort"),
    path(
        "equipe/groupes/<uuid:uuid>/inscrire/<uuid:enrolment>/terminer/",
        views.end_cohort_enrolment,
        name="end_cohort_enrolment",
    ),
]
