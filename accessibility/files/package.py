"""Opening a zip package that nobody vouches for, within limits, and its XML parts.

A file that cannot be read never passes: everything that goes wrong is an `UnreadableError`.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from plainpress.accessibility import catalogue
from plainpress.document.errors import PlainpressError
from plainpress.document.model import Span
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Mapping
    from pathlib import Path

    from plainpress.document.findings import Finding

# A book of 2,000 pages with pictures stays far below these.
LARGEST_FILE = 1 << 30
LARGEST_TOTAL = 2 << 30
LARGEST_XML = 256 << 20
MOST_MEMBERS = 20_000
# Deflate packs at most 1,032 to 1. Real XML reaches about 40; a part is suspected only when it
# is large as well.
HIGHEST_RATIO = 200
SUSPECTED_FROM = 16 << 20


class UnreadableError(PlainpressError):
    """Why a file cannot be checked."""


@dataclass(frozen=True, slots=True)
class Package:
    """A zip package whose members are all whole: name to bytes."""

    members: Mapping[str, bytes]

    def xml(self, name: str) -> Any:  # noqa: ANN401 # lxml ships no types
        """The root of an XML member; `UnreadableError` if it is missing or not well formed."""
        if name not in self.members:
            raise UnreadableError(f"the part {name} is missing")
        return parse(self.members[name], name)


def parse(content: bytes, name: str) -> Any:  # noqa: ANN401 # lxml ships no types
    """The root element of an XML text. Entities of its own are refused, and none is expanded."""
    from lxml import etree

    if len(content) > LARGEST_XML:
        raise UnreadableError(
            f"the part {name} has {len(content) >> 20} MB, {LARGEST_XML >> 20} at most"
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError(f"the part {name} is not well-formed XML: {error}") from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise UnreadableError(f"the part {name} declares entities")
    return root


def open_package(path: Path) -> Package:
    """All members of a zip file, read and checked against their checksums.

    `UnreadableError` if it is not a zip file, is damaged, encrypted, a decompression bomb, or has
    members whose names lead out of it.
    """
    import zipfile
    import zlib

    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableError(f"the file is larger than {LARGEST_FILE >> 20} MB")
        with zipfile.ZipFile(path) as archive:
            _check_limits(archive.infolist())
            return Package({info.filename: _read(archive, info) for info in archive.infolist()})
    except OSError as error:
        raise UnreadableError(f"the file cannot be opened: {error.strerror or error}") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError) as error:
        raise UnreadableError(f"the file is not a whole zip package: {error}") from error


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as member:
        content = member.read(info.file_size + 1)
    if len(content) != info.file_size:
        raise UnreadableError(f"the member {info.filename} is not as long as the package says")
    return content


def _check_limits(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS:
        raise UnreadableError(f"the package has {len(members)} members, {MOST_MEMBERS} at most")
    if sum(member.file_size for member in members) > LARGEST_TOTAL:
        raise UnreadableError(f"the package unpacks to more than {LARGEST_TOTAL >> 20} MB")
    for member in members:
        name = member.filename
        if member.flag_bits & 1:
            raise UnreadableError(f"the member {name} is encrypted")
        if name.startswith("/") or "\\" in name or ".." in name.split("/"):
            raise UnreadableError(f"the name of the member {name} leads out of the package")
        packed = max(1, member.compress_size)
        if member.file_size > SUSPECTED_FROM and member.file_size / packed > HIGHEST_RATIO:
            raise UnreadableError(
                f"the member {name} unpacks to {member.file_size // packed} times its size"
            )
    names = [member.filename for member in members]
    if len(set(names)) < len(names):
        raise UnreadableError("two members of the package have the same name")


def resolve(base: str, target: str) -> str:
    """The member that a reference in the member `base` leads to, without its fragment."""
    from urllib.parse import unquote

    target = unquote(target.partition("#")[0])
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), target)) if target else base


def unreadable(path: Path, error: UnreadableError) -> Finding:
    """The finding of a file that could not be checked."""
    return catalogue.finding("file-unreadable", str(error), Span(path.name))
