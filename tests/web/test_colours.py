"""Every colour of the interface can be read on every ground it stands on (WCAG 2, level AA: 4.5 to 1)."""

import re
from importlib.resources import files

import pytest

from summitry.records import KINDS

STYLE = (files("summitry.web") / "static" / "summitry.css").read_text("utf-8")
THEMES = dict(zip(("light", "dark"), re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL), strict=True))
INKS = ["ink", "soft", "link", *KINDS, *(f"p{number}" for number in range(8))]


def palette(theme: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", THEMES[theme]))


def channels(colour: str) -> list[float]:
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]


def luminance(rgb: list[float]) -> float:
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: list[float], other: list[float]) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def tinted(colour: list[float], ground: list[float], share: float) -> list[float]:
    return [c * share + g * (1 - share) for c, g in zip(colour, ground, strict=True)]


@pytest.mark.parametrize("ground", ["paper", "raised", "lit"])
@pytest.mark.parametrize("ink", INKS)
@pytest.mark.parametrize("theme", THEMES)
def test_an_ink_can_be_read_on_a_ground(theme, ink, ground):
    colours = palette(theme)
    assert contrast(channels(colours[ink]), channels(colours[ground])) >= 4.5


@pytest.mark.parametrize("kind", [ink for ink in INKS if ink not in ("ink", "link")])
@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_read_on_the_tint_of_a_mark_or_a_chip(theme, kind):
    colours = palette(theme)
    own, paper = channels(colours[kind]), channels(colours["paper"])
    assert contrast(channels(colours["ink"]), tinted(own, paper, 0.15)) >= 4.5
    assert contrast(own, tinted(own, paper, 0.14)) >= 4.5
    assert contrast(paper, own) >= 4.5
