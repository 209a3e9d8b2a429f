from django.urls import path

from assessments.handins import views

urlpatterns = [
    path("fichiers-rendus/<uuid:file>/", views.handed_file, name="handed_file"),
]
