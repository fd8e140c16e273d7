"""The picture that stands for a publication where somebody shares its address."""

from __future__ import annotations

from string import Template

from plainpress.builders.raster import drawn
from plainpress.builders.typeface import Typeface, wrap
from plainpress.builders.xhtml import escape
from plainpress.templates import template

FILE = "card.png"
# Pixels; 1.91 to 1, as the services that read Open Graph crop it.
_LEFT, _MEASURE = 80, 700
_TOP, _ROOM = 190, 310
_SIZES = (84, 76, 68, 60, 52, 46, 40, 34)
_LEADING = 1.12
_SMALL, _SMALL_LEADING, _FOOT = 28, 36, 560
_REGULAR = "AtkinsonHyperlegibleNext-Regular.ttf"
_BOLD = "AtkinsonHyperlegibleNext-Bold.ttf"


def draw(title: str, publisher: str) -> bytes:
    """A PNG of 1200 by 630 pixels: the title, and the publisher at its foot.

    Words that our typeface has no letters for are left out: boxes would be worse than none.
    """
    regular, bold = (Typeface(template(f"fonts/{name}").read_bytes()) for name in (_REGULAR, _BOLD))
    words = _title(title, bold) if bold.has(title) else ""
    if regular.has(publisher):
        lines = wrap(publisher, regular, _SMALL, _MEASURE)
        words += _run(lines, _FOOT - _SMALL_LEADING * (len(lines) - 1), _SMALL, 400)
    svg = Template(template("web/card.svg").read_text(encoding="utf-8")).substitute(words=words)
    return drawn(svg)


def _title(title: str, typeface: Typeface) -> str:
    """The title as large as it fits."""
    size, lines = _SIZES[-1], [title]
    for size in _SIZES:
        lines = wrap(title, typeface, size, _MEASURE)
        widest = max((typeface.width(line) for line in lines), default=0) * size
        if widest <= _MEASURE and len(lines) * size * _LEADING <= _ROOM:
            break
    return _run(lines, _TOP, size, 700)


def _run(lines: list[str], y: float, size: int, weight: int) -> str:
    leading = size * _LEADING if weight > 400 else _SMALL_LEADING  # noqa: PLR2004  # the title's
    style = f"font: {weight} {size}px 'Atkinson Hyperlegible Next'; fill: #ffffff"
    return "".join(
        f'<text x="{_LEFT}" y="{y + number * leading:.0f}" style="{style}">{escape(line)}</text>\n'
        for number, line in enumerate(lines)
    )
