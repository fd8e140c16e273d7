"""Takes a publication or a finished file; gives everything that the checks find in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from plainpress.document.errors import UsageError
from plainpress.document.findings import has_errors
from plainpress.document.records import dataclass
from plainpress.press.formats import PRINTED
from plainpress.press.readability import judge

if TYPE_CHECKING:
    from pathlib import Path

    from plainpress.accessibility.files.audio.album import Heard
    from plainpress.builders.artifact import Artifact
    from plainpress.document.findings import Finding
    from plainpress.document.library import Library
    from plainpress.document.model import Publication
    from plainpress.document.reader import Reading
    from plainpress.document.settings import Settings
    from plainpress.press.readability import Judged

STANDARD = "standard"
EDITIONS = (STANDARD, "easy-read")
FINISHED = {".docx", ".epub", ".pdf", ".zip"}
UNUSED = "exception-unused"
UNMEASURED = "section-not-measurable"
_HEADING = "heading-empty"


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition that was read and checked. `publication` is None where nothing could be read.

    `faults` are what the reader found: with an error among them nothing can be built. `findings`
    are what the checks say: an error among them keeps the edition from being published, save as
    a draft. `judged` holds the measures behind them, `library` the resources of a library.
    """

    publication: Publication | None
    settings: Settings
    faults: tuple[Finding, ...]
    findings: tuple[Finding, ...] = ()
    judged: Judged | None = None
    library: Library | None = None

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """Everything found, without what the reader and a check both report.

        A section that lost its text to a fault of the source cannot be measured: that is said
        once, by the fault.
        """
        broken = has_errors(self.faults)
        told = set(map(_told, self.faults))
        rest = (
            each
            for each in self.findings
            if _told(each) not in told and not (broken and each.code == UNMEASURED)
        )
        # Two sentences of a line may have as many words: their excerpts tell them apart.
        return tuple(dict.fromkeys((*self.faults, *rest)))


def _told(finding: Finding) -> tuple[object, ...]:
    """What tells a finding from others of the reader and the checks; a line has one heading."""
    if finding.code == _HEADING:
        return finding.code, finding.span.path, finding.span.first
    return finding.code, finding.span, finding.message


def editions(source: Path, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The editions to work on: those wanted, else all that the publication has.

    Raises `UsageError` for an edition that the publication does not have.
    """
    there = tuple(name for name in EDITIONS if name == STANDARD or (source / name).is_dir())
    missing = sorted(set(wanted) - set(there))
    if missing:
        listed = ", ".join(there)
        raise UsageError(f"{source} has no edition called {missing[0]!r}: it has {listed}")
    return tuple(name for name in there if name in wanted) if wanted else there


def read_editions(source: Path, wanted: tuple[str, ...]) -> tuple[Edition, ...]:
    """Read the editions and run every check on their text. The source is read once for all."""
    from plainpress.document.reader import read

    standard = read(source)
    found = tuple(
        _standard(source, standard) if edition == STANDARD else _easy_read(source, standard)
        for edition in wanted
    )
    return _with_unused(found, wanted == editions(source, ()))


def _standard(source: Path, reading: Reading) -> Edition:
    from plainpress.accessibility import structure

    if reading.publication is None:
        return Edition(None, reading.settings, reading.findings)
    found = structure.check(reading.publication, reading.settings.abbreviations)
    judged = judge(reading.publication, reading, source, found)
    return Edition(
        reading.publication,
        reading.settings,
        reading.findings,
        judged.new,
        judged,
        reading.library,
    )


def _easy_read(source: Path, standard: Reading) -> Edition:
    from plainpress.accessibility import structure
    from plainpress.press.editions import read_easy_read

    paired = read_easy_read(source, standard)
    reading = paired.reading
    if paired.publication is None:
        return Edition(None, reading.settings, reading.findings)
    found = paired.findings
    found += structure.check(paired.publication, reading.settings.abbreviations)
    judged = judge(paired.publication, reading, source, found)
    return Edition(paired.publication, reading.settings, reading.findings, judged.new, judged)


def _with_unused(found: tuple[Edition, ...], all_read: bool) -> tuple[Edition, ...]:
    """The editions, with an unused exception named only where no edition uses it."""
    sets = [{each for each in one.findings if each.code == UNUSED} for one in found if one.judged]
    unused = set.intersection(*sets) if sets and all_read else set()
    return tuple(
        replace(
            one,
            findings=tuple(
                each
                for each in one.findings
                if each.code != UNUSED or (each in unused and one is found[0])
            ),
        )
        for one in found
    )


def check_file(path: Path) -> tuple[Finding, ...]:
    """Run every check on a finished file or folder of pages; on a file of another kind none."""
    match path.suffix:
        case ".docx":
            from plainpress.accessibility.files import word

            return word.check(path)
        case ".epub":
            from plainpress.accessibility.files import epub

            return epub.check(path)
        case ".pdf":
            from plainpress.accessibility.files import pdf

            return pdf.check(path)
        case ".zip":
            from plainpress.accessibility.files import daisy

            return daisy.check(path)
        case "" if path.is_dir():
            from plainpress.accessibility.files import web

            return web.check(path)
        case _:
            return ()


def check_artifact(
    artifact: Artifact, publication: Publication, print_size: str = "", heard: Heard | None = None
) -> tuple[Finding, ...]:
    """Run every check on a file that was just built: those of its format, then of its edition.

    A PDF is also held against the publication that it was built from. Sound that was `heard`
    before is not decoded again; what is decoded now goes into it.
    """
    if artifact.format == "audio":
        from plainpress.accessibility.files import audio

        findings = audio.check(artifact.path, heard)
    elif artifact.format == "pdf":
        from plainpress.accessibility.files import pdf
        from plainpress.builders.pdf import printed

        findings = pdf.check(artifact.path, printed(publication, print_size))
    else:
        findings = check_file(artifact.path)
    if artifact.edition == "easy-read" and artifact.format == "word":
        from plainpress.accessibility.easy_read.files import check_word

        findings += check_word(artifact.path)
    # An EPUB has no pages of its own; large print has more of them than a booklet may have.
    paged = artifact.pages if artifact.format in PRINTED and not print_size else None
    if artifact.edition == "easy-read" and paged:
        from plainpress.accessibility import easy_read
        from plainpress.document.model import Span

        findings += easy_read.pages(paged.pages, Span(artifact.path.name))
    return findings
