"""Takes steps that need each other; runs each as soon as it can, side by side on all cores.

A step runs in a fork of this process where it pays (`apart`): a fork has all that was read and
sends back what it made. Where the system has no safe fork, or with one job, steps run here one
after the other.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self

from plainpress.builders.processes import cores, end_with_parent, lead
from plainpress.document.errors import StoppedError
from plainpress.document.records import dataclass
from plainpress.press.progress import Part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.context import ForkProcess

_PATIENCE = 10  # seconds in which a step that is ended may clear up
_THREADS = Path("/proc/self/task")

Tell = Callable[[str], None]
Results = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """`work` takes the results of the steps that it `needs`, by name, and a way to tell.

    `known` takes the same results, and gives the step's own where nothing has to be done for it,
    else None. `apart` says that a process of its own pays: the step is long, or starts threads
    or programs. `far` says that even another machine pays, if it can write into the same folder.
    """

    name: str
    needs: tuple[str, ...]
    known: Callable[[Results], Any]
    work: Callable[[Results, Tell], Any]
    apart: bool = True
    far: bool = False


class Elsewhere(Protocol):
    """Where steps are done that are `far`, if there is such a place."""

    def begin(self, step: Step, results: Results) -> None:
        """Give a step away; `results` are those that it needs."""

    def ended(self) -> tuple[str, Any]:
        """Wait for one of the steps: its name, and its result. Raises its error."""

    def close(self) -> None:
        """End, or wait for, whatever is still at work."""


def forks(jobs: int) -> int:
    """How many forks of this process may work at once; 0 where it is not safe to fork.

    `jobs` is what was asked for, 0 for as many as there are cores. It is not safe where a library
    has started threads of its own, which a fork does not take along: ask before anything is read.
    """
    wanted = jobs or cores()
    if sys.platform != "linux" or wanted == 1:
        return 0
    has_others = len(list(_THREADS.iterdir())) > threading.active_count()
    return 0 if has_others else wanted


def run(
    steps: Sequence[Step], forks: int, tell: Tell, elsewhere: Elsewhere | None = None
) -> dict[str, Any]:
    """The result of every step. The first error ends all of them, and is raised.

    With no forks, steps run here one after the other, save those that are done `elsewhere`. Raises
    `StoppedError` where a process ended before its step did.
    """
    if len(steps) == 1:
        forks, elsewhere = 0, None
    with _Runner(steps, forks, tell, elsewhere) as runner:
        return runner.run()


class _Runner:
    """The steps that wait for others, those that are due, those at work, and all results."""

    def __init__(
        self, steps: Sequence[Step], forks: int, tell: Tell, elsewhere: Elsewhere | None
    ) -> None:
        self._waiting = list(steps)
        self._due: list[Step] = []
        self._running: dict[Connection, tuple[Step, ForkProcess]] = {}
        self._elsewhere = elsewhere
        self._given_away = 0
        self._results: dict[str, Any] = {}
        self._doing: dict[str, str] = {}
        self._forks = forks
        self._tell = tell

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._elsewhere:
            self._elsewhere.close()
        for _step, process in self._running.values():
            process.terminate()
        for _step, process in self._running.values():
            process.join(_PATIENCE)
            if process.pid:
                with suppress(ProcessLookupError):  # all is ended, as it should be
                    os.killpg(process.pid, signal.SIGKILL)
            process.join()

    def run(self) -> dict[str, Any]:
        while self._sort_out() or self._due or self._running or self._given_away:
            self._give_away()
            self._start_forks()
            here = next((step for step in self._due if not self._goes_apart(step)), None)
            if here:
                self._due.remove(here)
                tell = partial(self._hear, here)
                self._results[here.name] = here.work(self._results, tell)
                self._leave(here)
            elif self._running:
                self._listen()
            elif self._elsewhere and self._given_away:
                name, self._results[name] = self._elsewhere.ended()
                self._given_away -= 1
        return self._results

    def _sort_out(self) -> bool:
        """Take the results that are known, and those behind them; whether any step still waits.

        Each step is asked once, when all that it needs is there.
        """
        while ready := [step for step in self._waiting if self._results.keys() >= {*step.needs}]:
            for step in ready:
                self._waiting.remove(step)
                if (result := step.known(self._results)) is None:
                    self._due.append(step)
                else:
                    self._results[step.name] = result
        return bool(self._waiting)

    def _goes_apart(self, step: Step) -> bool:
        return step.apart and self._forks > 0

    def _give_away(self) -> None:
        if self._elsewhere:
            for step in [each for each in self._due if each.far]:
                self._due.remove(step)
                self._elsewhere.begin(step, {name: self._results[name] for name in step.needs})
                self._given_away += 1

    def _start_forks(self) -> None:
        for step in list(filter(self._goes_apart, self._due)):
            if len(self._running) >= self._forks:
                return
            self._due.remove(step)
            ours, theirs = multiprocessing.Pipe(duplex=False)
            process = multiprocessing.get_context("fork").Process(
                target=_in_fork, args=(step, self._results, theirs)
            )
            process.start()
            theirs.close()
            self._running[ours] = (step, process)
            self._doing[step.name] = f"making {step.name}"  # until it says more

    def _listen(self) -> None:
        """Wait until a fork says something, and take note of it."""
        for ready in wait(list(self._running)):
            assert isinstance(ready, Connection)  # noqa: S101 - no other kind was given
            step, process = self._running[ready]
            try:
                kind, said = ready.recv()
            except EOFError:
                kind, said = "error", StoppedError(_ended(step, process))
            if kind == "tell":
                self._hear(step, said)
                continue
            process.join()
            ready.close()
            del self._running[ready]
            if kind == "error":
                raise said
            self._results[step.name] = said
            self._leave(step)

    def _hear(self, step: Step, words: str) -> None:
        """Pass on what a step is at, with what the others are at; how far it is, as it is."""
        if isinstance(words, Part):
            self._tell(words)
            return
        self._doing[step.name] = words
        self._tell(self._all())

    def _leave(self, step: Step) -> None:
        """A step has ended: what is told last is what is still at work."""
        if self._doing.pop(step.name, "") and self._doing:
            self._tell(self._all())

    def _all(self) -> str:
        return ", ".join(self._doing.values())


def _ended(step: Step, process: ForkProcess) -> str:
    process.join()
    return (
        f"the process that made {step.name} was ended from outside (exit code {process.exitcode}), "
        "perhaps for want of memory: run the command again with --jobs 1; "
        "no finished file has been harmed"
    )


def _in_fork(step: Step, results: Results, out: Connection) -> None:
    """Run one step and send what came of it. It ends when its parent is killed.

    It leads a group of processes, with the programs that it starts: Ctrl-C reaches the parent
    alone, which ends the step in a way that lets it clear up, and then what is left of the group.
    """
    os.setpgrp()
    lead()
    end_with_parent()
    signal.signal(signal.SIGTERM, _leave)
    try:
        made = step.work(results, lambda words: out.send(("tell", words)))
        out.send(("made", made))
    except BaseException as error:  # noqa: BLE001 - whatever it was, the parent raises it
        out.send(("error", error))
    finally:
        out.close()


def _leave(*_: object) -> None:
    raise SystemExit(1)
