"""The cover: the publication's picture with its title, drawn as SVG and set down as PNG."""

from __future__ import annotations

from base64 import b64encode
from string import Template
from typing import TYPE_CHECKING

from plainpress.builders.artifact import Loss
from plainpress.builders.imprint import publisher, status
from plainpress.builders.raster import drawn
from plainpress.builders.sheet import Box, Run
from plainpress.builders.sheet import png as lettered
from plainpress.builders.typeface import Typeface, wrap
from plainpress.document.records import dataclass
from plainpress.templates import template

if TYPE_CHECKING:
    from plainpress.document.model import ImageFile, Publication

_REGULAR = "AtkinsonHyperlegibleNext-Regular.ttf"
_BOLD = "AtkinsonHyperlegibleNext-Bold.ttf"
# Pixels of a cover of 800 by 1280.
_LEFT, _MEASURE = 80, 640
_TITLE_SIZES = (108, 96, 86, 76, 68, 62, 56, 50, 44, 38, 32)
_TITLE_LEADING = 1.08
_SUBTITLE_SIZE, _SUBTITLE_LEADING = 36, 46
_SMALL_SIZE, _SMALL_LEADING = 28, 36
_ROOM_ABOVE_PUBLISHER = 90
_PORTRAIT = 1.4  # height to width of a picture that is drawn as a whole cover


_WIDTH, _HEIGHT = 800, 1280


@dataclass(frozen=True, slots=True)
class _Layout:
    """A template, the lines between which its words stand, and the frame of its picture.

    A picture covers its frame from the foot upwards if `fills`, else it fits inside.
    """

    template: str
    top: int
    last_line: int
    frame: tuple[int, int, int, int] = (0, 0, _WIDTH, _HEIGHT)
    fills: bool = False


_PLAIN = _Layout("cover-plain.svg", 690, 1210)
_PICTURE = _Layout("cover-picture.svg", 790, 1210, frame=(60, 130, 680, 530))
_FULL = _Layout("cover-full.svg", 140, 540, fills=True)


@dataclass(frozen=True, slots=True)
class Cover:
    """The finished picture; sizes are in pixels. `losses` are words that are not on it."""

    data: bytes
    losses: tuple[Loss, ...] = ()
    file: str = "images/cover.png"
    width: int = _WIDTH
    height: int = _HEIGHT


def draw(publication: Publication) -> Cover:
    """The cover of an edition: its own picture if it has one, else a plain one."""
    layout = _layout(publication.cover)
    sheet = _Sheet(layout)
    words = " ".join((publication.title, publication.subtitle, publisher(publication)))
    losses = []
    if sheet.can_print(words):
        sheet.print(publication)
    else:
        # A box for each letter would be worse than none; cover.xhtml still has the words.
        losses.append(Loss("the words on the cover picture: our typeface lacks some letters"))
    words = sheet.words(status(publication))
    if publication.cover is None:
        return Cover(lettered("epub/cover-plain", words, sheet.boxes), tuple(losses))
    svg = Template(template(f"epub/{layout.template}").read_text(encoding="utf-8")).substitute(
        words=words, picture=_placed(publication.cover, layout)
    )
    return Cover(drawn(svg), tuple(losses))


def _layout(picture: ImageFile | None) -> _Layout:
    if picture is None:
        return _PLAIN
    return _FULL if picture.height >= _PORTRAIT * picture.width else _PICTURE


def _placed(picture: ImageFile, layout: _Layout) -> str:
    """The picture as an SVG element, at its place and in its own proportions."""
    left, top, width, height = layout.frame
    scales = (width / picture.width, height / picture.height)
    scale = max(scales) if layout.fills else min(scales)
    wide, high = picture.width * scale, picture.height * scale
    x = left + (width - wide) / 2
    y = top + (height - high) / (1 if layout.fills else 2)
    box = {"x": f"{x:g}", "y": f"{y:g}", "width": f"{wide:g}", "height": f"{high:g}"}
    if picture.media_type == "image/svg+xml":
        return _inlined(picture, box, layout)
    data = b64encode(picture.file.read_bytes()).decode()
    attributes = " ".join(f'{name}="{value}"' for name, value in box.items())
    return f'<image {attributes} xlink:href="data:{picture.media_type};base64,{data}"/>'


