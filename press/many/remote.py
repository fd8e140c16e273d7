"""Takes the address of a file store that fsspec knows; reads, writes and lists the files there."""

from __future__ import annotations

import posixpath
import sys
from typing import TYPE_CHECKING, Any

from plainpress.builders.address import connected, is_flat, protocols, said, told
from plainpress.document.errors import PlainpressError, UsageError
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

# What stores tell of a file that changes with its bytes, or at least when it is written.
_MARKS = (
    *("ETag", "etag", "md5Hash", "checksum"),
    *("mtime", "LastModified", "last_modified", "modified", "created"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A file at an address: its bytes, and what its store has to tell it by, empty for nothing."""

    size: int
    mark: str


class Remote:
    """The files under one address.

    Raises `MissingToolError` without fsspec or its part for this kind of address, `UsageError`
    for a kind that nobody knows, `PlainpressError` for whatever the store refuses.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._store, self._root = _connected(address)
        self._made: set[str] = set()
        self._is_flat = is_flat(self._store)

    def check(self, name: str) -> None:
        """Raises `PlainpressError` where nothing can be read here, as without credentials."""
        bucket = self._root.partition("/")[0]
        with self._told():
            if self._is_flat and not self._store.exists(bucket):
                raise PlainpressError(f"{self.address}: there is no {bucket}: make it first")
        self.read(name)

    def read(self, name: str) -> bytes | None:
        """The bytes of a file, None where there is none."""
        with self._told():
            try:
                return bytes(self._store.cat_file(self._path(name)))
            except FileNotFoundError:
                return None

    def write(self, name: str, content: bytes) -> None:
        """Write one file, and the folders above it where the store has folders."""
        path = self._path(name)
        folder = posixpath.dirname(path)
        with self._told():
            if not self._is_flat and folder not in self._made:
                self._store.makedirs(folder, exist_ok=True)
                self._made.add(folder)
            self._store.pipe_file(path, content, **_typed(self._store, name))

    def found(self) -> Mapping[str, Found]:
        """Every file that is there, by a name that leads nowhere else."""
        with self._told():
            self._store.invalidate_cache()
            files = self._store.find(self._root, detail=True)
        start = len(self._root.rstrip("/")) + 1
        named = {path[start:]: each for path, each in files.items()}
        return {
            name: Found(each["size"], _mark(each)) for name, each in named.items() if is_name(name)
        }

    def bring(self, names: Iterable[str], folder: Path) -> None:
        """Bring files into a folder, under the same names."""
        for name in names:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with self._told():
                self._store.get_file(self._path(name), str(target))

    def take_away(self, names: Iterable[str]) -> None:
        """Take files away, all at once."""
        if paths := [self._path(name) for name in names]:
            with self._told():
                self._store.rm(paths)

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"

    def _told(self) -> AbstractContextManager[None]:
        return told(
            self.address,
            "see that the address is right and that you may write there, and build again "
            "(nothing is sent twice)",
        )


def is_name(name: str) -> bool:
    """Whether it names a file below a folder, wherever that is, and nothing beside it."""
    if sys.platform == "win32" and ":" in name:
        return False
    return "\\" not in name and not {"", ".", ".."} & set(name.split("/"))


def _connected(address: str) -> tuple[Any, str]:
    try:
        return connected(address, address)
    except PlainpressError:
        raise
    except Exception as error:
        raise UsageError(f"{address} cannot be written to: {said(error)}") from error


def _mark(told: Mapping[str, Any]) -> str:
    return next((str(told[name]) for name in _MARKS if told.get(name)), "")


def _typed(store: Any, name: str) -> dict[str, str]:  # noqa: ANN401 - any file store of fsspec
    """The media type, for a store that serves its files to browsers and takes it with them."""
    if "s3" not in protocols(store):
        return {}
    import mimetypes

    return {"ContentType": mimetypes.guess_type(name)[0] or "application/octet-stream"}
