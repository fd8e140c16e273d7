"""Takes editions and a wish list; gives the steps that make, check and keep each file."""

from __future__ import annotations

import datetime as dt
import os
import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from plainpress.builders.artifact import Options
from plainpress.document.errors import SourceError, UsageError
from plainpress.document.findings import Finding, Severity
from plainpress.document.records import dataclass
from plainpress.press import check, plan, sound
from plainpress.press.formats import PRINTED
from plainpress.press.known import Made, file_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from plainpress.builders.artifact import Artifact, PageMap
    from plainpress.builders.audio.speaking import Line
    from plainpress.builders.audio.voices import Card
    from plainpress.document.library import Library
    from plainpress.document.model import Publication
    from plainpress.document.settings import Settings
    from plainpress.press.build import Request
    from plainpress.press.formats import Format
    from plainpress.press.known import Known
    from plainpress.press.plan import Kept, Results, Step, Tell
    from plainpress.press.sound import Sounded

# ZIP files cannot hold a date before 1980; a publication without a date gets this one.
EARLIEST = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
_EPUB = "application/epub+zip"
# Bytes of an edition as its digest weighs it, some 100,000 words: below, all quick formats are
# made in one process, which imports once what they share.
_LARGE = 4_000_000
# The same of one that is worth the way to another worker: some 3,000 words. A leaflet is not.
_FAR = 20_000


@dataclass(frozen=True, slots=True)
class Released:
    """An edition as it comes out, with its reading age in years where that can be told.

    `behind` says that the standard text has changed since the edition was reviewed. `digest` is
    that of all that a file is made from, `weight` the bytes that went into it.
    """

    publication: Publication
    reading_age: float | None
    behind: bool
    settings: Settings
    library: Library | None
    digest: str = ""
    weight: int = 0

    @property
    def name(self) -> str:
        return self.publication.edition


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


# --- What an edition can be made into ------------------------------------------------


def possible(edition: Released, request: Request) -> tuple[Format, ...]:
    """The formats without those of sound, where no voice here speaks the language."""
    if not any(form.spoken for form in request.formats) or _voice(edition, request):
        return request.formats
    if request.named:
        raise UsageError(_no_voice(edition))
    return tuple(form for form in request.formats if not form.spoken)


def _voice(edition: Released, request: Request) -> Card | None:
    return sound.choose(edition.publication, edition.settings, request.sound)


def silent(editions: tuple[Released, ...], request: Request) -> Iterator[tuple[str, str]]:
    """Editions that would have sound if a voice spoke their language, and why they have none."""
    for edition in editions:
        if possible(edition, request) != request.formats:
            yield edition.name, f"{edition.name} has no sound: {_no_voice(edition)}"


def _no_voice(edition: Released) -> str:
    return (
        f"no voice here speaks the language {edition.publication.language!r}: install one that "
        "does (`plainpress voices` lists those that are here), or build without sound"
    )


def unspoken(editions: tuple[Released, ...], known: Known) -> Iterator[Line]:
    """The sentences that have to be spoken, online voices left out. Raises `SourceError`."""
    for edition in editions:
        card = _voice(edition, known.request) if _needs_sound(edition, known) else None
        if card and not card.online:
            yield from sound.unspoken(edition.publication, edition.settings, card)


def _needs_sound(edition: Released, known: Known) -> bool:
    spoken = any(form.spoken for form in known.request.formats)
    return spoken and known.needs_sound(edition.name, edition.digest)


# --- The steps of an edition ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Speech:
    """An edition as it was spoken, or nothing where no file needs it; and the seconds it took."""

    sounded: Sounded | None = None
    seconds: float = 0


def of_all(released: tuple[Released, ...], known: Known, stage: Path) -> Iterator[Step]:
    """The steps of all editions, whose sounds are spoken one after the other."""
    sounds: tuple[str, ...] = ()
    for edition in released:
        work = Work(edition, known, stage, sounds)
        made = tuple(work.steps())
        yield from made
        if any(step.name == work.sound for step in made):
            sounds = (work.sound,)


