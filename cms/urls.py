"""The studio under /admin/, documents, and the pages at every address left."""

from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms.authoring.gate import within_own_sections
from cms.pages.views import serve

decorate_urlpatterns(wagtailadmin_urls.urlpatterns, within_own_sections)

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    re_path(serve_pattern, serve, name="wagtail_serve"),
]
