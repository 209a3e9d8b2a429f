from django.urls import path

from courses.gradebook import exercise_views, views

COHORT = "equipe/groupes/<uuid:uuid>"
CSV, XLSX = {"kind": "csv"}, {"kind": "xlsx"}

urlpatterns = [
    path(f"{COHORT}/progression/", views.cohort_progress, name="cohort_progress"),
    path(f"{COHORT}/progression.csv", views.cohort_progress_file, CSV, name="cohort_progress_csv"),
    path(f"{COHORT}/progression.xlsx", views.cohort_progress_file, XLSX, name="cohort_progress_xlsx"),
    path(f"{COHORT}/exercice/<uuid:activity>/", exercise_views.exercise_results, name="exercise_results"),
    path(f"{COHORT}/exercice/<uuid:activity>/<uuid:attempt>/", exercise_views.exercise_try, name="exercise_try"),
    path(f"{COHORT}/quiz/<uuid:activity>/", views.quiz_results, name="quiz_results"),
    path(f"{COHORT}/quiz/<uuid:activity>.csv", views.quiz_results_file, CSV, name="quiz_results_csv"),
    path(f"{COHORT}/quiz/<uuid:activity>.xlsx", views.quiz_results_file, XLSX, name="quiz_results_xlsx"),
    path(f"{COHORT}/quiz/<uuid:activity>/personnes.csv", views.quiz_people_file, CSV, name="quiz_people_csv"),
    path(f"{COHORT}/quiz/<uuid:activity>/personnes.xlsx", views.quiz_people_file, XLSX, name="quiz_people_xlsx"),
    path(f"{COHORT}/quiz/<uuid:activity>/reponses.csv", views.quiz_answers_file, CSV, name="quiz_answers_csv"),
    path(f"{COHORT}/quiz/<uuid:activity>/reponses.xlsx", views.quiz_answers_file, XLSX, name="quiz_answers_xlsx"),
]
