"""Takes one publication as a task; gives what came of it. Both travel between processes."""

from __future__ import annotations

import os
import time
import traceback
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from plainpress.builders.address import is_address
from plainpress.document.errors import PlainpressError, SourceError, UsageError
from plainpress.document.findings import Finding, Severity
from plainpress.document.records import dataclass
from plainpress.press.many import speech
from plainpress.press.many.parts import Parts, WorkersDiedError
from plainpress.press.many.turn import Turn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from plainpress.builders.audio.elsewhere import Entry
    from plainpress.builders.audio.speaking import Line
    from plainpress.press.build import Made, Request
    from plainpress.press.requests import BuildWishes

BUILT = "built"
FAILED = "failed"
LEFT_OUT = "left out"
UNSPOKEN = "unspoken"
# What a worker on another machine has to know of the machine that gives the order.
_TRAVELS = ("SOURCE_DATE_EPOCH", "PLAINPRESS_CACHE")


@dataclass(frozen=True, slots=True)
class Task:
    """A publication to build: its name, its folder, where to, how, and the order's environment.

    `output` is a folder or an address. `shares` says that other workers help with it where it is
    long.
    """

    name: str
    source: str
    output: str
    wishes: BuildWishes
    environment: tuple[tuple[str, str], ...] = ()
    shares: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """A file that was made or kept; `name` starts from the output of its publication.

    `why` says why it was made anew, or checked anew, and is empty where it was kept.
    """

    name: str
    format: str
    edition: str
    size: int
    sha256: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a task.

    `findings` are the errors and warnings in the source, their paths from its folder; `faults`
    those in finished files, from the output. `reasons` are other lines that say why it failed,
    `trace` where in our code, if it is our fault. `uploaded` counts the files that were sent.
    `why` says why the source was read, and is empty where nothing had changed since the last build.
    `unspoken` are sentences that other workers are to speak before the publication is built: then
    nothing has come of it yet.
    """

    name: str
    state: str
    seconds: float = 0.0
    files: tuple[File, ...] = ()
    findings: tuple[Finding, ...] = ()
    faults: tuple[Finding, ...] = ()
    reasons: tuple[str, ...] = field(default=())
    trace: str = ""
    uploaded: int = 0
    why: str = ""
    unspoken: tuple[Line, ...] = ()


def environment() -> tuple[tuple[str, str], ...]:
    """What of this process's environment travels with a task."""
    return tuple((name, os.environ[name]) for name in _TRAVELS if name in os.environ)


def run(task: Task, spoken: Sequence[tuple[Entry, ...]] | None = None) -> Result:
    """Build one publication. Whatever goes wrong with it is in the result, and harms no other.

    `spoken` is what other workers gave, when its sentences were spoken by them.
    """
    began = time.perf_counter()
    try:
        with Turn(dict(task.environment)) as turn:
            if spoken:
                speech.keep(spoken)
            few = speech.FEW if task.shares and spoken is None else None
            parts = Parts(task, turn) if task.shares and not is_address(task.output) else None
            result = _built(task, few, parts)
    except SourceError as error:
        result = _refused(task, error)
    except PlainpressError as error:
        result = Result(task.name, FAILED, reasons=(str(error),))
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        result = Result(task.name, FAILED, reasons=(f"{place}{error.strerror or error}",))
    except WorkersDiedError:  # who gave the task has to know
        raise
    except Exception as error:  # noqa: BLE001 - a fault of ours in one of 10,000 stops no other
        said = " ".join(f"{type(error).__name__}: {error}".split())
        reason = f"plainpress itself failed ({said}); please report it"
        result = Result(task.name, FAILED, reasons=(reason,), trace=traceback.format_exc())
    return replace(result, seconds=time.perf_counter() - began)


def _built(task: Task, most: int | None, parts: Parts | None) -> Result:
    from plainpress.press import build, check
    from plainpress.press.many import outputs

    source = Path(task.source)
    if not source.exists():
        raise UsageError(
            f"there is no {source} where it was to be built: put the publications on a disk that "
            "every worker of the cluster has under the same path"
        )
    wanted = task.wishes["editions"]
    there = set(check.editions(source, ()))
    if wanted and not there & set(wanted):
        return Result(task.name, LEFT_OUT)
    request = replace(_request(task, there), most=most, elsewhere=parts)
    with outputs.target(task.output, fresh=request.fresh) as target:
        outcome = build.build(replace(request, output=target.folder, shelf=target.shelf))
        target.is_new = bool(outcome.reading) and not outcome.unspoken
    if outcome.unspoken:
        return Result(task.name, UNSPOKEN, unspoken=outcome.unspoken)
    files = tuple(_file(item, target.folder) for item in outcome.made)
    losses = tuple(loss for item in outcome.made for loss in item.losses)
    faults = dict.fromkeys(one for item in outcome.made for one in item.findings)
    return Result(
        task.name,
        BUILT,
        files=files,
        findings=_noted((*outcome.findings, *losses)),
        faults=_noted(faults),
        reasons=outcome.left_out,
        uploaded=target.sent,
        why=outcome.reading,
    )


def _request(task: Task, there: set[str]) -> Request:
    """What to build, in this process alone: the other cores have publications of their own."""
    from plainpress.press import requests

    wanted = tuple(name for name in task.wishes["editions"] if name in there)
    wishes: BuildWishes = {
        **task.wishes,
        "output": task.output,
        "editions": wanted,
        "jobs": 1,
    }
    return requests.build_request(task.source, wishes)


def _file(item: Made, folder: Path) -> File:
    made = item.artifact
    name = made.path.relative_to(folder).as_posix()
    return File(name, made.format, made.edition, made.size, made.digest, item.why)


def _refused(task: Task, error: SourceError) -> Result:
    """A failure with its findings, whose paths start from the source, or else from the output."""
    found = _noted(error.findings)
    if error.root is None:
        return Result(task.name, FAILED, findings=found)
    return Result(task.name, FAILED, faults=found)


def _noted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors and warnings, each once: remarks on the text are for `plainpress check`."""
    noted = (each for each in findings if each.severity > Severity.INFORMATION)
    return tuple(dict.fromkeys(noted))


def version() -> str:
    """The version of plainpress that a worker has."""
    from plainpress.press.command import VERSION

    return VERSION
