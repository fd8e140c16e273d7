"""Takes what a task sets for a whole process; gives it the process of its worker, for a time."""

from __future__ import annotations

import gc
import os
import tempfile
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Typst sets pages in threads on all cores, numpy counts in them, and speech is made in processes
# of its own, each of which loads a voice: the other publications have the other cores.
_ONE_CORE = {"RAYON_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PLAINPRESS_CORES": "1"}
_LOCK = threading.Lock()


class Turn:
    """The process for the length of a block: one task has it at a time, whatever threads there are.

    Meanwhile the environment of its order holds, and nobody searches for garbage, which takes a
    fifth of a build's time.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._wanted = {**_ONE_CORE, **environment}
        self._earlier: dict[str, str | None] = {}
        self._collects = False

    def __enter__(self) -> Self:
        _LOCK.acquire()
        self._earlier = {name: os.environ.get(name) for name in self._wanted}
        os.environ.update(self._wanted)
        self._collects = gc.isenabled()
        gc.disable()
        return self

    def __exit__(self, *_: object) -> None:
        if self._collects:
            gc.enable()
        for name, value in self._earlier.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        _LOCK.release()

    @contextmanager
    def given_up(self) -> Iterator[None]:
        """Let others have the process while this task waits; it goes on where it was."""
        place, tempfile.tempdir = tempfile.tempdir, None
        self.__exit__()
        try:
            yield
        finally:
            self.__enter__()
            tempfile.tempdir = place
