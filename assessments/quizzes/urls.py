from django.urls import path

from assessments.quizzes import file_views, hint_views, pausing, previews, views

# `context` is the uuid of the lesson from which the learner came: the right to be here is asked of it.
FROM_LESSON = "activites/<uuid:activity>/<uuid:context>/"

urlpatterns = [
    path(f"{FROM_LESSON}quiz/", views.quiz, name="quiz"),
    path(f"{FROM_LESSON}quiz/commencer/", views.quiz_start, name="quiz_start"),
    path(f"{FROM_LESSON}quiz/reponse/", views.quiz_answer, name="quiz_answer"),
    path(f"{FROM_LESSON}quiz/coup-de-pouce/", hint_views.quiz_hint, name="quiz_hint"),
    path(f"{FROM_LESSON}quiz/fichiers/", file_views.quiz_files, name="quiz_files"),
    path(f"{FROM_LESSON}quiz/brouillon/", views.quiz_draft, name="quiz_draft"),
    path(f"{FROM_LESSON}quiz/pause/", pausing.quiz_pause, name="quiz_pause"),
    path(f"{FROM_LESSON}quiz/reprendre/", pausing.quiz_resume, name="quiz_resume"),
    path(f"{FROM_LESSON}quiz/terminer/", views.quiz_submit, name="quiz_submit"),
    path(f"{FROM_LESSON}quiz/<uuid:attempt>/", views.quiz_result, name="quiz_result"),
    path(f"{FROM_LESSON}quiz/<uuid:attempt>/<int:number>/", views.quiz_question, name="quiz_question"),
    path("activites/<uuid:activity>/apercu/", previews.quiz_preview, name="quiz_preview"),
    path("questions/<uuid:item>/apercu/", previews.item_preview, name="item_preview"),
]
