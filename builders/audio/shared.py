"""Speech that several machines share, at an address that fsspec knows: behind each one's own store.

An entry has the same bytes as in a folder, with its digest in front, so that one that was written
half-way counts as absent. What is used longest ago is not taken away here: that is for whoever
keeps the place, such as a rule of the bucket.
"""

from __future__ import annotations

import posixpath
from functools import cache
from typing import TYPE_CHECKING

from plainpress.builders.address import connected, is_flat, told
from plainpress.document.errors import PlainpressError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

_FOLDER = "speech"


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
        self._named = f"PLAINPRESS_CACHE={address}"
        try:
            self._store, root = connected(address, self._named)
        except ValueError as error:
            raise PlainpressError(f"{self._named}: {error}") from None
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
            if not is_flat(self._store):
                self._store.makedirs(posixpath.dirname(path), exist_ok=True)
            self._store.pipe_file(path, content)

    def _path(self, key: str) -> str:
        return f"{self._root}/{key[:2]}/{key[2:]}"

    def _told(self) -> AbstractContextManager[None]:
        return told(
            self._named,
            "see that the address is right and that you may read and write there, or name a folder",
        )
