from django.urls import path

from assessments.credentials import views

urlpatterns = [
    path("v/", views.verify_form, name="verify"),
    path("v/<str:code>", views.verify_code, name="verify_code"),
    path("mes-certificats/", views.my_certificates, name="my_certificates"),
    path("mes-certificats/<uuid:uuid>/page/", views.certificate_visibility, name="certificate_visibility"),
    path("certificats/", views.certificates, name="certificates"),
    path("certificats/<uuid:uuid>.pdf", views.certificate_file, name="certificate_file"),
    path("certificats/<uuid:uuid>/refaire/", views.certificate_make_again, name="certificate_make_again"),
    path("certificats/<uuid:uuid>/revoquer/", views.certificate_revoke, name="certificate_revoke"),
]
