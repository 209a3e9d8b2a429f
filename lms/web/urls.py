from django.urls import path

from lms.web import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("gallery", views.gallery, name="gallery"),
]
