"""Takes work and the minutes that it may take; gives what came of it, or ends all that is at it.

The work is done by another process (`limited`), which a clock in this one ends from outside: what
hangs in C hears no signal in Python. That process is kept for the next work of this thread, so that
a limit on each of many publications costs no start of Python for each.
"""

from __future__ import annotations

import atexit
import os
import pickle
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Timer, local
from typing import TYPE_CHECKING, Any

from plainpress.builders import processes
from plainpress.document.errors import StoppedError, TimeLimitError
from plainpress.press import limited, lock
from plainpress.press.progress import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from plainpress.document.findings import Finding
    from plainpress.press import report as reporter
    from plainpress.press.build import Outcome, Request

_MINUTE = 60
_PATIENCE = 15  # seconds in which work that is given up may clear up
# -P: what lies in the folder that we stand in is not imported.
_COMMAND = [sys.executable, "-P", "-c", f"from {limited.__name__} import serve; serve()"]
_idle = local()


def build(request: Request, tell: Callable[[str], None], wait: Callable[[], None]) -> Outcome:
    """What `press.build` gives, within the minutes of the request. Waiting is not counted.

    Raises `TimeLimitError` when they are over: then the output folder is as it was.
    """
    from plainpress.press.build import clear

    new = lock.missing(request.output)
    hears = {limited.TELL: tell, limited.WAIT: lambda _: wait()}
    try:
        made: Outcome = within(request.minutes, limited.build, request, hears=hears)
    except TimeLimitError:
        with suppress(_BusyError), lock.alone(request.output, _give_up) as is_alone:
            if is_alone:
                clear(request.output)
        lock.take_away(new)
        raise
    return made


def check(
    minutes: float, publication: str | None, editions: tuple[str, ...]
) -> tuple[Path, tuple[Finding, ...]]:
    """What `requests.check_findings` gives, within so many minutes."""
    found: tuple[Path, tuple[Finding, ...]] = within(
        minutes, limited.check, publication, editions, hears={}
    )
    return found


def report(minutes: float, asked: reporter.Request) -> reporter.Report:
    """What `press.report` gives, within so many minutes."""
    made: reporter.Report = within(minutes, limited.report, asked, hears={})
    return made


class _BusyError(Exception):
    """Another build is at work in the folder already: it has cleared up."""


def _give_up() -> None:
    raise _BusyError


def within(
    limit: float,
    work: Callable[..., Any],
    *arguments: object,
    hears: Mapping[str, Callable[[Any], None]],
) -> Any:  # noqa: ANN401 - whatever the work gives
    """What a function of `limited` gives within so many minutes from the first that it tells.

    `hears` has a function for each kind of message. Whatever the work raises is raised here, and
    `TimeLimitError` when the time is over, `StoppedError` where the work was ended otherwise.
    """
    worker = _worker()
    try:
        result = worker.do(limit, (work, arguments), hears)
    except BaseException:
        worker.close()
        raise
    _idle.worker = worker
    if isinstance(result, Exception):
        raise result
    return result


def _worker() -> _Worker:
    """The process that this thread has kept, if it is still there, or a new one."""
    kept: _Worker | None = _idle.__dict__.pop("worker", None)
    return kept if kept and kept.is_there else _Worker()


class _GoneError(Exception):
    """A process has ended and says nothing more."""


class _Worker:
    """A process that works for this one, and is ended with all below it when its time is over."""

    def __init__(self) -> None:
        # A group of its own: Ctrl-C reaches this process alone, which then lets it clear up.
        self._process = subprocess.Popen(
            _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, process_group=0
        )
        self._is_over = False
        atexit.register(self.close)

    @property
    def is_there(self) -> bool:
        return not self._is_over and self._process.poll() is None

    def do(self, limit: float, work: object, hears: Mapping[str, Callable[[Any], None]]) -> object:
        """What the work gives, or the error that it raised."""
        clock, doing = Timer(_MINUTE * limit, self._end), _Doing()
        clock.daemon = True
        try:
            self._send((work, Path.cwd(), dict(os.environ)))
            while (message := self._heard())[0] != limited.GIVE:
                kind, said = message
                if kind == limited.TELL:
                    doing.take(said)
                    if clock.ident is None:
                        clock.start()
                hears.get(kind, lambda _: None)(said)
            return message[1]
        except _GoneError:
            if self._is_over:
                raise TimeLimitError(_over(limit, str(doing))) from None
            raise StoppedError(_ended(str(doing))) from None
        finally:
            clock.cancel()
            if clock.ident:
                clock.join()

    def _send(self, message: object) -> None:
        assert self._process.stdin  # noqa: S101 - it was asked for
        try:
            pickle.dump(message, self._process.stdin)
            self._process.stdin.flush()
        except OSError:
            raise _GoneError from None

    def _heard(self) -> tuple[str, Any]:
        assert self._process.stdout  # noqa: S101 - the same
        try:
            message: tuple[str, Any] = pickle.load(self._process.stdout)  # noqa: S301 - our own
        except (EOFError, OSError, pickle.UnpicklingError):
            raise _GoneError from None
        return message

    def _end(self) -> None:
        self._is_over = True
        processes.end(self._process.pid)

    def close(self) -> None:
        """Let it clear up, if its time is not over; then end it, with all that it has started."""
        atexit.unregister(self.close)
        try:
            if self.is_there:
                self._process.terminate()
                with suppress(subprocess.TimeoutExpired):
                    self._process.wait(_PATIENCE)
        finally:
            if self._process.returncode is None:  # its number is not yet another's
                processes.end(self._process.pid)
                self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                with suppress(OSError):
                    pipe.close()  # type: ignore[union-attr]


class _Doing:
    """What the work is at, by what it told: its last words, and the parts that are not done."""

    def __init__(self) -> None:
        self._words = ""
        self._parts: dict[str, Part] = {}

    def take(self, words: str) -> None:
        if not isinstance(words, Part):
            self._words = words
        elif words.share < 1:
            self._parts[words.name] = words
        else:
            self._parts.pop(words.name, None)

    def __str__(self) -> str:
        return "; ".join(filter(None, (self._words, *self._parts.values())))


def _over(limit: float, doing: str) -> str:
    return (
        f"stopped after {limit:g} minute{'' if limit == 1 else 's'} (--time-limit) while {doing}: "
        "allow more, or see what in the source takes so long; no finished file has been harmed"
    )


def _ended(doing: str) -> str:
    at = f" while {doing}" if doing else ""
    return (
        f"the process that was at work was ended from outside{at}, perhaps for want of memory: run "
        "the command again; no finished file has been harmed"
    )