def _inlined(picture: ImageFile, box: dict[str, str], layout: _Layout) -> str:
    # Inside the cover and without a clip it is drawn in half the time that an <image> takes.
    from lxml import etree

    root = etree.fromstring(
        picture.file.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True)
    )
    if root.get("viewBox") is None:
        root.set("viewBox", f"0 0 {picture.width:g} {picture.height:g}")
    for name, value in box.items():
        root.set(name, value)
    if layout.fills:
        root.set("overflow", "visible")
    text: str = etree.tostring(root, encoding="unicode")
    return text


class _Sheet:
    """Sets the words of a cover from a line downwards."""

    def __init__(self, layout: _Layout) -> None:
        self._regular = Typeface(template(f"fonts/{_REGULAR}").read_bytes())
        self._bold = Typeface(template(f"fonts/{_BOLD}").read_bytes())
        self._layout = layout
        self._lines: list[str] = []
        self.boxes: list[Box] = []

    def can_print(self, text: str) -> bool:
        return self._bold.has(text) and self._regular.has(text)

    def print(self, publication: Publication) -> None:
        """The title as large as it fits, the subtitle under it, the publisher at the foot."""
        subtitle = wrap(publication.subtitle, self._regular, _SUBTITLE_SIZE, _MEASURE)
        imprint = wrap(publisher(publication), self._regular, _SMALL_SIZE, _MEASURE)
        foot = self._layout.last_line - _SMALL_LEADING * max(len(imprint) - 1, 0)
        room = foot - _ROOM_ABOVE_PUBLISHER - self._layout.top - len(subtitle) * _SUBTITLE_LEADING
        size, title = self._fit(publication.title, room)
        y = self._layout.top + size * 0.75
        self._run(self._bold, title, y, size, size * _TITLE_LEADING)
        y += size * _TITLE_LEADING * len(title) + _SUBTITLE_SIZE * 0.2
        self._run(self._regular, subtitle, y, _SUBTITLE_SIZE, _SUBTITLE_LEADING)
        self._run(self._regular, imprint, foot, _SMALL_SIZE, _SMALL_LEADING)

    def words(self, label: str) -> str:
        """The lines as SVG, with the label of the edition at the head of the page.

        The boxes are those of all of it then.
        """
        return "".join(self._lines) + (self._label(label) if label else "")

    def _fit(self, title: str, room: float) -> tuple[int, list[str]]:
        size, lines = _TITLE_SIZES[-1], [title]
        for size in _TITLE_SIZES:
            lines = wrap(title, self._bold, size, _MEASURE)
            widest = max((self._bold.width(line) for line in lines), default=0) * size
            if widest <= _MEASURE and len(lines) * size * _TITLE_LEADING <= room:
                break
        return size, lines

    def _run(
        self, typeface: Typeface, lines: list[str], y: float, size: int, leading: float
    ) -> None:
        weight = 700 if typeface is self._bold else 400
        run = Run(tuple(lines), _LEFT, y, size, leading, typeface, weight)
        self.boxes += [run.box] if lines else []
        self._lines.append(run.svg)

    def _label(self, label: str) -> str:
        width = self._bold.width(label) * 30 + 48
        self.boxes.append(Box(_LEFT, 50, _LEFT + round(width) + 1, 50 + 56))
        return (
            f'    <rect x="{_LEFT}" y="50" width="{width:.0f}" height="56" rx="8" '
            'fill="#82330f"/>\n'
            f"{Run((label,), _LEFT + 24, 88, 30, 0, self._bold, 700).svg}"
        )
