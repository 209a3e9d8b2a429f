"""The whole site, studio included, and one page like a lesson's with an H5P exercise in it."""

from django.urls import path

from lms.urls import urlpatterns as site
from tests.browser.h5p_urls import lesson

urlpatterns = [path("essai/<uuid:activity>/<uuid:lesson>/", lesson), *site]
