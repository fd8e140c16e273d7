"""SVG to PNG, for readers that cannot show SVG: the same bytes each time, without system fonts."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from importlib.resources import as_file
from typing import TYPE_CHECKING

from plainpress.templates import template

if TYPE_CHECKING:
    from pathlib import Path

PIXELS_PER_INCH = 300
_COVER_FONTS = (
    "AtkinsonHyperlegibleNext-Regular.ttf",
    "AtkinsonHyperlegibleNext-Bold.ttf",
)
_KEPT = 100  # pictures of some 20 KB each
_FAMILY = "Atkinson Hyperlegible Next"


def png(svg: Path, inches: float) -> bytes:
    """A picture `inches` wide at 300 pixels to the inch, its letters in the font that we bring.

    Raises ValueError for a file that is not an SVG that can be drawn.
    """
    return _png(str(svg), sha256(svg.read_bytes()).digest(), inches)


@lru_cache(maxsize=_KEPT)
def _png(svg: str, _digest: bytes, inches: float) -> bytes:
    """The same, kept: many publications that are built here use the same easy-read pictures."""
    import resvg_py

    with as_file(template("fonts")) as fonts:
        image = resvg_py.svg_to_bytes(
            svg_path=svg,
            width=max(1, round(inches * PIXELS_PER_INCH)),
            # System fonts would make the bytes depend on the machine.
            skip_system_fonts=True,
            font_files=[str(font) for font in sorted(fonts.glob("*.ttf"))],
            font_family=_FAMILY,
            sans_serif_family=_FAMILY,
        )
    return bytes(image)


def drawn(svg: str) -> bytes:
    """A PNG of a drawing of our own, as large as it says: a cover, or a card."""
    import resvg_py

    with as_file(template("fonts")) as fonts:
        image = resvg_py.svg_to_bytes(
            svg_string=svg,
            skip_system_fonts=True,
            font_files=[str(fonts / name) for name in _COVER_FONTS],
        )
    return bytes(image)
