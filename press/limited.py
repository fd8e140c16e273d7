"""Does the work that `limit` gives, in a process that may be ended at any moment.

Work comes by standard input, and what is told of it and comes of it goes by standard output, as
pickles. At the end of the input this process ends.
"""

from __future__ import annotations

import copyreg
import gc
import os
import pickle
import signal
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from threading import Thread
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

from plainpress.builders import processes
from plainpress.document.errors import PlainpressError

if TYPE_CHECKING:
    from pathlib import Path

    from plainpress.document.findings import Finding
    from plainpress.press import report as reporter
    from plainpress.press.build import Outcome, Request

# The kinds of messages: words for the user, another build has to end first, the result.
TELL, WAIT, GIVE = "tell", "wait", "give"
Say = Callable[[str, object], None]


def build(say: Say, request: Request) -> Outcome:
    """A build, whose steps are told."""
    from plainpress.press import build as builder

    return builder.here(request, partial(say, TELL), partial(say, WAIT, None))


def check(
    say: Say, publication: str | None, editions: tuple[str, ...]
) -> tuple[Path, tuple[Finding, ...]]:
    """The source that is meant, and what the checks find in it."""
    from plainpress.press import requests

    say(TELL, "checking")
    return requests.check_findings(publication, editions)


def report(say: Say, asked: reporter.Request) -> reporter.Report:
    """A readability report, written."""
    from plainpress.press import report as reporter

    say(TELL, "measuring")
    return reporter.report(asked)


def serve() -> NoReturn:
    """Do one work after the other, each in its own folder and environment."""
    processes.lead()
    copyreg.pickle(MappingProxyType, lambda shown: (_shown, (dict(shown),)))
    signal.signal(signal.SIGTERM, _leave)
    pipe, out = _pipes()
    waiting: SimpleQueue[Any] = SimpleQueue()
    Thread(target=_read, args=(pipe, waiting), daemon=True).start()
    while True:
        (work, arguments), folder, environment = waiting.get()
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        _say(out, GIVE, _done(work, (partial(_say, out), *arguments)))
        _bury()


def _shown(held: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    """A view of a table, which does not travel by itself."""
    return MappingProxyType(held)


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output, for us alone: what is started here finds others in their place."""
    pipe, out = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return pipe, out


def _done(work: Callable[..., object], arguments: tuple[object, ...]) -> object:
    """What the work gives, or the error that it raised."""
    gc.disable()  # as in the command: a fifth of a build's time
    try:
        return work(*arguments)
    except Exception as error:  # noqa: BLE001 - whatever it was, who gave the work raises it
        return _told(error)
    finally:
        gc.enable()


def _read(pipe: BinaryIO, waiting: SimpleQueue[Any]) -> None:
    """Take in work; without who gives it, end at once and write nothing more."""
    with suppress(EOFError, OSError, pickle.UnpicklingError):
        while True:
            waiting.put(pickle.load(pipe))  # noqa: S301 - from the process that started this one
    os._exit(1)


def _leave(*_: object) -> NoReturn:
    raise SystemExit(1)


def _told(error: Exception) -> Exception:
    """An error as it may travel; one that is a fault of ours says where it was."""
    if not isinstance(error, PlainpressError | OSError):
        error.add_note("".join(traceback.format_exception(error)))
    return error


def _say(out: BinaryIO, kind: str, said: object) -> None:
    try:
        message = pickle.dumps((kind, said))
    except Exception as error:  # noqa: BLE001 - some errors cannot travel
        words = f"{type(said).__name__}: {said} ({type(error).__name__}: {error})"
        message = pickle.dumps((kind, RuntimeError(words)))
    out.write(message)
    out.flush()


def _bury() -> None:
    """Take note of the end of processes that others have left to this one."""
    with suppress(OSError, AttributeError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
