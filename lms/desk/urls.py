from django.urls import path

from lms.desk import cohort_views, learner_views, room_views, trial_views

urlpatterns = [
    path("equipe/groupes/", cohort_views.cohorts, name="cohorts"),
    path("equipe/groupes/nouveau/", cohort_views.cohort_new, name="cohort_new"),
    path("equipe/groupes/<uuid:uuid>/", cohort_views.cohort, name="cohort"),
    path("equipe/groupes/<uuid:uuid>/ajouter/", cohort_views.cohort_add, name="cohort_add"),
    path("equipe/groupes/<uuid:uuid>/retirer/", cohort_views.cohort_remove, name="cohort_remove"),
    path("equipe/groupes/<uuid:uuid>/seance/ouvrir/", cohort_views.session_open, name="session_open"),
    path("equipe/groupes/<uuid:uuid>/seance/fermer/", cohort_views.session_close, name="session_close"),
    path("equipe/groupes/<uuid:uuid>/terminer/", cohort_views.cohort_end_sessions, name="cohort_end_sessions"),
    path("equipe/apprenants/", learner_views.learners, name="learners"),
    path("equipe/apprenants/nouveau/", learner_views.learner_new, name="learner_new"),
    path("equipe/apprenants/importer/", learner_views.learners_import, name="learners_import"),
    path("equipe/apprenants/reprendre-un-essai/", trial_views.trial_adopt, name="trial_adopt"),
    path("equipe/apprenants/<uuid:uuid>/code-secret/", learner_views.pin_reset, name="pin_reset"),
    path("equipe/apprenants/<uuid:uuid>/debloquer/", learner_views.pin_unlock, name="pin_unlock"),
    path("equipe/apprenants/<uuid:uuid>/carte-perdue/", learner_views.card_lost, name="card_lost"),
    path(
        "equipe/apprenants/<uuid:uuid>/amenagements/",
        learner_views.learner_accommodations,
        name="learner_accommodations",
    ),
    path("equipe/salles/", room_views.room_list, name="rooms"),
    path("equipe/salles/<uuid:uuid>/", room_views.room, name="room"),
    path("equipe/salles/<uuid:uuid>/changer/", room_views.room_change, name="room_change"),
    path("equipe/salles/<uuid:uuid>/retirer/", room_views.room_retire, name="room_retire"),
    path("equipe/salles/<uuid:uuid>/terminer/", room_views.room_end_sessions, name="room_end_sessions"),
    path("equipe/postes/<uuid:uuid>/", room_views.seat, name="seat"),
    path("equipe/postes/<uuid:uuid>/retirer/", room_views.seat_revoke, name="seat_revoke"),
    path("equipe/cartes/", learner_views.cards_print, name="cards_print"),
]
