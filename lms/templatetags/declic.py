"""What templates of every floor use: icons, the shared sheet, French typography, figures in words."""

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.templatetags.static import static
from django.utils import timezone
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


# « Mes réglages »: what a person may choose, as attributes of <html> (static/css/chosen.css and fonts.css).
_CHOICES = {
    "theme": ("light", "dark"),
    "contrast": ("more", "black"),
    "text_size": ("large", "larger", "largest"),
    "spacing": ("wide",),
    "font": ("hyperlegible", "dyslexic"),
}


def _chosen(context: Context) -> dict[str, str]:
    kept = getattr(context.get("person"), "display", None) or {}
    return {name: kept[name] for name, values in _CHOICES.items() if kept.get(name) in values}


@register.simple_tag(takes_context=True)
def display_attributes(context: Context) -> SafeString:
    """The person’s settings as attributes: data-contrast, data-text-size… Nothing for the usual ones."""
    return format_html_join("", ' data-{}="{}"', ((k.replace("_", "-"), v) for k, v in _chosen(context).items()))


@register.simple_tag(takes_context=True)
def critical_css(context: Context, *parts: str) -> SafeString:
    """The shared sheet: inside the page for who has just come, linked for who has signed in.

    The first page of a visit waits for no second request; while a person types their code, the browser fetches the
    file that every later page names, so that those weigh their words only. `parts` of the sheet inside: "form",
    "lesson". Without a request (the page of a server error) there is no nonce: the sheets are linked one by one.
    """
    chosen = _chosen(context)
    fonts = _sheet_link("css/fonts.css") if "font" in chosen else ""
    parts = (*parts, "chosen") if chosen else parts
    own = getattr(context.get("request"), "csp_nonce", None)
    if own is None:
        return format_html_join("", "{}", ((_sheet_link(name),) for name in stylesheet.sheets(parts)))
    if context.get("person") and not settings.DEBUG:  # while developing, the sheet is read anew at each page
        return format_html("{}{}", _sheet_link(stylesheet.WHOLE), fonts)
    # Our own files; a test sees to it that they hold no "<".
    sheet = mark_safe(stylesheet.shared_sheet(parts))  # noqa: S308
    return format_html('<style nonce="{}">{}</style>{}', str(own), sheet, fonts)


def _sheet_link(name: str) -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static(name))


@register.simple_tag
def script_nonce() -> str:
    """The nonce for a script inside a widget, which knows nothing of the request; empty outside a request."""
    return nonce.nonce_now()


@register.filter
def typo(value: Any) -> SafeString:
    """French typography for a text or for HTML that is already safe."""
    return mark_safe(typography.french_html(conditional_escape(value)))  # noqa: S308 escaped just before


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
def initial(name: object) -> str:
    """The first letter of a name, for the round mark beside it."""
    return str(name).strip()[:1].upper()


@register.simple_tag(takes_context=True)
def page_url(context: Context, **changes: Any) -> str:
    """This page’s address with some of its query changed: filters and order outlive a change of page."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query[name] = str(value)
    return f"?{query.urlencode()}"
