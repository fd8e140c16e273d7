"""How many processes may work at once, and how one ends with that which started it."""

from __future__ import annotations

import os
from multiprocessing import parent_process
from multiprocessing.connection import wait
from threading import Thread

# Set where many publications are built at once, each of them on one core.
ENVIRONMENT = "PLAINPRESS_CORES"


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
