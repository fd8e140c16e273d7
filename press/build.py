"""Takes a publication and a wish list; gives finished, checked files in one folder, or none."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
import time
from contextlib import contextmanager
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from plainpress.builders.artifact import Artifact, Options, PageMap
from plainpress.document.errors import SourceError, UsageError
from plainpress.document.findings import Finding, Severity, has_errors
from plainpress.document.records import dataclass
from plainpress.press import check, lock, manifest, release, sound
from plainpress.press.publications import name_of
from plainpress.press.sound import Wish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from plainpress.builders.audio.voices import Card
    from plainpress.document.library import Library
    from plainpress.document.model import Publication
    from plainpress.document.settings import Settings
    from plainpress.press.formats import Format
    from plainpress.press.sound import Sounded

# ZIP files cannot hold a date before 1980; a publication without a date gets this one.
EARLIEST = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
_STAGE = ".building-"
_STALE = "easy-read-stale"
_EPUB = "application/epub+zip"


@dataclass(frozen=True, slots=True)
class Request:
    """What to build: sources, where to, which formats and editions, and how.

    `named` says that somebody asked for these very formats: one that cannot be made is an error
    then, and left out with a warning otherwise.
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


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made, how long it took in seconds, and what its check found.

    The findings' paths start from the output folder; those of `losses` from the source. `note`
    is what else there is to say of the making.
    """

    entry: manifest.Entry
    seconds: float
    findings: tuple[Finding, ...]
    losses: tuple[Finding, ...] = ()
    note: str = ""

    @property
    def artifact(self) -> Artifact:
        return self.entry.artifact


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that a build made, the findings on its sources, and what could not be made."""

    made: tuple[Made, ...]
    findings: tuple[Finding, ...] = field(default=())
    left_out: tuple[str, ...] = ()


def clock(publication: Publication) -> dt.datetime:
    """The one time that goes into files: SOURCE_DATE_EPOCH, else the publication's date (UTC).

    Raises `UsageError` where SOURCE_DATE_EPOCH is not a number of seconds.
    """
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        try:
            return max(EARLIEST, dt.datetime.fromtimestamp(int(epoch), dt.UTC))
        except (ValueError, OverflowError, OSError):
            raise UsageError(
                f"SOURCE_DATE_EPOCH is {epoch!r}: set it to a whole number of seconds since 1970"
            ) from None
    day = publication.modified or publication.date
    return (
        max(EARLIEST, dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)) if day else EARLIEST
    )


def build(
    request: Request,
    tell: Callable[[str], None] = lambda _: None,
    wait: Callable[[], None] = lambda: None,
) -> Outcome:
    """Read, check, build, check again, publish.

    `tell` hears each step as it starts, `wait` that another build into the same folder has to
    end first. Raises `SourceError` with every error of the source or of a file that was made;
    nothing in the output folder is touched then.
    """
    # Nothing is read before the folder is ours: else an older text could replace a newer one.
    with lock.alone(request.output, wait) as is_alone, _cleared(request.output, really=is_alone):
        return _build(request, tell)


def _build(request: Request, tell: Callable[[str], None]) -> Outcome:
    tell("reading")
    editions = check.read_editions(request.source, request.editions)
    findings = tuple(finding for edition in editions for finding in edition.all_findings)
    released = [_released(edition, request) for edition in editions]
    if not all(released):
        raise SourceError(findings)
    about = release.about(request.source, editions)
    with _stage(request.output) as stage:
        made = tuple(
            item
            for edition in filter(None, released)
            for item in _build_edition(edition, request, stage, tell)
        )
        faults = tuple(finding for item in made for finding in item.findings)
        if has_errors(faults) and not request.draft:
            raise SourceError(faults, request.output)
        silent = () if request.named else tuple(_silent(filter(None, released), request))
        return Outcome(_publish(made, request, about, stage), findings, silent)


@dataclass(frozen=True, slots=True)
class _Released:
    """An edition as it comes out, with its reading age in years where that can be told."""

    publication: Publication
    reading_age: float | None
    behind: bool
    settings: Settings
    library: Library | None


def _released(edition: check.Edition, request: Request) -> _Released | None:
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
    return _Released(publication, age, behind, edition.settings, edition.library)


@contextmanager
def _cleared(output: Path, *, really: bool) -> Iterator[None]:
    """Clear up after builds that were killed: before this one, and after it.

    After it once more, since LibreOffice outlives such a build by some seconds.
    """
    try:
        if really:
            _clear(output)
        yield
    finally:
        if really:
            _clear(output)


def _clear(output: Path) -> None:
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


