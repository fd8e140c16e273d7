"""The picture that stands for a publication where somebody shares its address."""

from __future__ import annotations

from plainpress.builders import sheet
from plainpress.builders.typeface import Typeface, wrap
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
    runs = [_title(title, bold)] if bold.has(title) else []
    if regular.has(publisher):
        lines = wrap(publisher, regular, _SMALL, _MEASURE)
        top = _FOOT - _SMALL_LEADING * (len(lines) - 1)
        runs.append(sheet.Run(tuple(lines), _LEFT, top, _SMALL, _SMALL_LEADING, regular))
    words = "".join(run.svg for run in runs)
    return sheet.png("web/card", words, [run.box for run in runs if run.lines])


def _title(title: str, typeface: Typeface) -> sheet.Run:
    """The title as large as it fits."""
    size, lines = _SIZES[-1], [title]
    for size in _SIZES:
        lines = wrap(title, typeface, size, _MEASURE)
        widest = max((typeface.width(line) for line in lines), default=0) * size
        if widest <= _MEASURE and len(lines) * size * _LEADING <= _ROOM:
            break
    return sheet.Run(tuple(lines), _LEFT, _TOP, size, size * _LEADING, typeface, 700)
