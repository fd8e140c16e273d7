"""Takes a folder; gives it to one process at a time, and says so to the others.

The lock is the operating system's: it ends with the process that holds it, however that dies, so
that none is ever stale. The `filelock` library does the same, but its import alone takes 37 ms.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FILE = ".build-lock"
_BUSY = {errno.EAGAIN, errno.EACCES, errno.EDEADLK}
# File systems without locks, such as some shares: a build there goes on without one.
_UNABLE = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}


@contextmanager
def alone(folder: Path, wait: Callable[[], None]) -> Iterator[bool]:
    """Hold a folder until the end of the block. It is made, and goes again if it stays empty.

    `wait` hears once that another process holds it; it may raise an error, not to wait. Gives False
    where the file system knows no locks: then others may be at work in it too.
    """
    made = missing(folder)
    held, able = _taken(folder, wait)
    try:
        yield able
    finally:
        _give_back(folder / FILE, held)
        take_away(made)


def missing(folder: Path) -> list[Path]:
    """The folders that have to be made for this one, it first, then those above it."""
    return [each for each in (folder, *folder.parents) if not each.exists()]


def take_away(folders: list[Path]) -> None:
    """Take folders away again, up to the first that is not empty."""
    with suppress(OSError):
        for each in folders:
            each.rmdir()


def _taken(folder: Path, wait: Callable[[], None]) -> tuple[int, bool]:
    """The open lock file, once it is ours alone; whether it could be locked."""
    file = folder / FILE
    waited = False
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            held = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
        except FileNotFoundError:  # who had it has taken the empty folder away
            continue
        try:
            _lock(held, block=waited)
            if _is_same(held, file):
                return held, True
        except OSError as error:
            if error.errno in _UNABLE:
                return held, False
            os.close(held)
            if error.errno not in _BUSY:
                raise
            if not waited:
                wait()
            waited = True
        else:
            os.close(held)


def _is_same(held: int, file: Path) -> bool:
    """Whether the file is still there under its name: who had it takes it away at the end."""
    try:
        return os.path.samestat(os.fstat(held), file.stat())
    except FileNotFoundError:
        return False


def _give_back(file: Path, held: int) -> None:
    # Windows takes no open file away: there it is closed first, and another who has opened it
    # keeps it. Elsewhere it goes while it is ours, and who waits for it sees that it is gone.
    if sys.platform == "win32":
        os.close(held)
    with suppress(OSError):
        file.unlink()
    if sys.platform != "win32":
        os.close(held)


if sys.platform == "win32":
    import msvcrt

    def _lock(held: int, *, block: bool) -> None:
        msvcrt.locking(held, msvcrt.LK_LOCK if block else msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(held: int, *, block: bool) -> None:
        fcntl.flock(held, fcntl.LOCK_EX | (0 if block else fcntl.LOCK_NB))