def file_name(source: Path, edition: str, form: Format, print_size: str = "") -> str:
    """The name that readers see: "guide.docx", "guide-large-print.pdf"; of a folder "web".

    Of two formats with one suffix, the second has a tail: "guide-read-aloud.epub".
    """
    tail = "" if edition == "standard" else f"-{edition}"
    tail += f"-{print_size}-print" if print_size else ""
    tail += f"-{form.tail}" if form.tail else ""
    name = name_of(source) if form.suffix else form.name
    return f"{name}{tail}{form.suffix}"


def _build_edition(
    edition: _Released, request: Request, stage: Path, tell: Callable[[str], None]
) -> Iterator[Made]:
    publication = edition.publication
    pages: PageMap | None = None
    sounded: Sounded | None = None
    for form in _possible(edition, request):
        tell(f"building {publication.edition} {form.name}")
        began = time.perf_counter()
        spoken_now = form.spoken and sounded is None
        if spoken_now:
            sounded = _sounded(edition, request, stage, tell)
        recording = sounded.recording if sounded and form.spoken else None
        options = _options(edition, request, stage / _name(edition, request, form))
        options = replace(options, pages=pages, recording=recording)
        artifact = form.load()(publication, options)
        pages = pages or artifact.pages
        if artifact.media_type == _EPUB and request.certifier:
            tell("certifying")
            artifact = _certify(artifact, request.certifier, options.clock)
        findings = check.check_artifact(artifact, publication, request.print_size)
        entry = manifest.Entry(artifact, publication, edition.reading_age, findings, edition.behind)
        losses, note = _losses(artifact), ""
        if spoken_now and sounded:
            losses, note = (*losses, *sounded.findings), sounded.summary
        yield Made(entry, time.perf_counter() - began, findings, losses, note)


def _possible(edition: _Released, request: Request) -> tuple[Format, ...]:
    """The formats without those of sound, where no voice here speaks the language."""
    if not any(form.spoken for form in request.formats) or _voice(edition, request):
        return request.formats
    if request.named:
        raise UsageError(_no_voice(edition))
    return tuple(form for form in request.formats if not form.spoken)


def _voice(edition: _Released, request: Request) -> Card | None:
    return sound.choose(edition.publication, edition.settings, request.sound)


def _silent(editions: Iterable[_Released], request: Request) -> Iterator[str]:
    """Why editions have no sound that would have it if a voice spoke their language."""
    for edition in editions:
        if _possible(edition, request) != request.formats:
            yield f"{edition.publication.edition} has no sound: {_no_voice(edition)}"


def _no_voice(edition: _Released) -> str:
    return (
        f"no voice here speaks the language {edition.publication.language!r}: install one that "
        "does (`plainpress voices` lists those that are here), or build without sound"
    )


def _sounded(
    edition: _Released, request: Request, stage: Path, tell: Callable[[str], None]
) -> Sounded | None:
    card = _voice(edition, request)
    folder = stage / f"sound-{edition.publication.edition}"
    if card is None:
        return None
    return sound.speak(edition.publication, edition.settings, card, folder, tell)


def _name(edition: _Released, request: Request, form: Format) -> str:
    return file_name(request.source, edition.publication.edition, form, request.print_size)


def _options(edition: _Released, request: Request, output: Path) -> Options:
    site = edition.settings.site
    return Options(
        output=output,
        clock=clock(edition.publication),
        template=request.template,
        layout=request.layout,
        site=f"{site.rstrip('/')}/{output.name}/" if site else "",
        library=edition.library,
        print=request.print_size,
        font=request.font,
    )


def _losses(artifact: Artifact) -> tuple[Finding, ...]:
    name = artifact.path.name
    return tuple(
        Finding("loss", Severity.WARNING, f"{name}: {loss.what}", loss.span)
        for loss in artifact.losses
    )


def _certify(artifact: Artifact, certifier: str, at: dt.datetime) -> Artifact:
    """The book with its claim of conformance, if both validators pass it before and after."""
    from plainpress.accessibility.conformance import ace, epubcheck
    from plainpress.builders import epub

    for step in (lambda made: made, lambda made: epub.certify(made, certifier, at)):
        artifact = step(artifact)
        faults = (*epubcheck.validate(artifact.path), *ace.validate(artifact.path))
        if faults:
            raise SourceError(faults)
    return artifact


def _publish(
    made: tuple[Made, ...], request: Request, about: release.About, stage: Path
) -> tuple[Made, ...]:
    """Put each finished file into place, then the page to choose on, then the manifest.

    All of them are written before the first is moved: moving wants no room on the disk.
    """
    content = manifest.content(request.output, [item.entry for item in made], about)
    listing = manifest.write(content, stage)
    page = release.page(content, request.output, stage)
    moved = []
    for item in made:
        final = release.put(item.artifact.path, request.output)
        entry = replace(item.entry, artifact=replace(item.artifact, path=final))
        moved.append(replace(item, entry=entry))
    for each in (*page, listing):
        release.put(each, request.output)
    return tuple(moved)
