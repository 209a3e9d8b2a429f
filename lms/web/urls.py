from django.urls import path

from lms.web import media, views

urlpatterns = [
    path("media/<path:path>", media.media, name="media"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("aide/", views.help_page, name="help"),
    path("langue/", views.choose_language, name="choose_language"),
    path("gallery", views.gallery, name="gallery"),
]
