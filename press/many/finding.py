"""Takes a folder; gives the publications in it, sorted, each with a name that only it has."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from plainpress.document.errors import UsageError
from plainpress.document.records import dataclass
from plainpress.press.publications import SETTINGS_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A publication: its folder, and its name, which is its path under the root with "/"."""

    source: Path
    name: str

    @property
    def key(self) -> tuple[str, ...]:
        """The name as a careless file system sees it: without case, accents put together.

        It is what publications are sorted by, so that the order is the same on every machine.
        """
        return tuple(unicodedata.normalize("NFC", self.name).casefold().split("/"))


@dataclass(frozen=True, slots=True)
class Found:
    """The publications under a root, sorted, and the links to folders, which are not followed."""

    places: tuple[Place, ...]
    links: tuple[Path, ...] = ()


def find(root: Path, output: Path | None = None) -> Found:
    """Every folder under the root with a publication.toml, at any depth.

    Hidden folders and the output folder are passed over. Raises `UsageError` where two of them
    would be built into the same folder, or one into the folder of another; `OSError` for a
    folder that cannot be read.
    """
    places, links = [], []
    for folder, below, files in os.walk(root, onerror=_refuse):
        path = Path(folder)
        if SETTINGS_FILE in files and path != root:
            places.append(Place(path, path.relative_to(root).as_posix()))
        links += [path / name for name in below if (path / name / SETTINGS_FILE).is_file()]
        below[:] = sorted(name for name in below if _is_ours(path / name, output))
    found = tuple(sorted(places, key=lambda place: (place.key, place.name)))
    _check(found)
    return Found(found, tuple(sorted(link for link in links if link.is_symlink())))


def _refuse(error: OSError) -> None:
    raise error


def _is_ours(folder: Path, output: Path | None) -> bool:
    return not (folder.name.startswith(".") or (output and folder.absolute() == output.absolute()))


def _check(places: Sequence[Place]) -> None:
    for place in places:
        if not place.name.isprintable():  # a line break, or a byte that is not UTF-8
            raise UsageError(
                f"the folder {place.name!r} has a name that cannot be printed: rename it"
            )
    if clashes := list(_clashes(places)):
        more = f" (and {len(clashes) - _SHOWN} more such pairs)" if clashes[_SHOWN:] else ""
        shown = "; ".join(clashes[:_SHOWN])
        raise UsageError(f"nothing was built: {shown}{more}. Rename or move one of each pair")


def _clashes(places: Sequence[Place]) -> Iterator[str]:
    """Pairs of publications whose outputs would meet. They are sorted: a folder comes first."""
    above: list[Place] = []
    for place in places:
        while above and place.key[: len(above[-1].key)] != above[-1].key:
            above.pop()
        if above and place.key == above[-1].key:
            yield f"{above[-1].name} and {place.name} would be built into the same folder"
        elif above:
            yield f"{place.name} lies inside the publication {above[-1].name}"
        above.append(place)
