"""Literal text: letters of one width, so that its lines can be broken by counting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .markup import language, string

if TYPE_CHECKING:
    from .context import Context, Place

# The width of a letter of DejaVu Sans Mono in ems, and the size beside text of 12 points.
_LETTER = 0.602
_SIZE = 10
_INDENT = 22


def lines(context: Context, text: str, place: Place) -> str:
    """A block of code; a line that is longer than the page goes on in the next."""
    most = _letters(place.width - _INDENT, context.page.sized(_SIZE))
    cut = [
        line[start : start + most]
        for line in text.rstrip("\n").split("\n")
        for start in range(0, max(len(line), 1), most)
    ]
    return f"#code-lines({language(place.language)}, {string(chr(10).join(cut))})"


def inline(text: str, place: Place) -> str:
    """A run of code in a line; one without spaces that is longer than a line may break."""
    most, tag = _letters(place.width, place.points), language(place.language)
    if not text:
        return ""
    if all(len(word) <= most for word in text.split()):
        return f"#literal({tag}, {string(text)})"
    parts = [text[start : start + most // 2] for start in range(0, len(text), most // 2)]
    return "#box()".join(f"#literal({tag}, {string(part)})" for part in parts)


def _letters(width: float, points: float) -> int:
    return max(int(width / (points * _LETTER)), 4)
