"""Takes a folder or an address of fsspec; gives a folder to build into, whose files get there.

What lies at an address is built in a temporary folder and then sent file by file, the manifest
last: whoever reads the manifest finds every file that it names.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plainpress.builders.address import MARK, is_address
from plainpress.document.errors import UsageError
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_IN_MEMORY = "memory"


@dataclass(slots=True)
class Target:
    """Where to build, and how many files were sent on from there (none from a plain folder).

    Nothing is sent of a build that is not `is_whole`.
    """

    folder: Path
    sent: int = 0
    is_whole: bool = True


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
        from plainpress.press.many.remote import Remote

        Remote(output).check()


@contextmanager
def target(output: str, keeps: Callable[[dict[str, Any]], bool]) -> Iterator[Target]:
    """A folder to build into. At the end of the block its files are sent, if they are to be.

    `keeps` tells of an entry of the manifest that is at the address whether the build will leave
    it as it is: the build has such files before it, as in a folder.
    """
    if not is_address(output):
        yield Target(Path(output))
        return
    from plainpress.press.many.remote import Remote

    remote = Remote(output)
    with tempfile.TemporaryDirectory(prefix="plainpress-") as folder:
        made = Target(Path(folder))
        remote.fetch(made.folder, keeps)
        yield made
        if made.is_whole:
            made.sent = remote.send(made.folder)


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
