from django.urls import path

from lms.accessibility import views

urlpatterns = [path("accessibilite/", views.accessibility, name="accessibility")]