@dataclass(frozen=True, slots=True)
class Work:
    """The steps of one edition. Their files are made in the folder `stage`.

    `before` are the sounds that are spoken before its own: one voice a core is enough.
    """

    edition: Released
    known: Known
    stage: Path
    before: tuple[str, ...] = ()

    @property
    def request(self) -> Request:
        return self.known.request

    def steps(self) -> Iterator[Step]:
        """One for the sound, which takes longest, then one for each file."""
        forms = possible(self.edition, self.request)
        if any(form.spoken for form in forms):
            needed = self.known.needs_sound(self.edition.name, self.edition.digest)
            yield plan.Step(
                self.sound,
                self.before,
                lambda _: None if needed else _Speech(),
                lambda _, tell: self._speak(tell),
            )
        for form in forms:
            yield self._step(form, forms)

    def file(self, form: Format) -> str:
        request = self.request
        return file_name(request.source, self.edition.name, form, request.print_size)

    @property
    def sound(self) -> str:
        return f"the sound of {self.edition.name}"

    def _step(self, form: Format, forms: tuple[Format, ...]) -> Step:
        paged = [self.file(each) for each in forms if each.name in PRINTED]
        needs = (*(paged if form.wants_pages else ()), *((self.sound,) if form.spoken else ()))

        def known(results: Results) -> Made | None:
            pages = self._pages(form, results)
            return self.known.made(self.edition.name, self.edition.digest, form, pages)

        return plan.Step(
            self.file(form),
            needs,
            known,
            partial(self._make, form),
            apart=self._goes_apart(form),
            far=self._goes_far(form),
        )

    def _goes_apart(self, form: Format) -> bool:
        laid_out = form.name != "word" or self.request.layout
        return (form.long and laid_out) or self.edition.weight > _LARGE

    def _goes_far(self, form: Format) -> bool:
        """Where it is worth the way. Sound is made where the speech is kept."""
        return self._goes_apart(form) and not form.spoken and self.edition.weight > _FAR

    def _pages(self, form: Format, results: Results) -> PageMap | None:
        if not form.wants_pages:
            return None
        files = [self.file(each) for each in self.request.formats if each.name in PRINTED]
        numbers = (results[file].artifact.pages for file in files if file in results)
        return next(filter(None, numbers), None)

    def _speak(self, tell: Tell) -> _Speech:
        began = time.perf_counter()
        edition, card = self.edition, _voice(self.edition, self.request)
        if card is None:
            return _Speech()
        folder = self.stage / f"sound-{edition.name}"
        spoken = sound.speak(edition.publication, edition.settings, card, folder, tell)
        return _Speech(spoken, time.perf_counter() - began)

    def _make(self, form: Format, results: Results, tell: Tell) -> Made:
        """Build a file anew or take the one that is kept, then check it."""
        began, edition = time.perf_counter(), self.edition
        pages = self._pages(form, results)
        kept, why = self.known.verdict(edition.name, edition.digest, form, pages)
        if kept and not why and self.request.shelf.bring(kept.artifact.path):
            kept, why = self.known.verdict(edition.name, edition.digest, form, pages)
        check_takes = self.known.check_takes(edition.digest)
        if kept and not why:
            why = plan.changed(kept.check_takes, check_takes)
            made = Made(kept.artifact, 0, (), kept.losses, why=why, built=False, takes=kept.takes)
        else:
            made = self._built(form, pages, self._speech(form, results, tell), tell)
            takes = self.known.takes(edition.digest, form, pages)
            made = replace(made, why=why, takes=takes)
        tell(f"checking {edition.name} {form.name}")
        heard = self._heard(kept)
        size = self.request.print_size
        findings = check.check_artifact(made.artifact, edition.publication, size, heard)
        return replace(
            made,
            findings=findings,
            seconds=made.seconds + time.perf_counter() - began,
            check_takes=check_takes,
            heard=heard,
        )

    def _heard(self, kept: Kept | None) -> dict[str, tuple[float, float]]:
        """What decoding found the last time, if it was done by the same tools."""
        if kept is None or self.request.fresh:
            return {}
        tools = self.known.given.checking
        same = all(kept.check_takes.get(name) == digest for name, digest in tools.items())
        return dict(kept.heard) if same else {}

    def _speech(self, form: Format, results: Results, tell: Tell) -> _Speech:
        """The sound for a format; made here where it was not thought to be needed."""
        if not form.spoken:
            return _Speech()
        speech: _Speech = results[self.sound]
        return speech if speech.sounded else self._speak(tell)

    def _is_first_spoken(self, form: Format) -> bool:
        return form is next(each for each in self.request.formats if each.spoken)

    def _built(self, form: Format, pages: PageMap | None, speech: _Speech, tell: Tell) -> Made:
        """A file that was built; what it took to speak it is told of the first file with sound."""
        tell(f"building {self.edition.name} {form.name}")
        artifact = self._artifact(form, pages, speech.sounded, tell)
        losses = _losses(artifact)
        if speech.sounded and self._is_first_spoken(form):
            found, note = speech.sounded.findings, speech.sounded.summary
            return Made(artifact, speech.seconds, (), (*losses, *found), note)
        return Made(artifact, 0, (), losses)

    def _artifact(
        self, form: Format, pages: PageMap | None, sounded: Sounded | None, tell: Tell
    ) -> Artifact:
        options = replace(self._options(self.stage / self.file(form)), pages=pages)
        if sounded:
            edition = self.edition
            spoken = sound.recording_of(sounded, edition.publication, edition.settings)
            options = replace(options, recording=spoken)
        artifact = form.load()(self.edition.publication, options)
        if artifact.media_type == _EPUB and self.request.certifier:
            tell("certifying")
            return _certify(artifact, self.request.certifier, options.clock)
        return artifact

    def _options(self, output: Path) -> Options:
        request, site = self.request, self.edition.settings.site
        return Options(
            output=output,
            clock=clock(self.edition.publication),
            template=request.template,
            layout=request.layout,
            site=f"{site.rstrip('/')}/{output.name}/" if site else "",
            library=self.edition.library,
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
