"""The address of a page on the site, without asking the database for each one."""

from django.core.cache import caches
from wagtail.models import Site

_SECONDS = 60  # how long a process may go on with the home page it knows


def home_path() -> str:
    """The url_path of the site's home page ("/accueil/"), kept for a minute in this process; "" without a site."""
    found: str | None = caches["local"].get("home_path")
    if found is None:
        site = Site.objects.select_related("root_page").order_by("-is_default_site", "pk").first()
        found = site.root_page.url_path if site else ""
        caches["local"].set("home_path", found, _SECONDS)
    return found


def address(url_path: str) -> str:
    """Where the page answers ("/premiers-pas/d01/"); "" for a page outside the site (a translation not yet open)."""
    home = home_path()
    return url_path[len(home) - 1 :] if home and url_path.startswith(home) else ""


def url_path_at(path: str) -> str:
    """The url_path of the page that answers at this path of the site ("premiers-pas/d01/")."""
    return home_path() + path.lstrip("/")


def forget_home() -> None:
    """The home page may have changed its address: look again."""
    caches["local"].delete("home_path")
