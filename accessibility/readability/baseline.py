"""The baseline: what was wrong with an old text when the gate was put up, which may only shrink.

`baseline.json` lies in the publication's folder. A finding is known by its section, its code
and its words (case, marks and spaces do not matter), so that it stays known when lines move.
A finding that is about a whole section is known by the section and the code: such a section
stays in until it first keeps the target, and each new fault in it is a finding of its own.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from plainpress.accessibility.readability.exceptions import key_words
from plainpress.accessibility.readability.places import Places
from plainpress.accessibility.readability.rules import finding
from plainpress.document.errors import SourceError
from plainpress.document.findings import Severity
from plainpress.document.model import Span
from plainpress.document.own_files import own_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from plainpress.document.findings import Finding
    from plainpress.document.model import Publication

FILE_NAME = "baseline.json"


class Key(NamedTuple):
    """What a finding is known by: its section's label, its code and its words."""

    section: str
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """How often each finding is let in."""

    entries: Mapping[Key, int]


@dataclass(frozen=True, slots=True)
class Split:
    """Findings that are new, and those that the baseline knows."""

    new: tuple[Finding, ...]
    known: tuple[Finding, ...]


def load(path: Path) -> Baseline | None:
    """The baseline in a file, or None without the file. A broken one is a SourceError."""
    if not path.exists():
        return None
    try:
        data = json.loads(own_text(path.parent, path.name))
        entries = {
            Key(str(row["section"]), str(row["code"]), str(row["words"])): int(row["count"])
            for row in data["findings"]
        }
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        message = f"the baseline cannot be read: {error}"
        place = Span(path.name, 1, 1)
        raise SourceError((finding("baseline-invalid", message, place),)) from error
    return Baseline(entries)


def save(path: Path, baseline: Baseline) -> None:
    """Write a baseline by way of a temporary name; an empty one takes the file away."""
    if not baseline.entries:
        path.unlink(missing_ok=True)
        return
    rows = [{**key._asdict(), "count": count} for key, count in sorted(baseline.entries.items())]
    text = json.dumps({"version": 1, "findings": rows}, indent=1, ensure_ascii=False)
    temporary = path.with_suffix(".tmp")
    temporary.write_text(text + "\n", encoding="utf-8")
    temporary.replace(path)


def keys(found: Iterable[Finding], publication: Publication) -> Iterable[tuple[Finding, Key]]:
    """Each finding with what it is known by; information, which stops nothing, is left out."""
    places = Places(publication)
    for each in found:
        if each.severity > Severity.INFORMATION and not each.code.startswith("exception-"):
            yield each, Key(places.section(each.span), each.code, key_words(each.excerpt))


def split(found: Iterable[Finding], publication: Publication, baseline: Baseline | None) -> Split:
    """The findings that the baseline does not know, and those that it does."""
    found = tuple(found)
    if baseline is None:
        return Split(found, ())
    left = Counter(dict(baseline.entries))
    known: list[Finding] = []
    known_ids: set[int] = set()
    for each, key in keys(found, publication):
        if left[key] > 0:
            left[key] -= 1
            known.append(each)
            known_ids.add(id(each))
    return Split(tuple(each for each in found if id(each) not in known_ids), tuple(known))


def updated(
    found: Iterable[Finding], publication: Publication, baseline: Baseline | None
) -> Baseline:
    """The baseline after an update: all findings the first time, later only what is left of it.

    It never grows: a finding that it did not know stays out. To begin again, delete the file.
    """
    now = Counter(key for _, key in keys(found, publication))
    if baseline is not None:
        now &= Counter(dict(baseline.entries))
    return Baseline(dict(now))
