from django.urls import include, path

from tests.bench.probe import bare, insert, static_page

urlpatterns = [
    path("bench/bare/", bare),
    path("bench/insert/", insert),
    path("bench/static/<str:name>/", static_page),
    path("", include("lms.urls")),
]
