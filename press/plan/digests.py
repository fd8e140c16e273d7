"""Takes values, files and what is installed here; gives a digest of each: SHA-256, hexadecimal.

A digest says whether a thing is still the same as when it was last used. It is the same on every
machine, so that finished files can be carried from one to another and are still known.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import shutil
import sys
from functools import cache
from importlib import import_module
from itertools import islice
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, Any

from plainpress.document.model import ImageFile
from plainpress.press.publications import SETTINGS_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator

# The rooms of plainpress whose code and data each kind of step runs on.
ROOMS = ("document", "builders", "templates", "accessibility", "press")
READING = ("document", "templates", "accessibility", "press")
BUILDING = ("document", "builders", "templates", "press")
CHECKING = ("document", "builders", "accessibility", "press")
_MOST = 20_000  # files of a publication
_LARGEST = 100_000_000  # bytes of a file that is worth a digest; larger ones are refused anyway
_FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")


def of_value(value: object) -> str:
    """Of a tree of records: every field counts, spans too, and the bytes of each picture."""
    return weighed(value)[0]


def weighed(value: object) -> tuple[str, int]:
    """The digest of a tree of records, and its weight: the bytes that it would fill."""
    held = io.BytesIO()
    _Pickler(held, protocol=5).dump(value)
    return hashlib.sha256(held.getbuffer()).hexdigest(), held.tell()


class _Pickler(pickle.Pickler):
    """Equal trees give equal bytes, however they share their parts and wherever they lie."""

    fast = True  # no memo of objects met before

    def reducer_override(self, value: object) -> Any:  # noqa: ANN401 - as the library has it
        if isinstance(value, ImageFile):
            told = (value.name, value.media_type, value.width, value.height, of_file(value.file))
            return tuple, (told,)
        return NotImplemented


def of_file(path: Path) -> str:
    """Of a file's bytes, read piece by piece; empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def of_sources(source: Path, output: Path) -> dict[str, str] | None:
    """Of each file of a publication, by its path there: all that reading it can depend on.

    What begins with a dot is left out, and so is the folder that is built into. None is opened
    that may lie outside: of a link, where it leads counts; of what no reader takes, its size and
    time. Gives None for a folder that is no publication, or has too many files to look through.
    """
    if source.is_file():
        return {source.name: _of_source(source)}
    if not (source / SETTINGS_FILE).is_file():
        return None
    found = list(islice(_files(source, output.resolve()), _MOST + 1))
    if len(found) > _MOST:
        return None
    return {file.relative_to(source).as_posix(): _of_source(file) for file in found}


def _files(folder: Path, skip: Path) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():
            if entry.resolve() != skip:
                yield from _files(entry, skip)
        else:
            yield entry


def _of_source(file: Path) -> str:
    if file.is_symlink():
        return f"to {file.readlink()}"
    found = file.stat()
    if not S_ISREG(found.st_mode) or found.st_size > _LARGEST:
        return f"{found.st_mode} {found.st_size} {found.st_mtime_ns}"
    return of_file(file)


@cache
def code(room: str) -> str:
    """Of all code and data of a room of plainpress, as this process found it."""
    digest = hashlib.sha256()
    for folder in import_module(f"plainpress.{room}").__path__:
        for file in _code_files(Path(folder)):
            name = file.relative_to(folder).as_posix()
            digest.update(f"{name}\0{of_file(file)}\0".encode())
    return digest.hexdigest()


def _code_files(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        if file.suffix != ".pyc" and file.is_file():
            yield file


@cache
def packages() -> str:
    """Of the names and versions of all that is installed beside us, and of Python's own."""
    names = {
        name
        for folder in sys.path
        for name in _names(Path(folder))
        if name.endswith((".dist-info", ".egg-info"))
    }
    return of_value((sys.version, sys.platform, sorted(names)))


def programs() -> str:
    """Of the layout engine and the fonts of this machine, without starting anything.

    A new version of LibreOffice has another file of versions beside its program; a font that
    comes or goes changes the time of its folder.
    """
    found: list[tuple[object, ...]] = []
    if engine := shutil.which("soffice") or shutil.which("libreoffice"):
        program = Path(engine).resolve()
        found.append((str(program), of_file(program.with_name("versionrc"))))
    for place in _FONTS:
        for folder, _, files in os.walk(Path(place).expanduser()):
            found.append((folder, sorted(files)))
    return of_value(sorted(found, key=repr))


def _names(folder: Path) -> list[str]:
    try:
        return [each.name for each in folder.iterdir()]
    except OSError:  # not there, or an archive
        return []
