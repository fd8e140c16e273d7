"""Takes a sheet of our own and words on it; gives a PNG: covers, and the card of web pages.

What draws SVG spends nine tenths of its time on writing the PNG, and can do no other: a sheet drawn
five times over takes a quarter more. So it draws only where there are words. The empty sheet lies
beside its template as PNG, with as few colours as it has. Where a curve or a letter is cut by the
edge of a part, some pixels are a shade lighter or darker than in the whole drawing; the tests say
how few.
"""

from __future__ import annotations

import re
import zlib
from functools import lru_cache
from io import BytesIO
from itertools import chain
from math import ceil, floor
from string import Template
from struct import pack
from typing import TYPE_CHECKING, Any, TypeAlias

from plainpress.builders.raster import drawn
from plainpress.builders.xhtml import escape
from plainpress.document.records import dataclass
from plainpress.templates import template

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PIL import Image

    from plainpress.builders.typeface import Typeface

Colour = tuple[int, int, int]
# A picture in grey of which each shade is the number of a colour, and those colours.
Numbered: TypeAlias = "tuple[Image.Image, dict[int, Colour]]"
_COLOURS = 256  # of a PNG with a palette
_TRIES = 64
# Our letters reach from 0.25 ems below the line to 0.92 above it; some stand out to the side.
_ABOVE, _BELOW, _ASIDE = 1.05, 0.35, 0.15
_SIZE = re.compile(r'width="(\d+)" height="(\d+)" viewBox="0 0 \1 \2"')


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a sheet, in whole pixels."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Run:
    """Lines of words: the left end of the first, in pixels, then each so much lower."""

    lines: Sequence[str]
    left: float
    first: float
    size: float
    leading: float
    typeface: Typeface
    weight: int = 400

    @property
    def svg(self) -> str:
        """The lines as SVG, white."""
        # A style and not attributes: a style sheet inside a picture cannot change our words then.
        font = f"{self.weight} {self.size}px 'Atkinson Hyperlegible Next'"
        style = f"font: {font}; fill: #ffffff; opacity: 1"
        return "".join(
            f'<text x="{self.left}" y="{self.first + number * self.leading:.0f}" '
            f'style="{style}">{escape(line)}</text>\n'
            for number, line in enumerate(self.lines)
        )

    @property
    def box(self) -> Box:
        """Where there may be letters."""
        wide = max(map(self.typeface.width, self.lines), default=0) * self.size
        last = self.first + self.leading * (len(self.lines) - 1)
        return Box(
            floor(self.left - self.size * _ASIDE),
            floor(self.first - self.size * _ABOVE),
            ceil(self.left + wide + self.size * _ASIDE),
            ceil(last + self.size * _BELOW),
        )


def png(name: str, words: str, boxes: Iterable[Box]) -> bytes:
    """The sheet of a template, such as `web/card`, with words (SVG) that stand in the boxes.

    The picture is that of the whole drawing, in half the bytes.
    """
    text = template(f"{name}.svg").read_text(encoding="utf-8")
    svg = Template(text).substitute(words=words)
    return _put_together(name, svg, boxes) or drawn(svg)


def _put_together(name: str, svg: str, boxes: Iterable[Box]) -> bytes:
    """The PNG; empty where it has too many colours."""
    from PIL import Image

    empty, palette = _sheet(name)
    colours = {colour: number for number, colour in palette.items()}
    picture = empty.copy()
    for each in boxes:
        place = _inside(each, picture.size)
        with Image.open(BytesIO(drawn(_cropped(svg, place)))) as part:
            plain = part.convert("RGB")
        counted: Any = plain.getcolors(_COLOURS) or ()
        found: list[Colour] = [colour for _, colour in counted]
        if not found or len({*colours, *found}) > _COLOURS:
            return b""
        numbers, palette = _by_sum(plain, found) or _by_palette(plain)
        moved = [0] * _COLOURS
        for number, colour in sorted(palette.items()):
            moved[number] = colours.setdefault(colour, len(colours))
        picture.paste(numbers.point(moved), (place.left, place.top))
    return _written(picture, bytes(chain.from_iterable(colours)))


@lru_cache
def _sheet(name: str) -> Numbered:
    """The empty sheet of a template."""
    from PIL import Image

    with Image.open(BytesIO(template(f"{name}.png").read_bytes())) as picture:
        picture.load()
        return _numbered(picture)


def _by_sum(plain: Image.Image, found: list[Colour]) -> Numbered | None:
    """Colours by red, and so many times green and blue: ten times as quick, where all differ."""
    from PIL.ImageChops import add_modulo

    for times in range(_TRIES):
        shades = {
            (red + times * green + times * times * blue) % _COLOURS: (red, green, blue)
            for red, green, blue in found
        }
        if len(shades) == len(found):
            red, green, blue = plain.split()
            green = green.point([times * each % _COLOURS for each in range(_COLOURS)])
            blue = blue.point([times * times * each % _COLOURS for each in range(_COLOURS)])
            return add_modulo(add_modulo(red, green), blue), shades
    return None


def _by_palette(plain: Image.Image) -> Numbered:
    from PIL import Image

    # Exact, since there are no more colours than a palette holds.
    return _numbered(plain.quantize(_COLOURS, Image.Quantize.MEDIANCUT))


def _numbered(picture: Image.Image) -> Numbered:
    """The numbers of colours that a picture with a palette holds, and the colours in use."""
    from PIL import Image

    numbers = Image.frombytes("L", picture.size, picture.tobytes())
    palette = picture.getpalette() or []
    used = (number for number, count in enumerate(numbers.histogram()) if count)
    return numbers, {
        number: (palette[3 * number], palette[3 * number + 1], palette[3 * number + 2])
        for number in used
    }


def _written(picture: Image.Image, palette: bytes) -> bytes:
    """A PNG of numbers of colours (PNG, third edition: 5.3, 11.2).

    By the same zlib that packs our books: that inside Pillow is another on some machines, and so
    gives other bytes.
    """
    wide, high = picture.size
    data = picture.tobytes()
    # A 0 before each row says that it is not filtered, which is best for numbers of colours.
    rows = b"".join(b"\0" + data[start : start + wide] for start in range(0, wide * high, wide))
    parts = (
        (b"IHDR", pack(">IIBBBBB", wide, high, 8, 3, 0, 0, 0)),
        (b"PLTE", palette),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )


def _inside(each: Box, size: tuple[int, int]) -> Box:
    right, bottom = min(each.right, size[0]), min(each.bottom, size[1])
    return Box(max(each.left, 0), max(each.top, 0), right, bottom)


def _cropped(svg: str, each: Box) -> str:
    """A drawing of which only a part is seen."""
    wide, high = each.right - each.left, each.bottom - each.top
    seen = f'width="{wide}" height="{high}" viewBox="{each.left} {each.top} {wide} {high}"'
    return _SIZE.sub(seen, svg, count=1)
