from django.urls import path

from courses.statements import views

COHORT = "equipe/groupes/<uuid:uuid>"

urlpatterns = [
    path(f"{COHORT}/traces.json", views.cohort_statements, name="cohort_statements"),
    path(f"{COHORT}/quiz/<uuid:activity>/traces.json", views.quiz_statements, name="quiz_statements"),
    path("equipe/traces/", views.sending, name="statements_sending"),
]
