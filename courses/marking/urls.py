from django.urls import path

from courses.marking import views

urlpatterns = [
    path("equipe/travaux/", views.work_to_mark, name="work_to_mark"),
    path("equipe/travaux/<uuid:attempt>/<int:number>/", views.mark_work, name="mark_work"),
]
