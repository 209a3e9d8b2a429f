from django.urls import path

from lms.desk import cohort_views, learner_views

urlpatterns = [
    path("equipe/groupes/", cohort_views.cohorts, name="cohorts"),
    path("equipe/groupes/nouveau/", cohort_views.cohort_new, name="cohort_new"),
    path("equipe/groupes/<uuid:uuid>/", cohort_views.cohort, name="cohort"),
    path("equipe/groupes/<uuid:uuid>/ajouter/", cohort_views.cohort_add, name="cohort_add"),
    path("equipe/groupes/<uuid:uuid>/retirer/", cohort_views.cohort_remove, name="cohort_remove"),
    path("equipe/groupes/<uuid:uuid>/seance/ouvrir/", cohort_views.session_open, name="session_open"),
    path("equipe/groupes/<uuid:uuid>/seance/fermer/", cohort_views.session_close, name="session_close"),
    path("equipe/apprenants/", learner_views.learners, name="learners"),
    path("equipe/apprenants/nouveau/", learner_views.learner_new, name="learner_new"),
    path("equipe/apprenants/importer/", learner_views.learners_import, name="learners_import"),
    path("equipe/apprenants/<uuid:uuid>/code-secret/", learner_views.pin_reset, name="pin_reset"),
    path("equipe/cartes/", learner_views.cards_print, name="cards_print"),
]
