"""How many processes may work at once, and how one ends with that which started it, or is ended."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from multiprocessing import parent_process
from multiprocessing.connection import wait
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Set where many publications are built at once, each of them on one core.
ENVIRONMENT = "PLAINPRESS_CORES"
_PROCESSES = Path("/proc")
_PATIENCE = 10  # seconds in which the system ends what was killed
# prctl(2), of Linux: the signal of a process whose parent has ended, and whose child it is then.
_PARENT_ENDED, _TAKES_IN = 1, 36


def cores() -> int:
    """How many processes may work at once: PLAINPRESS_CORES, else one for each core."""
    if (limit := os.environ.get(ENVIRONMENT, "")).isdecimal():
        return max(1, int(limit))
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def end_with_parent() -> None:
    """Watch over the parent in a thread; without it, end at once and write nothing more."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def lead() -> None:
    """Let what is started below this process stay below it, and let it end with its parent.

    Linux alone can do both. The parent is the thread that started it, and the end is at once, also
    in the middle of C.
    """
    if sys.platform != "linux":
        return
    import ctypes

    with suppress(AttributeError, OSError):
        library = ctypes.CDLL(None)
        library.prctl(_TAKES_IN, 1, 0, 0, 0)
        library.prctl(_PARENT_ENDED, signal.SIGKILL, 0, 0, 0)


def end(leader: int) -> None:
    """Kill a process that leads a group, and all below it, which may hang in C as well.

    On Linux that is whatever was started below it, if it has called `lead`; on macOS its group; on
    Windows itself alone. Its number must be its own still: nobody has waited for it.
    """
    if sys.platform == "win32":
        os.kill(leader, signal.SIGTERM)
        return
    with suppress(ProcessLookupError):
        os.kill(leader, signal.SIGSTOP)  # it starts nothing more, and its children stay its own
        until = time.monotonic() + _PATIENCE
        while (below := set(_below(leader))) and time.monotonic() < until:
            for each in below:
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(each, signal.SIGKILL)
            time.sleep(0.01)
        os.killpg(leader, signal.SIGKILL)


def _below(leader: int) -> Iterator[int]:
    """The processes that were started below another and have not ended; none but on Linux."""
    parents = {}
    for each in _PROCESSES.glob("[0-9]*/stat"):
        with suppress(OSError):
            state, parent = each.read_text("utf-8", "replace").rpartition(")")[2].split()[:2]
            parents[int(each.parent.name)] = (int(parent), state)
    found = {leader}
    while more := {each for each, (parent, _) in parents.items() if parent in found} - found:
        found |= more
    yield from (each for each in found - {leader} if parents[each][1] not in "ZX")
