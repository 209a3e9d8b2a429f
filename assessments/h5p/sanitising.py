"""Cleans the texts of an exercise: what a library's semantics allow stays, the rest goes. Plain Python.

Follows `H5PContentValidator` of H5P's own core, so that the same content keeps the same look.
"""

import re
from typing import Any

import nh3

BARE_AMPERSAND = re.compile(r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)")
ALWAYS_ALLOWED = {"div", "span", "p", "br"}
ALSO_ALLOWED = {
    "table": {
        "tr",
        "td",
        "th",
        "colgroup",
        "col",
        "thead",
        "tbody",
        "tfoot",
        "caption",
        "figure",
        "figcaption",
    },
    "b": {"strong"},
    "i": {"em"},
    "ul": {"li"},
    "ol": {"li"},
    "strike": {"s", "del"},
    "del": {"s", "strike"},
}
# Never, whatever a package's semantics ask for: they run, load or submit something.
NEVER_ALLOWED = {"script", "style", "iframe", "object", "embed", "form", "input", "button", "textarea",
                 "select", "link", "meta", "base", "svg", "math", "template", "frame", "frameset",
                 "applet"}  # fmt: skip
MARKUP_NAME = re.compile(r"<[A-Za-z][A-Za-z0-9]{0,15}|\s[A-Za-z-]{1,30}=")
TAG_NAME = re.compile(r"[a-z][a-z0-9]{0,15}")
ATTRIBUTES = {
    "*": {"class", "lang", "dir", "title", "style"},
    "a": {"href", "target", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope"},
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"start", "type"},
    "table": {"border", "cellpadding", "cellspacing", "summary"},
}
STYLES = {"text-align", "font-size", "font-family", "color", "background-color", "line-height", "width",
          "height", "margin-left", "padding-left", "border", "border-color", "border-style", "border-width",
          "vertical-align", "text-decoration", "float"}  # fmt: skip


def plain_text(text: str) -> str:
    """Text that holds no markup once drawn: special signs escaped, entities already written left alone."""
    text = BARE_AMPERSAND.sub("&amp;", text)
    return text.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;").replace("'", "&#039;")


def plain(value: Any) -> Any:
    """The same structure with all its texts made plain."""
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, list):
        return [plain(each) for each in value]
    return {key: plain(each) for key, each in value.items()} if isinstance(value, dict) else value


def rich_text(text: str, tags: set[str]) -> str:
    """HTML in which only `tags` (and what always goes with them) are left, with harmless attributes."""
    allowed = allowed_tags(tags)
    return nh3.clean(
        text,
        tags=allowed,
        clean_content_tags={"script", "style"},
        attributes={tag: names for tag, names in ATTRIBUTES.items() if tag == "*" or tag in allowed},
        url_schemes={"http", "https", "mailto", "tel"},
        filter_style_properties=STYLES,
        link_rel="noopener noreferrer" if "a" in allowed else None,
    )


def allowed_tags(tags: set[str]) -> set[str]:
    """The tags that a field of the semantics lets through, from those it lists."""
    listed = {tag for tag in tags if TAG_NAME.fullmatch(tag)}
    implied = (ALSO_ALLOWED[tag] for tag in listed & ALSO_ALLOWED.keys())
    return (ALWAYS_ALLOWED | listed).union(*implied) - NEVER_ALLOWED


def lost_markup(before: str, after: str) -> bool:
    """Whether cleaning took a kind of tag or attribute away, and not merely wrote the same thing otherwise."""
    return not _inventory(before) <= _inventory(after)


def _inventory(text: str) -> set[str]:
    """Names of tags and of attributes that have a value. No parser: crafted texts hold those up for minutes."""
    return {name.lower() for name in MARKUP_NAME.findall(text)}
