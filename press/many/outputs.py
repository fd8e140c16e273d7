"""Takes a folder or an address of fsspec; gives a folder to build into, whose files get there.

What lies at an address is built in a temporary folder, as far as it has changed, and then sent.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from plainpress.builders.address import MARK, is_address
from plainpress.document.errors import UsageError
from plainpress.document.records import dataclass
from plainpress.press.shelf import Folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.press.shelf import Shelf

_IN_MEMORY = "memory"


@dataclass(slots=True)
class Target:
    """Where to build, and how many files were sent on from there (none from a plain folder).

    `shelf` knows what earlier builds made. Where the build says that nothing `is_new`, nothing is
    sent.
    """

    folder: Path
    shelf: Shelf = field(default_factory=Folder)
    sent: int = 0
    is_new: bool = True


def is_in_memory(output: str) -> bool:
    """Whether only this process can see what is written there."""
    return output.startswith(_IN_MEMORY + MARK)


def plain(output: str) -> str:
    """The output, a file:// address as the folder that it is. Raises `UsageError`."""
    if not output.startswith(f"file{MARK}"):
        return output
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    parts = urlsplit(output)
    if parts.netloc not in {"", "localhost"} or not parts.path:
        raise UsageError(f"{output} names no folder: write file:// and the whole path, file:///x")
    return url2pathname(parts.path)


def under(output: str, name: str) -> str:
    """The output of a publication, under that of them all."""
    return f"{output.rstrip('/')}/{name}" if is_address(output) else str(Path(output) / name)


def check(output: str) -> None:
    """Raises an error where an address cannot be used from here, before anything is built."""
    if is_address(output):
        from plainpress.press.many.away import LISTING
        from plainpress.press.many.remote import Remote

        Remote(output).check(LISTING)


@contextmanager
def target(output: str, *, fresh: bool) -> Iterator[Target]:
    """A folder to build into. At the end of the block its files are sent, if they are to be.

    A `fresh` build trusts nothing that is at the address.
    """
    if not is_address(output):
        yield Target(Path(output))
        return
    from plainpress.press.many.away import Away
    from plainpress.press.many.remote import Remote

    with tempfile.TemporaryDirectory(prefix="plainpress-") as folder:
        away = Away(Remote(output), Path(folder), fresh=fresh)
        made = Target(Path(folder), away)
        yield made
        if made.is_new:
            made.sent = away.send()


def write(output: str, name: str, text: str) -> str:
    """Write a text under the output in one step; where it is."""
    place = under(output, name)
    if is_address(output):
        from plainpress.press.many.remote import Remote

        Remote(output).write(name, text.encode())
        return place
    from plainpress.press.many.record import replace_file

    replace_file(Path(place), text)
    return place
