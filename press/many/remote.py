"""Takes the address of a file store that fsspec knows; reads and sends the files of a build."""

from __future__ import annotations

import hashlib
import json
import posixpath
from typing import TYPE_CHECKING, Any

from plainpress.builders.address import connected, is_flat, protocols, said, told
from plainpress.document.errors import PlainpressError, UsageError
from plainpress.press import manifest, plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

# The digest of every file that we sent, by name: what is the same is not sent again. A file that
# is being sent is not in it, so that an upload which ends half-way is made good by the next.
LISTING = ".files.json"


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

    def check(self) -> None:
        """Raises `PlainpressError` where nothing can be read here, as without credentials."""
        bucket = self._root.partition("/")[0]
        with self._told():
            if self._is_flat and not self._store.exists(bucket):
                raise PlainpressError(f"{self.address}: there is no {bucket}: make it first")
            self._read(LISTING)

    def fetch(self, folder: Path, keeps: Callable[[dict[str, Any]], bool]) -> None:
        """Bring the manifest that is there, and the files that a build is to keep in it."""
        with self._told():
            content = self._read(manifest.FILE)
            if content is None:
                return
            (folder / manifest.FILE).write_bytes(content)
            for name in _names(content, keeps):
                if self._store.exists(self._path(name)):
                    self._store.get(self._path(name), str(folder / name), recursive=True)

    def send(self, folder: Path) -> int:
        """Send what is new, the manifest last; then take away what is there no more.

        It gives the number of files that were sent.
        """
        ours = _digests(folder)
        with self._told():
            listed, sizes = self._listed(), self._sizes()
            kept = {
                name: digest
                for name, digest in listed.items()
                if ours.get(name) == digest and sizes.get(name) == (folder / name).stat().st_size
            }
            new = [name for name in _ordered(ours, folder) if name not in kept]
            if new or listed != ours:
                self._renew(folder, new, kept, ours)
            new += self._renew_manifest(folder)
            gone = [self._path(name) for name in listed if name not in ours and name in sizes]
            if gone:
                self._store.rm(gone)
        return len(new)

    def write(self, name: str, content: bytes) -> None:
        """Write one file, and the folders above it where the store has folders."""
        with self._told():
            self._put(name, content)

    def _renew(
        self, folder: Path, new: list[str], kept: Mapping[str, str], ours: Mapping[str, str]
    ) -> None:
        self._put(LISTING, _json(kept))
        for name in new:
            self._put(name, (folder / name).read_bytes())
        self._put(LISTING, _json(ours))

    def _renew_manifest(self, folder: Path) -> list[str]:
        content = (folder / manifest.FILE).read_bytes()
        if content == self._read(manifest.FILE):
            return []
        self._put(manifest.FILE, content)
        return [manifest.FILE]

    def _put(self, name: str, content: bytes) -> None:
        path = self._path(name)
        folder = posixpath.dirname(path)
        if not self._is_flat and folder not in self._made:
            self._store.makedirs(folder, exist_ok=True)
            self._made.add(folder)
        self._store.pipe_file(path, content, **_typed(self._store, name))

    def _read(self, name: str) -> bytes | None:
        try:
            return bytes(self._store.cat_file(self._path(name)))
        except FileNotFoundError:
            return None

    def _listed(self) -> dict[str, str]:
        """The listing that is there, empty where there is none that can be read."""
        try:
            read = json.loads(self._read(LISTING) or b"{}")
            return {str(name): str(digest) for name, digest in read.items()}
        except (ValueError, AttributeError):
            return {}

    def _sizes(self) -> dict[str, int]:
        """The size of each file that is there, by name."""
        self._store.invalidate_cache()
        found = self._store.find(self._root, detail=True)
        start = len(self._root.rstrip("/")) + 1
        return {path[start:]: each["size"] for path, each in found.items()}

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"

    def _told(self) -> AbstractContextManager[None]:
        return told(
            self.address,
            "see that the address is right and that you may write there, and build again "
            "(nothing is sent twice)",
        )


def _connected(address: str) -> tuple[Any, str]:
    try:
        return connected(address, address)
    except PlainpressError:
        raise
    except Exception as error:
        raise UsageError(f"{address} cannot be written to: {said(error)}") from error


def _names(content: bytes, keeps: Callable[[dict[str, Any]], bool]) -> Iterator[str]:
    """The files that a manifest names and a build keeps. A name is no path: it stays in here."""
    try:
        rows = json.loads(content)["artifacts"]
        for row in rows:
            name = row["file"]
            if not {"/", "\\"} & set(name) and name not in {"", ".", ".."} and keeps(row):
                yield name
    except (ValueError, KeyError, TypeError):
        return


def _digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file but the manifest, and the record of the build, which is for us."""
    others = {folder / manifest.FILE, folder / plan.FILE}
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path not in others
    }


def _ordered(names: Mapping[str, str], folder: Path) -> list[str]:
    """First the files that were made, then the page that leads to them."""
    made = {row["file"] for row in json.loads((folder / manifest.FILE).read_bytes())["artifacts"]}
    return sorted(names, key=lambda name: (name.partition("/")[0] not in made, name))


def _json(names: Mapping[str, str]) -> bytes:
    return (json.dumps(dict(sorted(names.items())), indent=0) + "\n").encode()


def _typed(store: Any, name: str) -> dict[str, str]:  # noqa: ANN401 - any file store of fsspec
    """The media type, for a store that serves its files to browsers and takes it with them."""
    if "s3" not in protocols(store):
        return {}
    import mimetypes

    return {"ContentType": mimetypes.guess_type(name)[0] or "application/octet-stream"}
