"""Takes a publication; writes its readability report, and keeps it in the publication's history."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from plainpress.document.errors import SourceError, UsageError
from plainpress.document.findings import Severity
from plainpress.press import check
from plainpress.press.publications import locate, name_of
from plainpress.press.readability import judge, today
from plainpress.press.requests import time_limit

if TYPE_CHECKING:
    import datetime as dt

    from plainpress.accessibility.readability.measures import TextMeasure
    from plainpress.accessibility.readability.targets import Target
    from plainpress.accessibility.readability_report.facts import EditionFacts, State
    from plainpress.accessibility.readability_report.history import Entry
    from plainpress.accessibility.readability_report.results import EditionResults, Results
    from plainpress.document.findings import Finding
    from plainpress.document.model import Publication
    from plainpress.document.reader import Reading

_ABOUT_EXCEPTIONS = frozenset({"exception-expired", "exception-invalid"})
HEADERS = ("Section", "Grade", "Long sentences", "Target", "State")


class ReportWishes(TypedDict):
    """The options of `plainpress report`."""

    editions: tuple[str, ...]
    output: Path | None
    keep: bool
    every: bool
    time_limit: float | None


@dataclass(frozen=True, slots=True)
class Request:
    """What to report on, and where to write. `today` dates the report and ends exceptions.

    `minutes` are those that it may take, 0 for as many as it needs.
    """

    source: Path
    editions: tuple[str, ...]
    page: Path
    keep: bool
    today: dt.date
    minutes: float = 0

    @property
    def history(self) -> Path:
        """The history file: in the publication's folder, or beside a publication of one file."""
        from plainpress.accessibility.readability_report.history import FILE_NAME

        if self.source.is_file():
            return self.source.with_name(f"{self.source.stem}-{FILE_NAME}")
        return self.source / FILE_NAME


@dataclass(frozen=True, slots=True)
class Report:
    """What was reported: its facts, the sentence it begins with, and the files written."""

    editions: tuple[EditionFacts, ...]
    truth: str
    files: tuple[Path, ...]
    problems: tuple[Finding, ...]


def request(publication: str | None, wishes: ReportWishes) -> Request:
    """The request behind `plainpress report`."""
    source = locate(publication)
    if source.suffix in check.FINISHED:
        raise UsageError(f"{source} is a finished file: give the publication that it is made from")
    page = wishes["output"] or Path("dist") / name_of(source) / "readability.html"
    if page.suffix != ".html":
        raise UsageError(f"the report is a page: give -o a name that ends in .html, not {page}")
    editions, minutes = check.editions(source, wishes["editions"]), time_limit(wishes["time_limit"])
    return Request(source, editions, page, wishes["keep"], today(), minutes)


def report(asked: Request) -> Report:
    """Measure, check, write the page and its JSON, and keep the report where that is wished.

    Raises `SourceError` where an edition cannot be read at all, or where the report is to be
    kept and the history is damaged; nothing is written then. Raises `TimeLimitError` when its time
    is over.
    """
    if asked.minutes:
        from plainpress.press import limit

        return limit.report(asked.minutes, replace(asked, minutes=0))
    from plainpress.accessibility.readability_report import history, page, structured
    from plainpress.accessibility.readability_report.facts import facts
    from plainpress.accessibility.readability_report.truth import truth

    earlier, problems = history.load(asked.history)
    if problems and asked.keep:
        raise SourceError(problems)
    results = _results(asked, earlier, problems)
    editions = facts(results)
    files = {
        asked.page: page.render(results),
        asked.page.with_suffix(".json"): structured.render(results),
    }
    asked.page.parent.mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        _write(path, text)
    if asked.keep:
        history.keep(asked.history, earlier, history.entry(asked.today, editions))
        files[asked.history] = ""
    return Report(editions, truth(editions)[0], tuple(files), problems)


# --- Measuring and checking ----------------------------------------------------------


def _results(asked: Request, earlier: tuple[Entry, ...], problems: tuple[Finding, ...]) -> Results:
    from plainpress.accessibility.readability_report.results import Results
    from plainpress.document.reader import read

    standard = read(asked.source)
    editions = []
    about_exceptions: tuple[Finding, ...] = ()
    for name in asked.editions:
        reading, publication = _reading(asked.source, name, standard)
        if publication is None:
            raise SourceError(reading.findings)
        edition, remarks = _edition(publication, reading, asked)
        editions.append(edition)
        about_exceptions += remarks
    return Results(
        title=standard.settings.title,
        language=standard.settings.language,
        date=asked.today,
        editions=tuple(editions),
        earlier=earlier,
        problems=(*problems, *dict.fromkeys(about_exceptions)),
    )


