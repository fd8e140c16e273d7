"""The style sheet: the reader's settings win, and our own colours can be read."""

from __future__ import annotations

import re

import pytest

from plainpress.templates import template

STYLE = template("epub/book.css").read_text(encoding="utf-8")
HEARD = template("epub/read-aloud.css").read_text(encoding="utf-8")
LABELS = ("--activity", "--example", "--notice", "--plain")
ENHANCED = 7.0  # WCAG 2.2, 1.4.6


def palettes(style: str = STYLE) -> dict[str, dict[str, str]]:
    light, dark = style.split("@media (prefers-color-scheme: dark)")[:2]
    found = {}
    for name, part in (("light", light), ("dark", dark)):
        found[name] = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", part))
    return found


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(over: int, under: int, alpha: float) -> int:
    return round(over * alpha + under * (1 - alpha))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("label", LABELS)
def test_labels_have_enhanced_contrast(scheme: str, label: str) -> None:
    palette = palettes()[scheme]
    assert contrast(palette["--ink"], palette[label]) >= ENHANCED


@pytest.mark.parametrize(("scheme", "canvas"), [("light", "#ffffff"), ("dark", "#121212")])
def test_what_is_heard_has_enhanced_contrast_and_stands_out(scheme: str, canvas: str) -> None:
    palette = palettes(HEARD)[scheme]
    assert contrast(palette["--heard-ink"], palette["--heard"]) >= ENHANCED
    # WCAG 2.2, 1.4.11: the line and the frame around a picture, against page and paper.
    assert contrast(palette["--heard-line"], canvas) >= 3
    assert contrast(palette["--heard-line"], palette["--heard"]) >= 3


@pytest.mark.parametrize(
    ("canvas", "words", "scheme"), [("#ffffff", "#000000", "light"), ("#121212", "#ffffff", "dark")]
)
def test_text_on_a_tint_has_enhanced_contrast(canvas: str, words: str, scheme: str) -> None:
    part = STYLE.split("@media (prefers-color-scheme: dark)")[scheme == "dark"]
    red, green, blue, alpha = re.findall(r"--tint: rgba\((\d+), (\d+), (\d+), ([\d.]+)\)", part)[0]
    tinted = "#" + "".join(
        f"{mixed(int(value), int(canvas[place : place + 2], 16), float(alpha)):02x}"
        for value, place in ((red, 1), (green, 3), (blue, 5))
    )
    assert contrast(tinted, words) >= ENHANCED


def test_text_keeps_the_size_that_the_reader_chose() -> None:
    sizes = re.findall(r"font-size: ([^;]+);", STYLE)
    assert sizes
    assert not [size for size in sizes if re.search(r"\d(px|pt|mm|cm)", size)]
    body = re.findall(r"\nbody \{([^}]*)\}", STYLE)[0]
    assert "font-size" not in body
    assert "color" not in body
    assert "background" not in body


def test_nothing_is_forced() -> None:
    assert "!important" not in STYLE
    assert "justify" not in STYLE
    assert "text-transform" not in STYLE
