"""Takes a publication; gives a stamp of its files that is another one once a file has changed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# The name of a file, when it changed (in nanoseconds) and how long it is (in bytes).
Stamp = frozenset[tuple[str, int, int]]


def stamp(source: Path) -> Stamp:
    """A publication's files as they are now. It asks for their times and opens none of them.

    Of a single file it is what lies beside it, and in folders right below: its pictures.
    """
    if source.is_dir():
        return frozenset(_files(source, deepest=None))
    return frozenset(_files(source.parent, deepest=1))


def _files(folder: Path, deepest: int | None) -> Iterator[tuple[str, int, int]]:
    try:
        with os.scandir(folder) as entries:
            found = [entry for entry in entries if not entry.name.startswith(".")]
    except OSError:  # it has just gone, or is not ours to see
        return
    for entry in found:
        try:
            if entry.is_dir(follow_symlinks=False):
                if deepest != 0:
                    yield from _files(Path(entry.path), None if deepest is None else deepest - 1)
            else:
                told = entry.stat()
                yield entry.path, told.st_mtime_ns, told.st_size
        except OSError:  # editors put a new file in the place of the old one
            continue
