"""Speech that several machines share, at an address that fsspec knows: behind each one's own store.

An entry has the same bytes as in a folder, with its digest in front, so that one that was written
half-way counts as absent. What is used longest ago is not taken away here: that is for whoever
keeps the place, such as a rule of the bucket.
"""

from __future__ import annotations

import posixpath
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from plainpress.document.errors import MissingToolError, PlainpressError

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARK = "://"
_FOLDER = "speech"


def is_address(place: str) -> bool:
    """Whether this is an address, and no folder of this machine."""
    return _MARK in place


@cache
def shared(address: str) -> Shared:
    """The shared speech at an address; one for each process."""
    return Shared(address)


class Shared:
    """Whole entries, digest included, under keys at an address.

    Raises `MissingToolError` without fsspec or its part for this kind of address, `PlainpressError`
    for whatever the place refuses.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        try:
            from fsspec.core import url_to_fs
        except ImportError:
            raise MissingToolError(
                f"PLAINPRESS_CACHE={address} needs fsspec: install it with "
                "`pip install 'plainpress[remote]'`"
            ) from None
        try:
            self._store, root = url_to_fs(address)
        except ImportError as error:
            raise MissingToolError(f"PLAINPRESS_CACHE={address}: {error}") from None
        except ValueError as error:
            raise PlainpressError(f"PLAINPRESS_CACHE={address}: {error}") from None
        self._root = f"{root.rstrip('/')}/{_FOLDER}"

    def get(self, key: str) -> bytes | None:
        """The bytes of an entry, None where there is none."""
        with self._told():
            try:
                content: bytes = self._store.cat_file(self._path(key))
            except FileNotFoundError:
                return None
            return content

    def put(self, key: str, content: bytes) -> None:
        path = self._path(key)
        with self._told():
            if not _is_flat(self._store):
                self._store.makedirs(posixpath.dirname(path), exist_ok=True)
            self._store.pipe_file(path, content)

    def _path(self, key: str) -> str:
        return f"{self._root}/{key[:2]}/{key[2:]}"

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Every refusal as one clear line: each place has errors of its own."""
        try:
            yield
        except PlainpressError:
            raise
        except Exception as error:
            said = " ".join(str(error).split()) or type(error).__name__
            raise PlainpressError(
                f"PLAINPRESS_CACHE={self.address}: {said}; see that the address is right and that "
                "you may read and write there, or name a folder"
            ) from error


def _is_flat(store: Any) -> bool:  # noqa: ANN401 - any file store of fsspec
    """Whether a store has no folders: making one would make a bucket, which is for people to do."""
    names = (store.protocol,) if isinstance(store.protocol, str) else store.protocol
    return bool({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oci", "oss"} & set(names))
