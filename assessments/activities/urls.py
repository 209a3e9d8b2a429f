from django.urls import path

from assessments.activities import views

urlpatterns = [
    path("activites/<uuid:activity>/<uuid:context>/", views.activity, name="activity"),
]
