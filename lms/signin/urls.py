"""Two doors, the learners' and the staff's, and one way out."""

from allauth.account import views as account_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from django.urls import path

from lms.signin import ending_views, handover_views, own_views, seat_views, trial_views, views

urlpatterns = [
    path("entrer/", views.sign_in, name="sign_in"),
    path("entrer/poste/", seat_views.seat_sign_in, name="seat_sign_in"),
    path("mes-reglages/mon-image/", own_views.my_picture, name="my_picture"),
    path("mes-reglages/ou-suis-je-connecte/", own_views.my_sessions, name="my_sessions"),
    path("entrer/telephone/", handover_views.handover, name="handover"),
    path("entrer/telephone/etat/", handover_views.handover_state, name="handover_state"),
    path("entrer/telephone/ouvrir/", handover_views.handover_open, name="handover_open"),
    path("continuer-sur-un-ordinateur/", handover_views.handover_code, name="handover_code"),
    path("continuer-sur-un-ordinateur/confirmer/", handover_views.handover_confirm, name="handover_confirm"),
    path("entrer/essai/", trial_views.trial_resume, name="trial_resume"),
    path("mon-code-d-essai/", trial_views.trial_code, name="trial_code"),
    path("mes-reglages/reprendre-mon-essai/", trial_views.trial_claim, name="trial_claim"),
    path("fini/", ending_views.sign_out, name="sign_out"),
    path("session-terminee/", ending_views.session_over, name="session_over"),
    path("session-active/", ending_views.still_here, name="still_here"),
    path("equipe/", views.staff_home, name="staff_home"),
    # One door under two names: ours, and the one that allauth looks for.
    path("connexion/equipe/", views.staff_sign_in, name="staff_sign_in"),
    path("connexion/equipe/", views.staff_sign_in, name="account_login"),
    path("connexion/confirmer/", views.counted(account_views.reauthenticate), name="account_reauthenticate"),
    path("connexion/compte-ferme/", account_views.account_inactive, name="account_inactive"),
    path("connexion/mot-de-passe/", views.counted(account_views.password_change), name="account_change_password"),
    path("connexion/double-securite/", mfa_views.index, name="mfa_index"),
    path("connexion/double-securite/code/", views.counted(mfa_views.authenticate), name="mfa_authenticate"),
    path("connexion/double-securite/confirmer/", views.counted(mfa_views.reauthenticate), name="mfa_reauthenticate"),
    path("connexion/double-securite/activer/", views.counted(totp_views.activate_totp), name="mfa_activate_totp"),
    path("connexion/double-securite/arreter/", views.counted(totp_views.deactivate_totp), name="mfa_deactivate_totp"),
    path("connexion/double-securite/secours/", recovery_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "connexion/double-securite/secours/nouveaux/",
        views.counted(recovery_views.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    # Wagtail keeps these two routes registered: ours, read first, leave one door and one way out.
    path("admin/login/", views.studio_sign_in, name="studio_sign_in"),
    path("admin/logout/", ending_views.sign_out, name="studio_sign_out"),
]
