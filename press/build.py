"""Takes a publication and a wish list; gives finished, checked files in one folder, or none."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plainpress.document.errors import SourceError
from plainpress.document.findings import Finding, has_errors
from plainpress.document.records import dataclass
from plainpress.press import check, known, lock, manifest, plan, release, steps
from plainpress.press.known import Known, Made, file_name
from plainpress.press.plan import digests
from plainpress.press.shelf import Folder, Shelf
from plainpress.press.sound import Wish
from plainpress.press.steps import Released, clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from plainpress.builders.audio.speaking import Line
    from plainpress.press.formats import Format
    from plainpress.press.plan import Record, Results, Takes

__all__ = ["Made", "Outcome", "Request", "build", "clock", "file_name"]

_STAGE = ".building-"
_STALE = "easy-read-stale"


@dataclass(frozen=True, slots=True)
class Request:
    """What to build: sources, where to, which formats and editions, and how.

    `named` says that somebody asked for these very formats: one that cannot be made is an error
    then, and left out with a warning otherwise. `fresh` makes everything anew; else a file is
    kept whose making would give the same. `jobs` is how many processes may work at once, 0 for as
    many as there are cores. `most` is how many sentences this build may speak itself, None for any
    number: where more have to be spoken, it makes nothing and gives them (`Outcome.unspoken`).
    `shelf` knows where the finished files of earlier builds lie. `elsewhere` does long steps, if
    other workers are there for them. `minutes` are those that the build may take, 0 for as many as
    it needs.
    """

    source: Path
    output: Path
    formats: tuple[Format, ...]
    editions: tuple[str, ...]
    template: Path | None = None
    certifier: str = ""
    layout: bool = True
    draft: bool = False
    print_size: str = ""
    font: str = ""
    sound: Wish = Wish()
    named: bool = False
    fresh: bool = False
    jobs: int = 0
    most: int | None = None
    shelf: Shelf = Folder()
    elsewhere: plan.Elsewhere | None = None
    minutes: float = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that a build made or kept, the findings on its sources, and what could not be made.

    `reading` says why the source was read, and is empty where it is as it was at the last build.
    """

    made: tuple[Made, ...]
    findings: tuple[Finding, ...] = field(default=())
    left_out: tuple[str, ...] = ()
    reading: str = ""
    unspoken: tuple[Line, ...] = ()


def build(
    request: Request,
    tell: Callable[[str], None] = lambda _: None,
    wait: Callable[[], None] = lambda: None,
) -> Outcome:
    """Read, check, build, check again, publish; each only as far as something has changed.

    `tell` hears each step as it starts, `wait` that another build into the same folder has to
    end first. Raises `SourceError` with every error of the source or of a file that was made, and
    `TimeLimitError` when its time is over; nothing in the output folder is touched then.
    """
    if request.minutes:
        from plainpress.press import limit

        return limit.build(request, tell, wait)
    return here(request, tell, wait)


def here(request: Request, tell: Callable[[str], None], wait: Callable[[], None]) -> Outcome:
    """The same in this process, for as long as it takes."""
    # Nothing is read before the folder is ours: else an older text could replace a newer one.
    with lock.alone(request.output, wait) as is_alone, _cleared(request.output, really=is_alone):
        tell("looking for changes")
        forks = plan.forks(request.jobs)
        held = Known(request, plan.load(request.output), known.asked(request))
        takes = known.reading_takes(request, held.given)
        why = _why_read(held, takes)
        made = None if why else known.all_made(held)
        if made is None:
            return _build(held, takes, why or "a file has to be made", forks, tell)
        read = held.record.read  # nothing has changed since
        return Outcome(made, read.findings, tuple(read.silent.values()))


def _why_read(held: Known, takes: Takes) -> str:
    """Why the source has to be read, whatever its files are: empty where nothing has changed."""
    request, record = held.request, held.record
    if request.fresh:
        return "--fresh"
    if request.source.is_file():
        return "a publication of one file is always read"
    if not takes:
        return "there are more files beside it than can be looked through"
    if why := plan.changed(record.read.takes, takes):
        return why
    if request.named and record.read.silent:
        return "an edition has no sound"
    if not request.shelf.is_released(record, request.output):
        return "the manifest or its page is not what was made"
    return ""


