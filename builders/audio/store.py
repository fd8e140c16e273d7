"""Where speech is kept: plain files, each named by the digest of what it was made from.

An entry is written under a temporary name and renamed, so that a process killed at any moment
leaves whole entries only and two builds can share the store. It begins with the digest of what
follows; one that does not match when it is read counts as absent, and is taken away.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from plainpress.builders.address import is_address
from plainpress.builders.audio.shared import shared
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.builders.audio.shared import Shared

ENVIRONMENT = "PLAINPRESS_CACHE"
LIMIT = 4_000_000_000  # bytes: about a hundred hours of speech
_DIGEST = 32  # bytes of SHA-256
_TEMPORARY = ".part-"
_DAY = 86_400


def folder() -> Path:
    """Where this machine keeps speech: PLAINPRESS_CACHE, else the system's place for caches.

    Where PLAINPRESS_CACHE is an address, what it holds is kept here as well.
    """
    chosen = os.environ.get(ENVIRONMENT, "")
    if chosen and not is_address(chosen):
        return Path(chosen) / "speech"
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "plainpress" / "speech"


def key_of(*parts: object) -> str:
    """The name of what is made from these parts: numbers, strings, and lists of them."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Totals:
    """What a store holds: entries, and the bytes that they take."""

    entries: int
    size: int


class Store:
    """Entries of bytes under keys, in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, key: str) -> Path:
        """Where an entry is, or would be."""
        return self.root / key[:2] / key[2:]

    def __contains__(self, key: str) -> bool:
        """Whether there is an entry; only `get` knows whether it is whole."""
        return self.path(key).is_file() or self._fetched(key) is not None

    def get(self, key: str) -> bytes | None:
        """The bytes of a whole entry, else None."""
        data = self._own(key)
        return self._fetched(key) if data is None else data

    def _fetched(self, key: str) -> bytes | None:
        """The bytes of a whole entry of the shared speech, kept here from now on."""
        if (others := _shared()) and (content := others.get(key)):
            data = content[_DIGEST:]
            if hashlib.sha256(data).digest() == content[:_DIGEST]:
                self._keep(key, data)
                return data
        return None

    def _own(self, key: str) -> bytes | None:
        path = self.path(key)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        data = content[_DIGEST:]
        if hashlib.sha256(data).digest() != content[:_DIGEST]:
            path.unlink(missing_ok=True)
            return None
        _touch(path)
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key. Raises `OSError` where the disk is full or closed to us."""
        self._keep(key, data)
        if others := _shared():
            others.put(key, hashlib.sha256(data).digest() + data)

    def _keep(self, key: str, data: bytes) -> None:
        path = self.path(key)
        try:
            handle, name = self._part(path.parent)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = self._part(path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(data).digest())
                file.write(data)
            os.replace(name, path)  # noqa: PTH105 - atomic by its contract
        except BaseException:
            with suppress(OSError):
                os.unlink(name)  # noqa: PTH108
            raise

    @staticmethod
    def _part(folder: Path) -> tuple[int, str]:
        """A new file under a temporary name in a folder."""
        return tempfile.mkstemp(prefix=f"{_TEMPORARY}{os.getpid()}-", dir=folder)

    def totals(self) -> Totals:
        """How much there is."""
        sizes = [entry.stat().st_size for entry in self._entries()]
        return Totals(len(sizes), sum(sizes))

    def prune(self, limit: int = LIMIT) -> Totals:
        """Take away what was used longest ago until the rest fits; what was taken away."""
        entries = sorted((_used(path), path) for path in self._entries())
        over = sum(size for (_, size), _ in entries) - limit
        gone = size_gone = 0
        for (_, size), path in entries:
            if over - size_gone <= 0:
                break
            path.unlink(missing_ok=True)
            gone, size_gone = gone + 1, size_gone + size
        self._clear_parts()
        return Totals(gone, size_gone)

    def _entries(self) -> Iterator[Path]:
        for path in self.root.glob("??/*"):
            if not path.name.startswith(_TEMPORARY):
                yield path

    def _clear_parts(self) -> None:
        """Take away what killed processes left half written, a day later."""
        for path in self.root.glob(f"??/{_TEMPORARY}*"):
            with suppress(OSError):
                if path.stat().st_mtime < time.time() - _DAY:
                    path.unlink()


def _shared() -> Shared | None:
    """The speech that this machine shares with others, if PLAINPRESS_CACHE is its address."""
    chosen = os.environ.get(ENVIRONMENT, "")
    return shared(chosen) if is_address(chosen) else None


def _used(path: Path) -> tuple[float, int]:
    """When an entry was last used, and its size."""
    try:
        found = path.stat()
    except FileNotFoundError:  # another process took it away
        return 0.0, 0
    return found.st_mtime, found.st_size


def _touch(path: Path) -> None:
    """Note that an entry was used, to the day."""
    with suppress(OSError):
        if path.stat().st_mtime < time.time() - _DAY:
            os.utime(path)
