from django.urls import path

from courses.caseload import views

urlpatterns = [
    path("suivi/", views.caseload, name="caseload"),
    path("suivi/personnes.csv", views.caseload_file, {"kind": "csv"}, name="caseload_csv"),
    path("suivi/personnes.xlsx", views.caseload_file, {"kind": "xlsx"}, name="caseload_xlsx"),
    path("suivi/<uuid:uuid>/", views.caseload_person, name="caseload_person"),
]
