"""Takes tasks and a crew; gives the result of each, whatever happens to the workers.

A worker that is killed takes its task with it, and in a pool of processes the tasks of the others
too. They are suspects: each is run again alone, so that one which kills its worker is known for
certain, and the others are built.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import FIRST_COMPLETED, CancelledError, wait
from typing import TYPE_CHECKING

from plainpress.document.errors import PlainpressError
from plainpress.press.many.tasks import FAILED, Result, Task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future

    from plainpress.press.many.executors import Crew


def results(crew: Crew, work: Callable[..., Result], tasks: Sequence[Task]) -> Iterator[Result]:
    """One result for each task, as they come. Raises `PlainpressError` if the crew is lost."""
    first = _Round(crew, work, tasks)
    yield from first.results(crew.width)
    for task in first.suspects:
        alone = _Round(crew, work, [task])
        yield from alone.results(lambda: 1)
        for each in alone.suspects:
            yield Result(each.name, FAILED, reasons=(_KILLS,))


_KILLS = (
    "its build killed the process that it ran in, more than once (there may not be enough memory); "
    "build it alone to see why"
)


class _Round:
    """Every task once. Those whose worker died are `suspects` afterwards."""

    def __init__(self, crew: Crew, work: Callable[..., Result], tasks: Sequence[Task]) -> None:
        self._crew, self._work = crew, work
        self._waiting = deque(tasks)
        self._running: dict[Future[Result], Task] = {}
        self.suspects: list[Task] = []

    def results(self, width: Callable[[], int]) -> Iterator[Result]:
        while self._waiting or self._running:
            self._begin(width())
            ended, _ = wait(self._running, return_when=FIRST_COMPLETED)
            for future in ended:
                if result := self._ended(future, self._running.pop(future)):
                    yield result

    def _begin(self, width: int) -> None:
        """Give the crew as many tasks as it can work at; no more, so that few are suspects."""
        while self._waiting and len(self._running) < width:
            task = self._waiting.popleft()
            try:
                self._running[self._crew.executor.submit(self._work, task)] = task
            except self._crew.died:  # just now; its other tasks will say so
                self._waiting.appendleft(task)
                return

    def _ended(self, future: Future[Result], task: Task) -> Result | None:
        try:
            result = future.result()
        except self._crew.died:
            self.suspects.append(task)
            return None
        except CancelledError:
            raise PlainpressError(
                f"{self._crew.words} went away while {task.name} was built: run the command again "
                "(what is built already is whole)"
            ) from None
        except Exception as error:  # noqa: BLE001 - the way there and back can fail as well
            said = " ".join(f"{type(error).__name__}: {error}".split())
            return Result(task.name, FAILED, reasons=(f"the worker could not take it: {said}",))
        if result.unspoken:
            self._running[self._crew.speak(self._work, task, result.unspoken)] = task
            return None
        return result
