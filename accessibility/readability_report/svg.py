"""Pieces of a chart. Across, lengths are shares of the width; down, they follow the text's size.

So a chart fits a phone and a poster without its letters shrinking or growing, and grows with the
reader's own text size (WCAG 2.2, 1.4.4 and 1.4.10).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility.readability_report.markup import escape

if TYPE_CHECKING:
    from collections.abc import Iterable

# Per cent of the width that the name of a line needs beside it on a phone.
_NEAR = 30


def chart(name: str, title: str, description: str, height: float, parts: Iterable[str]) -> str:
    """An SVG of full width, with a title and a description for those who do not see it."""
    return (
        f'<svg class="chart" role="img" aria-labelledby="{name}-title {name}-desc" '
        f'width="100%" height="{height:g}em" focusable="false">\n'
        f'<title id="{name}-title">{escape(title)}</title>\n'
        f'<desc id="{name}-desc">{escape(description)}</desc>\n'
        f"{''.join(parts)}</svg>\n"
    )


def figure(caption: str, *content: str) -> str:
    """A chart or several, with a caption before and what follows it after."""
    return f"<figure>\n<figcaption>{escape(caption)}</figcaption>\n{''.join(content)}</figure>\n"


def text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{x:.2f}%" y="{y:g}em" text-anchor="{anchor}">{escape(words)}</text>\n'


def line(start: tuple[float, float], end: tuple[float, float], kind: str) -> str:
    return (
        f'<line class="{kind}" x1="{start[0]:.2f}%" y1="{start[1]:g}em" '
        f'x2="{end[0]:.2f}%" y2="{end[1]:g}em"/>\n'
    )


def bar(x: float, y: float, width: float, height: float, kind: str) -> str:
    return (
        f'<rect class="{kind}" x="{x:.2f}%" y="{y:.3f}em" width="{width:.2f}%" '
        f'height="{height:.3f}em"/>\n'
    )


def dot(x: float, y: float, kind: str) -> str:
    return f'<circle class="{kind}" cx="{x:.2f}%" cy="{y:.3f}em" r="0.32em"/>\n'


def path(points: Iterable[tuple[float, float]], top: float, height: float, kind: str) -> str:
    """A line through points, which are shares of a box: (0, 0) its left top, (100, 100) the end."""
    joined = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
    return (
        f'<svg x="0" y="{top:g}em" width="100%" height="{height:g}em" viewBox="0 0 100 100" '
        f'preserveAspectRatio="none"><polyline class="{kind}" points="{joined}"/></svg>\n'
    )


def limit(x: float, top: float, bottom: float, words: str, kind: str) -> str:
    """An upright line for a target, its name at the top.

    The target's name stands left of its line and the limit's right, away from each other, unless
    the edge is near.
    """
    left = x > _NEAR if kind == "target" else x > 100 - _NEAR
    label = text(x - 1 if left else x + 1, top + 0.8, words, kind, "end" if left else "start")
    return line((x, top), (x, bottom), kind) + label
