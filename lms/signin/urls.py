"""Two doors, the learners' and the staff's, and one way out."""

from allauth.account import views as account_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from django.urls import path

from lms.signin import views

urlpatterns = [
    path("entrer/", views.sign_in, name="sign_in"),
    path("fini/", views.sign_out, name="sign_out"),
    path("session-terminee/", views.session_over, name="session_over"),
    path("equipe/", views.staff_home, name="staff_home"),
    # One door under two names: ours, and the one that allauth looks for.
    path("connexion/equipe/", account_views.login, name="staff_sign_in"),
    path("connexion/equipe/", account_views.login, name="account_login"),
    path("connexion/confirmer/", account_views.reauthenticate, name="account_reauthenticate"),
    path("connexion/compte-ferme/", account_views.account_inactive, name="account_inactive"),
    path("connexion/mot-de-passe/", account_views.password_change, name="account_change_password"),
    path("connexion/double-securite/", mfa_views.index, name="mfa_index"),
    path("connexion/double-securite/code/", mfa_views.authenticate, name="mfa_authenticate"),
    path("connexion/double-securite/confirmer/", mfa_views.reauthenticate, name="mfa_reauthenticate"),
    path("connexion/double-securite/activer/", totp_views.activate_totp, name="mfa_activate_totp"),
    path("connexion/double-securite/arreter/", totp_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("connexion/double-securite/secours/", recovery_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "connexion/double-securite/secours/nouveaux/",
        recovery_views.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    # Wagtail keeps these two routes registered: ours, read first, leave one door and one way out.
    path("admin/login/", views.studio_sign_in, name="studio_sign_in"),
    path("admin/logout/", views.sign_out, name="studio_sign_out"),
]
