"""Pictures: each file once in the package, SVG with a PNG beside it, and what shows it."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from plainpress.builders import raster
from plainpress.document.records import dataclass

from .markup import attribute
from .package import Part, Relationships, office
from .page import EMU_PER_TWIP

if TYPE_CHECKING:
    from plainpress.document.model import ImageFile

EMU_PER_PIXEL = 9525
EMU_PER_INCH = 914_400
_KEPT = {"image/png": "png", "image/jpeg": "jpeg", "image/gif": "gif"}
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_DECORATIVE_EXTENSION = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"


class UnusableImageError(Exception):
    """A picture that can be put into no form that Word shows."""


@dataclass(slots=True)
class Media:
    """The pictures of a package, and the count of drawings, each of which needs a number."""

    parts: dict[str, Part] = field(default_factory=dict)
    drawings: int = 0
    _names: dict[tuple[str, int], tuple[str, str]] = field(default_factory=dict)

    def drawing(self, picture: Picture, relationships: Relationships) -> str:
        """`w:drawing` of a picture in line with the text. Raises `UnusableImageError`."""
        main, vector = self._stored(picture)
        self.drawings += 1
        image = relationships.add(office("image"), main)
        svg = relationships.add(office("image"), vector) if vector else ""
        return _inline(picture, self.drawings, image, svg)

    def _stored(self, picture: Picture) -> tuple[str, str]:
        key = (str(picture.image.file), picture.width)
        if key not in self._names:
            self._names[key] = self._store(picture)
        return self._names[key]

    def _store(self, picture: Picture) -> tuple[str, str]:
        number = len(self._names) + 1
        image = picture.image
        extension = _KEPT.get(image.media_type)
        if extension:
            return self._add(f"image{number}.{extension}", image.file.read_bytes()), ""
        if image.media_type == "image/svg+xml":
            pixels = _rendered(picture)
            main = self._add(f"image{number}.png", pixels)
            return main, self._add(f"image{number}.svg", image.file.read_bytes())
        return self._add(f"image{number}.png", _converted(image)), ""

    def _add(self, name: str, data: bytes) -> str:
        self.parts[name] = Part(f"word/media/{name}", data)
        return f"media/{name}"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The room for a picture, in twips.

    A picture that is smaller stays as it is, unless it may be enlarged. `cut` is the share of
    its height, from the top, that is not shown.
    """

    width: int
    height: int
    enlarge: bool = False
    cut: float = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """An image as it is shown: its size in EMU, and its words for those who cannot see it.

    `alt` is None for a decorative one; `cut` is the share of its height that is not shown.
    """

    image: ImageFile
    width: int
    height: int
    alt: str | None
    name: str
    cut: float = 0


def fitted(image: ImageFile, bounds: Bounds) -> tuple[int, int]:
    """The size in EMU of what is shown of an image within its bounds, its shape kept."""
    shown = max(image.height, 1) * (1 - bounds.cut)
    natural = max(image.width, 1) * EMU_PER_PIXEL, shown * EMU_PER_PIXEL
    scale = min(bounds.width * EMU_PER_TWIP / natural[0], bounds.height * EMU_PER_TWIP / natural[1])
    if not bounds.enlarge:
        scale = min(scale, 1)
    return max(1, round(natural[0] * scale)), max(1, round(natural[1] * scale))


def _rendered(picture: Picture) -> bytes:
    try:
        return raster.png(picture.image.file, picture.width / EMU_PER_INCH)
    except ValueError as error:
        raise UnusableImageError(str(error)) from error


def _converted(image: ImageFile) -> bytes:
    # WebP, TIFF, BMP: Word shows them on some machines only.
    import io

    from PIL import Image

    out = io.BytesIO()
    try:
        with Image.open(image.file) as opened:
            opened.save(out, "PNG")
    except (OSError, ValueError) as error:
        raise UnusableImageError(str(error)) from error
    return out.getvalue()


def _inline(picture: Picture, number: int, image: str, svg: str) -> str:
    size = f'cx="{picture.width}" cy="{picture.height}"'
    cut = f'<a:srcRect t="{round(picture.cut * 100_000)}"/>' if picture.cut else ""
    return (
        f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f"{_properties(picture, number)}"
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{_PICTURE}"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="{attribute(picture.name)}"/><pic:cNvPicPr/>'
        f"</pic:nvPicPr><pic:blipFill>{_blip(image, svg)}{cut}<a:stretch><a:fillRect/></a:stretch>"
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing>"
    )


def _properties(picture: Picture, number: int) -> str:
    """`wp:docPr`: the alternative text (20.4.2.5), or the mark of a decorative picture."""
    start = f'<wp:docPr id="{number}" name="{attribute(picture.name)}"'
    if picture.alt is not None:
        return f'{start} descr="{attribute(picture.alt)}"/>'
    return (
        f'{start} descr=""><a:extLst><a:ext uri="{_DECORATIVE_EXTENSION}">'
        '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"'
        ' val="1"/></a:ext></a:extLst></wp:docPr>'
    )


def _blip(image: str, svg: str) -> str:
    """The PNG for every reader, and the SVG for those that know the extension."""
    if not svg:
        return f'<a:blip r:embed="{image}"/>'
    return (
        f'<a:blip r:embed="{image}"><a:extLst><a:ext uri="{_SVG_EXTENSION}"><asvg:svgBlip '
        'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
        f'r:embed="{svg}"/></a:ext></a:extLst></a:blip>'
    )
