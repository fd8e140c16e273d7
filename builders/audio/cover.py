"""The square picture that players show: the title, the kind of edition, and the publisher."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.builders import sheet
from plainpress.builders.imprint import publisher, status
from plainpress.builders.typeface import Typeface, wrap
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
    runs = [*_title(publication.title, bold), *_label(publication, bold)]
    imprint = wrap(publisher(publication), regular, _SMALL, _MEASURE // 2)
    if all(map(regular.has, imprint)):
        top = _FOOT - _SMALL_LEADING * (len(imprint) - 1)
        runs.append(sheet.Run(tuple(imprint), _LEFT, top, _SMALL, _SMALL_LEADING, regular))
    words = "".join(run.svg for run in runs)
    return sheet.png("audio/cover", words, [run.box for run in runs if run.lines])


def _title(title: str, typeface: Typeface) -> list[sheet.Run]:
    """The title as large as it fits."""
    if not typeface.has(title):
        return []
    size, lines = _SIZES[-1], [title]
    for size in _SIZES:
        lines = wrap(title, typeface, size, _MEASURE)
        widest = max((typeface.width(line) for line in lines), default=0) * size
        if widest <= _MEASURE and len(lines) * size * _LEADING <= _ROOM:
            break
    return [sheet.Run(tuple(lines), _LEFT, _TOP, size, size * _LEADING, typeface, 700)]


def _label(publication: Publication, typeface: Typeface) -> list[sheet.Run]:
    label = status(publication)
    if not label or not typeface.has(label):
        return []
    return [sheet.Run((label,), _LEFT, _LABEL, _SMALL, 0, typeface, 700)]
