from django.urls import path

from lms.accounts import views

urlpatterns = [
    path("mes-reglages/", views.display_settings, name="settings"),
    path("connexion/lien/<str:uid>/<str:token>/", views.password_link, name="password_link"),
    path("connexion/lien/", views.password_set, name="password_set"),
]
