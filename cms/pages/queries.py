"""Finding a page by its address in one query, whatever its type and depth."""

from django.db.models import QuerySet, TextField
from wagtail.models import Page

from cms.pages.addresses import url_path_at
from cms.pages.bases import DeclicPage
from lms.web.prepared import Prepared, Slot

# The rows of each page type beside the common one: the page and what it is come together.
_KINDS = ("lessonpage", "coursepage", "trackpage", "cataloguepage", "homepage", "plainpage")
_VOICES = ("lessonpage__title_voice", "lessonpage__objective_voice")


def _live_page() -> QuerySet[Page]:
    """The live page whose path is in the slot, with what it is."""
    here = Page.objects.live().filter(url_path=Slot("url_path", TextField()))
    return here.select_related(*_KINDS, *_VOICES).order_by("pk")[:1]


_PAGE_AT = Prepared(_live_page)


def page_at(path: str) -> DeclicPage | None:
    """The live page that answers at this path of the site ("premiers-pas/d01/"), else None. One query."""
    found = _PAGE_AT.first(url_path=url_path_at(path))
    if found is None:
        return None
    page: DeclicPage | None = next((kind for name in _KINDS if (kind := getattr(found, name, None))), None)
    return page
