"""Every set of colours, measured: text at 7:1 (WCAG 1.4.6), edges, focus and bars at 3:1 (WCAG 1.4.11)."""

import re

import pytest
from django.conf import settings

TEXT = {
    "ink": ["paper", "card", "brand-wash", "good-wash", "warn-wash", "bad-wash"],
    "soft": ["paper", "card", "brand-wash", "good-wash", "warn-wash", "bad-wash"],
    "brand": ["paper", "card", "brand-wash"],
    "brand-ink": ["brand"],
    "sun-ink": ["sun"],
    "hue-ink": ["hue"],
    "good": ["paper", "card", "good-wash"],
    "warn": ["paper", "card", "warn-wash"],
    "bad": ["paper", "card", "bad-wash"],
}
DRAWN = {
    "edge": ["paper", "card"],
    "focus": ["paper", "card", "brand-wash"],
    "brand": ["track"],
}
BLOCK = re.compile(r"(:root[^{,]*(?:\([^)]*\)[^{,]*)?|\[data-hue[^{]*)\{([^{}]*)\}")
TOKEN = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6})")


def colour_sets() -> dict[str, dict[str, str]]:
    css = "".join((settings.BASE_DIR / "static" / "css" / name).read_text() for name in ("tokens.css", "chosen.css"))
    blocks = [(match[1].strip(), dict(TOKEN.findall(match[2]))) for match in BLOCK.finditer(css)]
    light = blocks[0][1]
    return {selector: light | colours for selector, colours in blocks if colours}


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_ratio_is_the_one_of_wcag() -> None:
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_light_dark_two_high_contrasts_and_the_hues_are_measured() -> None:
    assert len(colour_sets()) == 10


@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 7.0), (DRAWN, 3.0)])
def test_every_set_of_colours_has_its_contrast(pairs: dict[str, list[str]], least: float) -> None:
    weak = [
        f"{name}: {front} on {back} is {ratio(colours[front], colours[back]):.2f}"
        for name, colours in colour_sets().items()
        for front, backs in pairs.items()
        for back in backs
        if ratio(colours[front], colours[back]) < least
    ]

    assert weak == []
