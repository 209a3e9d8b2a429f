"""Finding a page by its address in one query, whatever its type and depth."""

from wagtail.models import Page

from cms.pages.addresses import url_path_at
from cms.pages.bases import DeclicPage

# The rows of each page type beside the common one: the page and what it is come together.
_KINDS = ("lessonpage", "coursepage", "trackpage", "cataloguepage", "homepage", "plainpage")
_VOICES = ("lessonpage__title_voice", "lessonpage__objective_voice")


def page_at(path: str) -> DeclicPage | None:
    """The live page that answers at this path of the site ("premiers-pas/d01/"), else None. One query."""
    found = Page.objects.live().filter(url_path=url_path_at(path)).select_related(*_KINDS, *_VOICES).first()
    if found is None:
        return None
    page: DeclicPage | None = next((kind for name in _KINDS if (kind := getattr(found, name, None))), None)
    return page
