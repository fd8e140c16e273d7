"""Takes the steps of a build as words; shows them to a person at a terminal, or to a log."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import ProgressColumn

_EVERY = 20.0  # seconds between two lines in a log
_MINUTE = 60
_SOON = 5  # seconds
_TELLING = 0.02  # the share that must be done before it says how long the rest will take


class Part(str):
    """A step of which a share is done: its words, its name, and the share from 0 to 1.

    Steps of different names may be at work at once.
    """

    __slots__ = ("name", "share")
    name: str
    share: float

    def __new__(cls, words: str, name: str, share: float) -> Self:
        made = super().__new__(cls, words)
        made.name, made.share = name, share
        return made

    def __getnewargs__(self) -> tuple[str, str, float]:  # type: ignore[override]
        """What a copy is made from that comes out of another process."""
        return str(self), self.name, self.share


def left(share: float, seconds: float) -> str:
    """How long the rest takes if it goes on like this: ", about 2 minutes left"."""
    if share < _TELLING or share >= 1:
        return ""
    rest = seconds * (1 - share) / share
    if rest < _MINUTE:
        return f", about {max(_SOON, round(rest / _SOON) * _SOON)} seconds left"
    minutes = round(rest / _MINUTE)
    return f", about {minutes} minute{'' if minutes == 1 else 's'} left"


@contextmanager
def shown() -> Iterator[Callable[[str], None]]:
    """Takes each step as it begins. A bar shows how far one is that says so."""
    if sys.stderr.isatty():
        with _bar() as tell:
            yield tell
    else:
        yield _Log()


@contextmanager
def _bar() -> Iterator[Callable[[str], None]]:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(*_columns(), console=Console(stderr=True), transient=True) as bar:
        tasks = {"": bar.add_task("reading ...", total=None)}

        def tell(step: str) -> None:
            name, share = (step.name, step.share) if isinstance(step, Part) else ("", 0.0)
            if name not in tasks:
                tasks[name] = bar.add_task(name, total=1.0)
            shown = share < 1
            bar.update(tasks[name], description=f"{step} ...", completed=share, visible=shown)

        yield tell


def _columns() -> tuple[ProgressColumn, ...]:
    from rich.progress import BarColumn, SpinnerColumn, Task, TextColumn
    from rich.text import Text

    class Bar(BarColumn):
        """A bar that is there only while there is something to measure."""

        def render(self, task: Task) -> Text:  # type: ignore[override]
            return super().render(task) if task.total else Text()  # type: ignore[return-value]

    return SpinnerColumn(), Bar(bar_width=24), TextColumn("{task.description}", markup=False)


class _Log:
    """Writes a line now and then of each step that takes long; the other steps are quick."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._last: dict[str, float] = {}

    def __call__(self, step: str) -> None:
        now = time.monotonic()
        if isinstance(step, Part) and now - self._last.get(step.name, self._began) >= _EVERY:
            self._last[step.name] = now
            sys.stderr.write(f"plainpress: {step}\n")
