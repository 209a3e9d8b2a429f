"""What templates of every floor use: icons, the shared sheet, French typography, figures in words."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from lms.web import icons, nonce, stylesheet, typography, wording

register = template.Library()


@register.simple_tag
@cache
def icon(name: str, extra: str = "") -> SafeString:
    """A decorative icon: a word always stands beside it. Raises ValueError for a name outside ICONS."""
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        f" {extra}" if extra else "",
        mark_safe(icons.drawing(name)),  # noqa: S308 from the npm lock, at set-up
    )


# « Mes réglages »: what a person may choose, as attributes of <html> (static/css/chosen.css, fonts.css and simple.css;
# scripts ask data-sound before they speak unasked).
_CHOICES = {
    "theme": ("light", "dark"),
    "contrast": ("more", "black"),
    "text_size": ("large", "larger", "largest"),
    "spacing": ("wide",),
    "font": ("hyperlegible", "dyslexic"),
    "sound": ("off",),
    "view": ("simple",),
}


def _chosen(context: Context) -> dict[str, str]:
    kept = getattr(context.get("person"), "display", None) or {}
    return {name: kept[name] for name, values in _CHOICES.items() if kept.get(name) in values}


@register.simple_tag(takes_context=True)
def display_attributes(context: Context) -> SafeString:
    """The person’s settings as attributes: data-contrast, data-text-size… Nothing for the usual ones."""
    return format_html_join("", ' data-{}="{}"', ((k.replace("_", "-"), v) for k, v in _chosen(context).items()))


@register.simple_tag
def content_lang() -> SafeString:
    """` lang="fr" dir="ltr"` for what an author wrote, where the interface speaks another language; else nothing."""
    return SafeString("") if _speaks_as_authors() else _language_marks(settings.LANGUAGE_CODE)


@register.simple_tag
def interface_lang() -> SafeString:
    """The same for words of the interface that stand inside what an author wrote."""
    return SafeString("") if _speaks_as_authors() else _language_marks(translation.get_language())


def _speaks_as_authors() -> bool:
    return translation.get_language() == settings.LANGUAGE_CODE


def _language_marks(language: str) -> SafeString:
    direction = "rtl" if translation.get_language_info(language)["bidi"] else "ltr"
    return format_html(' lang="{}" dir="{}"', language, direction)


@register.simple_tag(takes_context=True)
def critical_css(context: Context, *parts: str) -> SafeString:
    """The shared sheet: inside the page for who has just come, linked for who comes from another of our pages.

    The first page of a visit waits for no second request; while a person reads it, the browser fetches the file that
    every later page names (as the sheet for paper, which delays nothing), so that those weigh their words only.
    `parts` of the sheet inside: "form", "lesson", "question", "tiles"… Without a request (the page of a server
    error) there is no nonce: the sheets are linked one by one.
    """
    chosen = _chosen(context)
    request = context.get("request")
    own = getattr(request, "csp_nonce", None)
    extra = _sheet_link("css/fonts.css") if "font" in chosen else SafeString("")
    if own is not None and "view" in chosen:  # who chose it carries it in each page, the others carry nothing
        extra += _inside(own, stylesheet.simple_sheet())
    parts = (*parts, "chosen") if chosen else parts
    if own is None:
        return format_html_join("", "{}", ((_sheet_link(name),) for name in stylesheet.sheets(parts)))
    # While developing, the sheet is read anew at each page.
    if not settings.DEBUG and _has_the_sheet(context, context["request"]):
        return format_html("{}{}", _sheet_link(stylesheet.WHOLE), extra)
    on_paper = _sheet_link(stylesheet.WHOLE, "print")
    return format_html("{}{}{}", _inside(own, stylesheet.shared_sheet(parts)), on_paper, extra)


def _has_the_sheet(context: Context, request: HttpRequest) -> bool:
    """Whether the browser that asks has fetched the whole sheet with an earlier page, as far as can be known.

    Browsers say where they come from (Sec-Fetch-Site). Of those that do not, who has signed in has seen a page of ours.
    """
    came_from = request.headers.get("Sec-Fetch-Site", "")
    return came_from == "same-origin" or (not came_from and bool(context.get("person")))


def _inside(own: object, sheet: str) -> SafeString:
    """Our own files; a test sees to it that they hold no "<"."""
    return format_html('<style nonce="{}">{}</style>', str(own), mark_safe(sheet))  # noqa: S308


def _sheet_link(name: str, media: str = "") -> SafeString:
    only = format_html(' media="{}"', media) if media else ""
    return format_html('<link rel="stylesheet" href="{}"{}>', static(name), only)


@register.simple_tag
def script_nonce() -> str:
    """The nonce for a script inside a widget, which knows nothing of the request; empty outside a request."""
    return nonce.nonce_now()


@register.filter
def typo(value: Any) -> SafeString:
    """French typography for a text or for HTML that is already safe, on a page in French.

    Elsewhere the text stays as it was written: what authors write in French was put right when they saved it.
    """
    escaped = conditional_escape(value)
    if translation.get_language() != "fr":
        return escaped
    return mark_safe(typography.french_html(escaped))  # noqa: S308 escaped just before


@register.filter
def hours_hundredths(spent: timedelta | int) -> str:
    """A timedelta, or a number of minutes, as "1,50 h"."""
    return wording.hours_hundredths(spent if isinstance(spent, timedelta) else timedelta(minutes=spent))


@register.filter
def duration_words(minutes: int) -> str:
    """A number of minutes as "30 minutes" or "1 heure 30"."""
    return wording.duration_words(minutes)


@register.filter
def since_words(moment: date | datetime | None) -> str:
    """A day or a time as "Aujourd’hui", "Il y a 3 jours"; counted in days of the site's time zone."""
    day = timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
    return wording.since_words(day, timezone.localdate())


@register.filter
def clock(moment: datetime) -> str:
    """The time of day as people read it in their language: "19 h 10", "19:10"."""
    return wording.clock(moment)


@register.filter
def at(values: Mapping[str, object], name: str) -> object:
    """What stands under a name that only the page's data tells; nothing where there is none."""
    return values.get(name, "")


@register.filter
def initial(name: object) -> str:
    """The first letter of a name, for the round mark beside it."""
    return str(name).strip()[:1].upper()


@register.simple_tag
def other_languages() -> list[tuple[str, str]]:
    """The languages that pages are in, but the one being read: code and name, each in its own language."""
    return [(code, name) for code, name in settings.LANGUAGES if code != translation.get_language()]


@register.simple_tag(takes_context=True)
def page_url(context: Context, **changes: Any) -> str:
    """This page’s address with some of its query changed: filters and order outlive a change of page."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query[name] = str(value)
    return f"?{query.urlencode()}"