def _build(held: Known, takes: Takes, why: str, forks: int, tell: Callable[[str], None]) -> Outcome:
    request = held.request
    tell("reading")
    editions = check.read_editions(request.source, request.editions)
    findings = tuple(finding for edition in editions for finding in edition.all_findings)
    released = tuple(filter(None, (_released(edition, request) for edition in editions)))
    if len(released) < len(editions):
        raise SourceError(findings)
    about = release.about(request.source, editions)
    if unspoken := _too_many(released, held):
        return Outcome((), findings, reading=why, unspoken=unspoken)
    silent = {} if request.named else dict(steps.silent(released, request))
    read = plan.Read(takes, {each.name: each.digest for each in released}, findings, silent)
    with _stage(request.output) as stage:
        work = tuple(steps.of_all(released, held, stage))
        made = _made(released, request, plan.run(work, forks, tell, request.elsewhere))
        rows = [manifest.row(item.artifact, each, item.findings) for each, item in made]
        content = manifest.content(request.output, rows, about, request.shelf.has)
        files = [item for _, item in made]
        published = _publish(files, content, replace(held.record, read=read), request, stage)
    return Outcome(published, findings, tuple(silent.values()), why)


def _too_many(released: tuple[Released, ...], held: Known) -> tuple[Line, ...]:
    """The sentences that have to be spoken, if they are more than this build may speak."""
    most = held.request.most
    if most is None:
        return ()
    unspoken = {each.key: each for each in steps.unspoken(released, held)}
    return tuple(unspoken.values()) if len(unspoken) > most else ()


def _made(
    released: tuple[Released, ...], request: Request, results: Results
) -> list[tuple[Released, Made]]:
    """Every file with its edition, in the order in which they are listed.

    Raises `SourceError` where the check of a file finds an error, save in a draft.
    """
    made = [(each, results[name]) for each in released for name in _names(each, request)]
    faults = tuple(finding for _, item in made for finding in item.findings)
    if has_errors(faults) and not request.draft:
        raise SourceError(faults, request.output)
    return made


def _names(edition: Released, request: Request) -> Iterator[str]:
    """The files of an edition, in the order in which they are listed."""
    for form in steps.possible(edition, request):
        yield file_name(request.source, edition.name, form, request.print_size)


def _released(edition: check.Edition, request: Request) -> Released | None:
    """The edition as it may come out: None where it may not, marked where it is a draft."""
    publication = edition.publication
    if publication is None or has_errors(edition.faults):
        return None
    if has_errors(edition.findings) and not request.draft:
        return None
    if request.draft:
        publication = replace(publication, draft=True)
    grades = edition.judged.measures.whole.grades if edition.judged else None
    age = grades.reading_age if grades else None
    behind = any(each.code == _STALE for each in edition.findings)
    made = Released(publication, age, behind, edition.settings, edition.library)
    digest, weight = digests.weighed(made)
    return replace(made, digest=digest, weight=weight)


@contextmanager
def _cleared(output: Path, *, really: bool) -> Iterator[None]:
    """Clear up after builds that were killed: before this one, and after it.

    After it once more, since LibreOffice outlives such a build by some seconds.
    """
    try:
        if really:
            clear(output)
        yield
    finally:
        if really:
            clear(output)


def clear(output: Path) -> None:
    """Take away the stages of builds that were killed: nobody else is at work here."""
    for stage in output.glob(f"{_STAGE}*"):
        release.restore(stage, output)
        shutil.rmtree(stage, ignore_errors=True)


@contextmanager
def _stage(output: Path) -> Iterator[Path]:
    """A hidden folder beside the output, on the same disk, that goes away whatever happens.

    All that the build and its libraries write meanwhile, they write there: what a killed build
    leaves behind is in one place, and the next build takes it away.
    """
    stage = Path(tempfile.mkdtemp(prefix=_STAGE, dir=output))
    usual = tempfile.tempdir
    tempfile.tempdir = str(stage.absolute())
    try:
        yield stage
    finally:
        tempfile.tempdir = usual
        shutil.rmtree(stage, ignore_errors=True)


def _publish(
    made: list[Made], content: dict[str, Any], record: Record, request: Request, stage: Path
) -> tuple[Made, ...]:
    """Put each new file into place, then the page to choose on, the manifest, and the record.

    All of them are written before the first is moved: moving wants no room on the disk.
    """
    listing = manifest.write(content, stage)
    page = (*release.page(content, request.output, stage, request.shelf.bring), listing)
    kept = {**record.kept, **{item.artifact.path.name: known.kept(item) for item in made}}
    digest = {each.name: plan.digest_of(each) for each in page}
    memory = plan.write(replace(record, kept=kept, release=digest), stage)
    moved = []
    for item in made:
        final = item.artifact.path
        if final.parent == stage:
            final = release.put(final, request.output)
        moved.append(replace(item, artifact=replace(item.artifact, path=final)))
    for each in (*page, memory):
        release.put(each, request.output)
    return tuple(moved)
