"""Takes an edition as it was read; gives its measures and what the readability gate says of it."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING

from plainpress.document.errors import UsageError
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from pathlib import Path

    from plainpress.accessibility.readability.baseline import Baseline, Key
    from plainpress.accessibility.readability.exceptions import Exemption
    from plainpress.accessibility.readability.measures import Measures
    from plainpress.document.findings import Finding
    from plainpress.document.model import Publication
    from plainpress.document.reader import Reading


@dataclass(frozen=True, slots=True)
class Judged:
    """An edition that was measured and held to its targets.

    `standing` are all findings that no exception lets through; those of them that the baseline
    knows are `known`, the rest `new`.
    """

    measures: Measures
    standing: tuple[Finding, ...]
    new: tuple[Finding, ...]
    known: tuple[Finding, ...]
    allowed: tuple[tuple[Finding, Exemption], ...]


def today() -> dt.date:
    """The day on which exceptions end: SOURCE_DATE_EPOCH where it is set, else the clock's (UTC).

    Raises `UsageError` where SOURCE_DATE_EPOCH is not a number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return dt.datetime.now(dt.UTC).date()
    try:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    except (ValueError, OverflowError, OSError):
        raise UsageError(
            f"SOURCE_DATE_EPOCH is {epoch!r}: set it to a whole number of seconds since 1970"
        ) from None


def judge(
    publication: Publication,
    reading: Reading,
    source: Path,
    others: tuple[Finding, ...] = (),
) -> Judged:
    """Measure an edition, hold it to its targets, and settle what exceptions let through.

    `others` are findings of other checks, which exceptions and the baseline may cover too.
    """
    from plainpress.accessibility import language
    from plainpress.accessibility.readability import baseline, exceptions
    from plainpress.accessibility.readability.gate import gate
    from plainpress.accessibility.readability.measure import DEFAULT_AUDIENCE, measure

    settings = reading.settings
    measures = measure(publication, settings.audience or DEFAULT_AUDIENCE, reading.sources)
    found = (*others, *gate(measures, settings.targets))
    if publication.edition == "standard":
        # Easy read has rules of its own, which are stricter.
        people = _people_words(source, settings.people_words)
        found += language.check(publication, measures, settings.style, settings.words, people)
    settled = exceptions.settle(found, publication, settings.exceptions, reading.remarks, today())
    split = baseline.split(settled.findings, publication, load_baseline(source))
    return Judged(measures, settled.findings, split.new, split.known, settled.allowed)


def _people_words(source: Path, name: str) -> str | None:
    """The publication's own list of words about people; None for ours."""
    from plainpress.document.own_files import own_text

    try:
        return own_text(source, name) if name and source.is_dir() else None
    except (OSError, ValueError):  # the reader has said what is wrong with it
        return None


def load_baseline(source: Path) -> Baseline | None:
    """The baseline of a publication; a single file has none."""
    from plainpress.accessibility.readability.baseline import FILE_NAME, load

    return load(source / FILE_NAME) if source.is_dir() else None


def update_baseline(source: Path, editions: tuple[tuple[Publication, Judged], ...]) -> int:
    """Write the baseline anew, smaller or for the first time; how many findings it lets in."""
    from plainpress.accessibility.readability.baseline import FILE_NAME, Baseline, save, updated

    if not source.is_dir():
        raise UsageError(f"{source} is a single file: only a publication's folder has a baseline")
    old = load_baseline(source)
    entries: dict[Key, int] = {}
    for publication, judged in editions:
        for key, count in updated(judged.standing, publication, old).entries.items():
            entries[key] = entries.get(key, 0) + count
    save(source / FILE_NAME, Baseline(entries))
    return sum(entries.values())
