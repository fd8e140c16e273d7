"""The square picture that players show: the title, the kind of edition, and the publisher."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from plainpress.builders.imprint import publisher, status
from plainpress.builders.raster import drawn
from plainpress.builders.typeface import Typeface, wrap
from plainpress.builders.xhtml import escape
from plainpress.templates import template

if TYPE_CHECKING:
    from plainpress.document.model import Publication

FILE = "cover.png"
# Pixels of a square of 1400, the least that podcast directories take.
_LEFT, _MEASURE, _TOP, _ROOM = 120, 1160, 330, 480
_SIZES = (132, 116, 100, 88, 76, 66, 56, 48)
_LEADING = 1.12
_SMALL, _SMALL_LEADING, _FOOT, _LABEL = 44, 56, 1290, 215
_REGULAR = "AtkinsonHyperlegibleNext-Regular.ttf"
_BOLD = "AtkinsonHyperlegibleNext-Bold.ttf"


def draw(publication: Publication) -> bytes:
    """A PNG. Words that our typeface has no letters for are left out: boxes would be worse."""
    regular, bold = (Typeface(template(f"fonts/{name}").read_bytes()) for name in (_REGULAR, _BOLD))
    words = [*_title(publication.title, bold), *_label(publication, bold)]
    imprint = wrap(publisher(publication), regular, _SMALL, _MEASURE // 2)
    if all(map(regular.has, imprint)):
        top = _FOOT - _SMALL_LEADING * (len(imprint) - 1)
        words += _run(imprint, top, _SMALL_LEADING, f"400 {_SMALL}px")
    svg = template("audio/cover.svg").read_text(encoding="utf-8")
    return drawn(Template(svg).substitute(words="".join(words)))


def _title(title: str, typeface: Typeface) -> list[str]:
    """The title as large as it fits."""
    if not typeface.has(title):
        return []
    size, lines = _SIZES[-1], [title]
    for size in _SIZES:
        lines = wrap(title, typeface, size, _MEASURE)
        widest = max((typeface.width(line) for line in lines), default=0) * size
        if widest <= _MEASURE and len(lines) * size * _LEADING <= _ROOM:
            break
    return _run(lines, _TOP, size * _LEADING, f"700 {size}px")


def _label(publication: Publication, typeface: Typeface) -> list[str]:
    label = status(publication)
    return _run([label], _LABEL, 0, f"700 {_SMALL}px") if label and typeface.has(label) else []


def _run(lines: list[str], y: float, leading: float, font: str) -> list[str]:
    style = f"font: {font} 'Atkinson Hyperlegible Next'; fill: #ffffff"
    return [
        f'<text x="{_LEFT}" y="{y + number * leading:.0f}" style="{style}">{escape(line)}</text>\n'
        for number, line in enumerate(lines)
    ]
