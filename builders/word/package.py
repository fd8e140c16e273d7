"""The package: parts, relationships and content types, written as one zip (ECMA-376-2).

The template that plainpress brings is written straight into a zip of our own: opening it
with python-docx costs 0.1 s of imports, and its zip carries the clock. A reader's own
template is opened with python-docx (see `own_template`) and written here all the same.
"""

from __future__ import annotations

import zipfile
from dataclasses import field
from posixpath import basename, dirname
from typing import TYPE_CHECKING

from plainpress.document.records import dataclass

from .markup import DECLARATION, attribute

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument"
WORD_TYPES = f"{_TYPES}.wordprocessingml"

MEDIA_TYPE = f"{WORD_TYPES}.document"
_EXTENSIONS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "svg": "image/svg+xml",
}


def office(kind: str) -> str:
    """The relationship type of a part: `styles`, `image`, `hyperlink`, ..."""
    return f"{_OFFICE}/{kind}"


CORE_PROPERTIES = f"{_PACKAGE}/relationships/metadata/core-properties"


@dataclass(frozen=True, slots=True)
class Relationship:
    identifier: str
    kind: str
    target: str
    external: bool = False


@dataclass(slots=True)
class Relationships:
    """The relationships of one part, each kept once, found by kind and target."""

    items: list[Relationship] = field(default_factory=list)
    _known: dict[tuple[str, str], str] = field(default_factory=dict)
    _highest: int = 0

    def add(self, kind: str, target: str, *, external: bool = False) -> str:
        """The identifier of the relationship to a target; the same one each time."""
        known = self._known.get((kind, target))
        if known is None:
            self._highest += 1
            known = f"rId{self._highest}"
            self.keep(Relationship(known, kind, target, external))
        return known

    def keep(self, relationship: Relationship) -> None:
        """Takes over a relationship with the identifier that it has."""
        self.items.append(relationship)
        self._known[relationship.kind, relationship.target] = relationship.identifier
        number = relationship.identifier.removeprefix("rId")
        if number.isdigit():
            self._highest = max(self._highest, int(number))

    def xml(self) -> str:
        mode = ("", ' TargetMode="External"')
        rows = "".join(
            f'<Relationship Id="{attribute(item.identifier)}" Type="{item.kind}" '
            f'Target="{attribute(item.target)}"{mode[item.external]}/>'
            for item in self.items
        )
        return (
            f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'
        )


@dataclass(slots=True)
class Part:
    """A file of the package; `content_type` is empty where its extension says enough.

    The `data` of a long text may come piece by piece, once.
    """

    name: str
    data: bytes | Iterator[bytes]
    content_type: str = ""
    relationships: Relationships = field(default_factory=Relationships)


@dataclass(slots=True)
class Package:
    """All parts, in the order in which they are written, by name."""

    relationships: Relationships = field(default_factory=Relationships)
    parts: dict[str, Part] = field(default_factory=dict)

    def add(self, part: Part) -> Part:
        self.parts[part.name] = part
        return part

    def content_types(self) -> str:
        defaults = "".join(
            f'<Default Extension="{extension}" ContentType="{kind}"/>'
            for extension, kind in _EXTENSIONS.items()
        )
        overrides = "".join(
            f'<Override PartName="/{attribute(part.name)}" ContentType="{part.content_type}"/>'
            for part in self.parts.values()
            if part.content_type
        )
        return f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>'

    def files(self) -> dict[str, bytes | Iterator[bytes]]:
        """Every file of the zip: content types first, each part's relationships after it."""
        files: dict[str, bytes | Iterator[bytes]] = {
            "[Content_Types].xml": self.content_types().encode(),
            "_rels/.rels": self.relationships.xml().encode(),
        }
        for part in self.parts.values():
            files[part.name] = part.data
            if part.relationships.items:
                name = f"{dirname(part.name)}/_rels/{basename(part.name)}.rels"
                files[name] = part.relationships.xml().encode()
        return files

    def write(self, path: Path, clock: dt.datetime) -> None:
        """The zip, in a fixed order and with one date; zip dates begin in 1980."""
        year = max(clock.year, 1980)
        date = (year, clock.month, clock.day, clock.hour, clock.minute, clock.second)
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in self.files().items():
                entry = zipfile.ZipInfo(name, date)
                entry.create_system = 3
                entry.external_attr = 0o644 << 16
                packed = name.endswith((".png", ".jpeg", ".gif"))
                entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
                with archive.open(entry, "w") as file:
                    for piece in (data,) if isinstance(data, bytes) else data:
                        file.write(piece)
