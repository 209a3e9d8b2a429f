from django.urls import include, path

from tests.bench.probe import bare

urlpatterns = [path("bench/bare/", bare), path("", include("lms.urls"))]
