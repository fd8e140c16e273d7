"""Takes a publication; gives its pages and findings as they are now, and says when they change."""

from __future__ import annotations

import time
from dataclasses import replace
from threading import Condition, Event, Thread
from typing import TYPE_CHECKING

from plainpress.document.errors import PlainpressError
from plainpress.document.records import dataclass
from plainpress.press.preview import pages as maker
from plainpress.press.preview.checker import Checker, reason
from plainpress.press.preview.watch import stamp

if TYPE_CHECKING:
    from pathlib import Path

    from plainpress.document.findings import Finding
    from plainpress.press.preview.pages import Pages
    from plainpress.press.preview.watch import Stamp

# Seconds. The files are looked at every `LOOK`, and again after `SETTLE` while they still change,
# since an editor may write a file in several steps. The checks begin once nothing has been saved
# for `QUIET`.
LOOK, SETTLE, QUIET = 0.2, 0.02, 0.2
# The longest share of the time that looking may take: a library can have thousands of files.
_SHARE = 0.1
_LONG = 3600.0


@dataclass(frozen=True, slots=True)
class State:
    """What there is to show. `number` counts the saves, `step` counts all changes.

    With `broken`, the pages are those of the last source without an error, None if there has
    been none. `findings` are of the reader only until they are `checked`. `problem` is why no
    page could be made or checked, where that is no fault of the source.
    """

    pages: Pages | None = None
    findings: tuple[Finding, ...] = ()
    checked: bool = False
    broken: bool = False
    problem: str = ""
    number: int = 0
    step: int = 0


class Session:
    """Follows one edition of a publication while it is written."""

    def __init__(self, source: Path, edition: str) -> None:
        self.source = source
        self.edition = edition
        self._state = State()
        self._seen: Stamp = frozenset()
        self._checker = Checker(source, edition)
        self._changed = Condition()
        self._over = Event()
        self._looked_at = Event()

    # --- What the server asks ---------------------------------------------------------

    @property
    def state(self) -> State:
        return self._state

    @property
    def is_over(self) -> bool:
        return self._over.is_set()

    def wait(self, step: int, seconds: float) -> State:
        """The next state after a step; the same one if none comes in time."""
        with self._changed:
            self._changed.wait_for(lambda: self._state.step != step or self.is_over, seconds)
            return self._state

    def look(self) -> None:
        """Say that somebody looks at a page: only then is it worth while to check it."""
        self._looked_at.set()

    # --- Its life ---------------------------------------------------------------------

    def start(self) -> None:
        """Make the pages, then follow the source and check it in the background."""
        self._seen = stamp(self.source)
        self.renew()
        for work in (self._follow, self._check):
            Thread(target=work, daemon=True, name=f"preview{work.__name__}").start()

    def stop(self) -> None:
        """End the background work, and let everybody go who waits."""
        self._over.set()
        self._looked_at.set()
        with self._changed:
            self._changed.notify_all()
        self._checker.close()

    def _put(self, state: State) -> None:
        with self._changed:
            self._state = replace(state, step=self._state.step + 1)
            self._changed.notify_all()

    # --- Pages ------------------------------------------------------------------------

    def renew(self) -> None:
        """Make the pages anew. Those of before stay where the source has an error."""
        before = self._state
        number = before.number + 1
        try:
            made = maker.make(self.source, self.edition)
        except Exception as error:  # noqa: BLE001 - the preview outlives what it cannot show
            self._put(State(before.pages, broken=True, problem=reason(error), number=number))
            return
        broken = made.pages is None
        self._put(State(made.pages or before.pages, made.faults, broken=broken, number=number))

    def _follow(self) -> None:
        pause = LOOK
        while not self._over.wait(pause):
            began = time.perf_counter()
            now = stamp(self.source)
            pause = max(LOOK, (time.perf_counter() - began) / _SHARE)
            if now != self._seen:
                self._seen = self._settled(now)
                self.renew()

    def _settled(self, now: Stamp) -> Stamp:
        """The files once they have stopped changing."""
        while not self._over.wait(SETTLE) and (later := stamp(self.source)) != now:
            now = later
        return now

    # --- Findings ---------------------------------------------------------------------

    def _check(self) -> None:
        self._looked_at.wait()
        while not self.is_over:
            state = self._state
            if state.checked or state.broken:
                self.wait(state.step, _LONG)
            elif self.wait(state.step, QUIET) is state and not self.is_over:
                self._find(state)

    def _find(self, state: State) -> None:
        """Run every check. What they say of a source that has been saved since is let go."""
        findings, problem = state.findings, ""
        try:
            findings = self._checker.findings()
        except PlainpressError as error:
            problem = str(error)
        with self._changed:
            if self._state is state:
                self._put(replace(state, findings=findings, checked=True, problem=problem))
