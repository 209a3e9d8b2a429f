from django.urls import path

from courses.progress import views

urlpatterns = [
    path("accueil/", views.home, name="home"),
    path("lecons/<uuid:uuid>/vue/", views.lesson_seen, name="lesson_seen"),
    path("lecons/<uuid:uuid>/terminee/", views.lesson_finished, name="lesson_finished"),
]
