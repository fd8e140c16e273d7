"""Takes the long steps of a publication that a worker builds; gives them to all workers as tasks.

The publication's own task goes on meanwhile with what is left to it. When it has to wait, it leaves
its worker's thread to others, also to its own steps.
"""

from __future__ import annotations

import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from plainpress.press.many.turn import Turn

if TYPE_CHECKING:
    from collections.abc import Callable

    from plainpress.press.many.tasks import Task
    from plainpress.press.plan import Results, Step


class WorkersDiedError(Exception):
    """More workers died with a step than its cluster allows; it may not be the step's fault."""


class Parts:
    """Steps that other workers are at, for a publication whose stage all of them can write to."""

    def __init__(self, task: Task, turn: Turn) -> None:
        self._task, self._turn = task, turn
        self._running: dict[Any, str] = {}
        self._has_seceded = False

    def __reduce__(self) -> tuple[Any, ...]:
        """It does not travel: a step has no steps of its own."""
        return type(None), ()

    def begin(self, step: Step, results: Results) -> None:
        """Give a step away; the results are those that it needs."""
        given = (self._task.environment, step.work, results, tempfile.gettempdir())
        future = _dask().get_client().submit(work, *given, pure=False)
        self._running[future] = step.name

    def ended(self) -> tuple[str, Any]:
        """Wait for one of the steps: its name, and its result.

        Raises the error of the step, and `WorkersDiedError`.
        """
        self._wait("FIRST_COMPLETED")
        future = next(each for each in self._running if each.done())
        name = self._running.pop(future)
        try:
            return name, future.result()
        except _dask().KilledWorker as error:
            raise WorkersDiedError(name) from error

    def close(self) -> None:
        """Let no step outlive the stage that it writes to."""
        if self._running:
            with suppress(Exception):  # the cluster may be gone
                self._wait("ALL_COMPLETED")
        self._running.clear()

    def _wait(self, until: str) -> None:
        with self._turn.given_up():
            if not self._has_seceded:
                _dask().secede()
                self._has_seceded = True
            _dask().wait(list(self._running), return_when=until)


def _dask() -> Any:  # noqa: ANN401 - it has no types
    import distributed

    return distributed


def work(
    environment: tuple[tuple[str, str], ...],
    step: Callable[[Results, Callable[[str], None]], Any],
    results: Results,
    place: str,
) -> Any:  # noqa: ANN401 - as of any step
    """Do a step on this worker. What it writes meanwhile, it writes into the stage (`place`)."""
    with Turn(dict(environment)):
        usual, tempfile.tempdir = tempfile.tempdir, place
        try:
            return step(results, lambda _: None)
        finally:
            tempfile.tempdir = usual
