"""Takes an address that fsspec knows; gives the file store behind it, each refusal as one line.

`named` is what the address is called in the lines that a user reads, as "PLAINPRESS_CACHE=...".
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from plainpress.document.errors import MissingToolError, PlainpressError

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = "://"
# Stores that have no folders: to make one would make a bucket, which is for people to do.
_FLAT = {"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oci", "oss"}


def is_address(place: str) -> bool:
    """Whether this is an address, and no folder of this machine."""
    return MARK in place


def connected(address: str, named: str) -> tuple[Any, str]:
    """The store, and the path in it.

    Raises `MissingToolError` without fsspec or its part for this kind of address, and whatever
    else the part raises.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise MissingToolError(
            f"{named} needs fsspec: install it with `pip install 'plainpress[remote]'`"
        ) from None
    try:
        return url_to_fs(address)  # type: ignore[no-any-return]
    except ImportError as error:
        raise MissingToolError(f"{named}: {error}") from None


def protocols(store: Any) -> tuple[str, ...]:  # noqa: ANN401 - any file store of fsspec
    """The kinds of address that lead to a store."""
    return (store.protocol,) if isinstance(store.protocol, str) else tuple(store.protocol)


def is_flat(store: Any) -> bool:  # noqa: ANN401 - the same
    """Whether a store has no folders."""
    return bool(_FLAT & set(protocols(store)))


def said(error: Exception) -> str:
    """What an error says, on one line."""
    return " ".join(str(error).split()) or type(error).__name__


@contextmanager
def told(named: str, remedy: str) -> Iterator[None]:
    """Every refusal as one clear line: each store has errors of its own."""
    try:
        yield
    except PlainpressError:
        raise
    except Exception as error:
        raise PlainpressError(f"{named}: {said(error)}; {remedy}") from error