def _reading(source: Path, edition: str, standard: Reading) -> tuple[Reading, Publication | None]:
    """An edition as it was read, and as it is published: easy read gets its word list added."""
    if edition == check.STANDARD:
        return standard, standard.publication
    from plainpress.press.editions import read_easy_read

    paired = read_easy_read(source, standard)
    return paired.reading, paired.publication


def _edition(
    publication: Publication, reading: Reading, asked: Request
) -> tuple[EditionResults, tuple[Finding, ...]]:
    """An edition measured, held to its targets and checked; and what is wrong with exceptions.

    An exception that allows nothing here may allow something in another edition, so that it is
    left to `plainpress check`.
    """
    from plainpress.accessibility.readability.targets import targets
    from plainpress.accessibility.readability_report.results import Allowed, EditionResults

    judged = judge(publication, reading, asked.source)
    results = EditionResults(
        measures=judged.measures,
        targets=targets(reading.settings.targets),
        findings=tuple(each for each in judged.new if not each.code.startswith("exception-")),
        allowed=tuple(Allowed(each, by.reason, by.until) for each, by in judged.allowed),
        known=judged.known,
        unread=sum(each.severity is Severity.ERROR for each in reading.findings),
    )
    return results, tuple(each for each in judged.standing if each.code in _ABOUT_EXCEPTIONS)


# --- The table at the terminal -------------------------------------------------------


def rows(done: Report) -> list[tuple[str, ...]]:
    """All that each edition says to each audience, then its sections that miss a target."""
    from plainpress.accessibility.readability_report.facts import State
    from plainpress.accessibility.readability_report.wording import edition_name

    found = []
    for edition in done.editions:
        for group in edition.groups:
            name = f"{edition_name(group.edition)}, for {group.target.title}"
            found.append(_row(name, group.text, group.target, group.long, group.state))
        for section in edition.sections:
            if section.state is not State.PASS:
                name, own = f"  {_line(section.measure.title)}", section.measure.own
                found.append(_row(name, own, section.target, section.long, section.state))
    return found


def measure_tables(
    done: Report, *, every_section: bool
) -> list[tuple[tuple[str, ...], list[tuple[str, ...]]]]:
    """Tables of every measure: one with a column an edition; then, if wished, a row a section."""
    from plainpress.accessibility.readability_report import every
    from plainpress.accessibility.readability_report.wording import edition_name

    texts = [text for edition in done.editions for text in every.of_edition(edition)]
    tables = [(("Measure", *(text.name for text in texts)), every.rows(texts))] if texts else []
    for edition in done.editions if every_section else ():
        sections = [every.of_section(section) for section in edition.sections]
        if not sections:
            continue
        for topic in every.TOPICS:
            headers = (edition_name(edition.name), *(each.name for each in topic.columns))
            rows = [
                (_line(section.name), *(each.of(section) for each in topic.columns))
                for section in sections
            ]
            tables.append((headers, rows))
    return tables


def _row(name: str, text: TextMeasure, target: Target, long: int, state: State) -> tuple[str, ...]:
    from plainpress.accessibility.readability_report.wording import grade, limits

    sentences = len(text.lengths)
    return (
        name,
        grade(text.grades),
        f"{long} of {sentences}" if sentences else "-",
        limits(target),
        state.value,
    )


def _line(title: str) -> str:
    """A title on one line, without what a terminal would obey."""
    from plainpress.accessibility.reports.report import printable

    return " ".join(printable(title).split()) or "section without a title"


def closing(done: Report) -> list[str]:
    """What is said below the table: how many sections keep their targets, and the files."""
    from plainpress.accessibility.readability_report.facts import State
    from plainpress.accessibility.readability_report.wording import counted

    sections = [section for edition in done.editions for section in edition.sections]
    passes = sum(section.state is State.PASS for section in sections)
    keeps = "keeps its" if 1 in (passes, len(sections)) else "keep their"
    lines = [f"{passes} of {counted(len(sections), 'section')} {keeps} targets."]
    return lines + [f"Wrote {path}." for path in done.files]


def _write(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}-{os.getpid()}")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)
