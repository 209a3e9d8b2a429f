from django.urls import path

from lms.structures import views

urlpatterns = [
    path("qui-peut-voir-mon-parcours/", views.consent, name="consent"),
    path("qui-peut-voir-mon-parcours/<uuid:uuid>/fin/", views.consent_end, name="consent_end"),
    path("equipe/personnes/", views.staff_people, name="staff_people"),
    path("equipe/personnes/inviter/", views.staff_invite, name="staff_invite"),
    path("equipe/personnes/<uuid:uuid>/", views.staff_person, name="staff_person"),
    path("equipe/personnes/<uuid:uuid>/lien/", views.staff_link, name="staff_link"),
    path("equipe/personnes/<uuid:uuid>/roles/<int:pk>/fin/", views.staff_role_end, name="staff_role_end"),
]
