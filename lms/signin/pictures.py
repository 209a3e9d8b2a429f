"""The pictures that a learner chooses from: it stands beside the first name at a registered seat."""

from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from lms.web.icons import shapes

# Lucide (ISC), built at set-up into a sprite of their own: no other page carries them.
SPRITE = "vendor/pictures.svg"
# Things that anyone names at a glance, and that nobody takes for one another.
PICTURES: dict[str, str | Promise] = {
    "cat": _("cat"),
    "bird": _("bird"),
    "fish": _("fish"),
    "rabbit": _("rabbit"),
    "turtle": _("turtle"),
    "snail": _("snail"),
    "sun": _("sun"),
    "moon": _("moon"),
    "cloud": _("cloud"),
    "flower": _("flower"),
    "leaf": _("leaf"),
    "tree-pine": _("fir tree"),
    "tree-palm": _("palm tree"),
    "mountain": _("mountain"),
    "apple": _("apple"),
    "carrot": _("carrot"),
    "cake": _("cake"),
    "coffee": _("cup"),
    "car": _("car"),
    "bike": _("bicycle"),
    "sailboat": _("sailing boat"),
    "umbrella": _("umbrella"),
    "guitar": _("guitar"),
    "bell": _("bell"),
}


@cache
def drawing(name: str) -> SafeString:
    """The picture, decorative: its name or the person's stands beside it. Empty for no picture, or one not known."""
    sprite = finders.find(SPRITE)
    if name not in PICTURES or not isinstance(sprite, str):
        return mark_safe("")
    return format_html(
        '<svg class="picture" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(shapes(Path(sprite)).get(name, "")),  # noqa: S308 from the npm lock, at set-up
    )
