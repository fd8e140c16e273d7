"""Takes a function and what to do it to; gives the results, made on all cores, in order of need."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from plainpress.builders.processes import cores, end_with_parent
from plainpress.document.errors import StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

T = TypeVar("T")
R = TypeVar("R")

# Fewer pieces of work than this are done here: a process that loads a voice takes a second.
FEW = 6


class Workers:
    """Processes that are started when there is enough to do, and once only."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def done(self, work: Callable[[T], R], items: Sequence[T], few: int = FEW) -> Iterator[R]:
        """Results as they come. The first error ends all: nothing that waits is begun.

        Less than `few` items are worked on here. Raises `StoppedError` where a process ends
        before its work does.
        """
        if len(items) < few or cores() == 1:
            yield from map(work, items)
            return
        try:
            yield from self._apart(work, items)
        except BrokenProcessPool:
            raise StoppedError(
                "a process that made sound was ended from outside, perhaps for want of memory: run "
                "the command again; what was spoken until then is kept, and no finished file has "
                "been harmed"
            ) from None

    def _apart(self, work: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
        pool = self._started()
        waiting = iter(items)
        running = {pool.submit(work, item) for item in islice(waiting, 4 * cores())}
        while running:
            ended, running = wait(running, return_when=FIRST_COMPLETED)
            running |= {pool.submit(work, item) for item in islice(waiting, len(ended))}
            for each in ended:
                yield each.result()

    def _started(self) -> ProcessPoolExecutor:
        # A fresh interpreter each: engines do not survive a fork of a process with threads.
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(cores(), context, end_with_parent)
        return self._pool

    def close(self) -> None:
        """End the processes; work that waits is not begun."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


@contextmanager
def workers() -> Iterator[Workers]:
    """Processes for the length of a block."""
    made = Workers()
    try:
        yield made
    finally:
        made.close()
