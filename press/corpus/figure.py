"""Takes the minutes that the parts of a visit take; gives a drawing of them as bars."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_ROW = 44
_LEFT = 150
_SCALE = 12


def bars(parts: Mapping[str, int]) -> str:
    """An SVG with a bar for each part, its name left of it and its minutes right of it."""
    height = _ROW * len(parts) + 16
    longest = max(parts.values())
    rows = [_bar(name, minutes, number) for number, (name, minutes) in enumerate(parts.items())]
    width = _LEFT + longest * _SCALE + 90
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="16">\n'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>\n'
        + "\n".join(rows)
        + "\n</svg>\n"
    )


def _bar(name: str, minutes: int, number: int) -> str:
    top = 8 + number * _ROW
    end = _LEFT + minutes * _SCALE
    return (
        f'<text x="{_LEFT - 10}" y="{top + 25}" text-anchor="end" fill="#1a1a1a">'
        f"{escape(name)}</text>\n"
        f'<rect x="{_LEFT}" y="{top + 6}" width="{minutes * _SCALE}" height="28" fill="#1f5f8b"/>\n'
        f'<text x="{end + 8}" y="{top + 25}" fill="#1a1a1a">{minutes} min</text>'
    )
