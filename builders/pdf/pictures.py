"""Pictures: each file once beside the source that is set, named by what it is, and its size."""

from __future__ import annotations

import shutil
from dataclasses import field
from typing import TYPE_CHECKING

from plainpress.builders.print import POINTS_PER_CM
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from pathlib import Path

    from plainpress.document.model import ImageFile

POINTS_PER_PIXEL = 0.75
# By what a file is, whatever it is called: Typst goes by the ending, and refuses the whole
# document for one that is wrong.
_ENDINGS = {
    "image/svg+xml": "svg",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
}
_LEAST = 0.5


@dataclass(slots=True)
class Pictures:
    """The pictures of one document, in the folder that Typst may read.

    `names` gives the name there of each file. Files that are `unusable` are left out.
    """

    folder: Path
    unusable: frozenset[str] = frozenset()
    names: dict[str, str] = field(default_factory=dict)

    def name(self, image: ImageFile) -> str:
        """The name of a picture in the folder, from its root; empty for one that is unusable."""
        key = str(image.file)
        if key in self.unusable:
            return ""
        if key not in self.names:
            ending = _ENDINGS.get(image.media_type, "png")
            name = f"picture-{len(self.names) + 1}.{ending}"
            shutil.copyfile(image.file, self.folder / name)
            self.names[key] = name
        return f"/{self.names[key]}"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The room for a picture, in points; a smaller one stays as it is unless it may be enlarged."""

    width: float
    height: float
    enlarge: bool = False


def fitted(image: ImageFile, bounds: Bounds) -> tuple[float, float]:
    """Width and height in points of a picture within its bounds, its shape kept."""
    natural = max(image.width, 1) * POINTS_PER_PIXEL, max(image.height, 1) * POINTS_PER_PIXEL
    scale = min(bounds.width / natural[0], bounds.height / natural[1])
    if not bounds.enlarge:
        scale = min(scale, 1)
    return max(natural[0] * scale, _LEAST), max(natural[1] * scale, _LEAST)


def centimetres(length: float) -> float:
    """Centimetres in points."""
    return length * POINTS_PER_CM
