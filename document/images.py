"""Pictures that the text shows: found inside the folder, safe to decode, measured."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from plainpress.document.model import ImageFile, Span
from plainpress.document.pictures import Pictures
from plainpress.document.raster import measure_raster
from plainpress.document.records import dataclass
from plainpress.document.report import data
from plainpress.document.svg import measure_svg
from plainpress.document.trial import can_be_drawn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from plainpress.document.folder import Folder
    from plainpress.document.report import Report

_ENDINGS = {
    "image/svg+xml": ("svg",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/gif": ("gif",),
}


class Images:
    """Finds and measures each picture once. What is wrong with it is reported at every use."""

    def __init__(self, folder: Folder, sets: Sequence[Path], report: Report) -> None:
        self._folder = folder
        self._report = report
        self._pictures = Pictures(folder.root / "pictures", sets)
        self._measured: dict[Path, Measured] = {}
        self._bytes = 0

    def find(self, name: str, span: Span, beside: str = "") -> ImageFile | None:
        """The picture under this name; nothing, and a finding, where it cannot be used."""
        name = unquote(name).strip()
        if name.startswith("picture:"):
            path = self._picture(name.removeprefix("picture:"), span)
        elif "://" in name or name.startswith(("data:", "file:", "//")):
            self._report.add("image-not-local", span, path=name[:80])
            return None
        else:
            path = self._folder.find(name, span, beside)
        return self._image(path, name, span) if path else None

    def _picture(self, word: str, span: Span) -> Path | None:
        for fault in self._pictures.faults:
            place = Span(f"{fault.file.parent.name}/{fault.file.name}", 1, 1)
            self._report.add("picture-index-broken", place, reason=fault.what)
        if found := self._pictures.find(word):
            return found.file
        near = ", ".join(self._pictures.nearest(word))
        self._report.add("picture-unknown", span, name=word, near=near)
        return None

    def _image(self, path: Path, name: str, span: Span) -> ImageFile | None:
        if path not in self._measured:
            if not self._has_room(path, span):
                return None
            self._measured[path] = measure(path)
        found = self._measured[path]
        if found.problem:
            self._report.add(found.problem, span, path=name, detail=found.detail)
            return None
        if path.suffix.lower().lstrip(".") not in _ENDINGS[found.media_type]:
            kind = found.media_type.partition("/")[2].partition("+")[0].upper()
            self._report.add("image-misnamed", span, path=name, kind=kind)
        return ImageFile(name, found.media_type, found.width, found.height, path)

    def _has_room(self, path: Path, span: Span) -> bool:
        """Whether one more picture is within the limits; a finding if not."""
        limits = data("limits.toml")
        self._bytes += path.stat().st_size if path.exists() else 0
        for what, count in (("pictures", len(self._measured) + 1), ("picture-bytes", self._bytes)):
            if count > limits[what]:
                words = what.removeprefix("picture-")
                self._report.add("too-many-pictures", span, limit=limits[what], what=words)
                return False
        return True


@dataclass(frozen=True, slots=True)
class Measured:
    """A picture's type and size in CSS pixels; or a problem, as a code of the findings."""

    media_type: str = ""
    width: float = 0
    height: float = 0
    problem: str = ""
    detail: str = ""


def measure(path: Path) -> Measured:
    """Look at a picture's own bytes: its name says nothing. It is never decoded."""
    limits = data("limits.toml")
    try:
        size = path.stat().st_size
        if size > limits["picture"]:
            return Measured(problem="image-too-large", detail=f"{size:,} bytes")
        raw = path.read_bytes()
    except OSError as error:
        return Measured(problem="image-broken", detail=error.strerror or str(error))
    if found := measure_raster(raw):
        media_type, width, height, scale = found
        if width * height > limits["pixels"]:
            return Measured(problem="image-too-large", detail=f"{width:,} by {height:,} pixels")
        if not width or not height:
            return Measured(problem="image-broken", detail="it is cut short or damaged")
        return Measured(media_type, width / scale, height / scale)
    drawing = measure_svg(raw)
    if drawing.problem:
        return Measured(problem=drawing.problem, detail=drawing.detail)
    if drawing.heavy and not can_be_drawn(path, drawing.width, drawing.height):
        detail = f"it takes more than {limits['svg-seconds']} seconds to draw"
        return Measured(problem="image-too-large", detail=detail)
    return Measured("image/svg+xml", drawing.width, drawing.height)
