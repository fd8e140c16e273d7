"""Cases of the readability report: a folder each, with a source and the page expected of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plainpress.accessibility.readability.gate import gate
from plainpress.accessibility.readability.measure import measure
from plainpress.accessibility.readability.targets import targets
from plainpress.accessibility.readability_report.results import EditionResults, Results
from plainpress.document.findings import Severity
from plainpress.document.model import Publication
from plainpress.document.reader import read

if TYPE_CHECKING:
    from collections.abc import Callable

CASES = sorted((Path(__file__).parent / "cases").iterdir())
# What a file without a word comes to, of which the reader makes no publication.
NOTHING = Publication("Nothing yet", "en-GB", ())
TODAY = dt.date(2025, 6, 1)


def results(case: Path) -> Results:
    """The results of a case by the gate alone, so that no word list can change its page."""
    folder = case / "source"
    source = folder if folder.is_dir() else case / "source.md"
    names = ("standard", "easy-read") if (folder / "easy-read").is_dir() else ("standard",)
    editions = []
    for name in names:
        reading = read(source, name)
        publication = reading.publication or NOTHING
        measures = measure(publication, sources=reading.sources)
        limits = reading.settings.targets
        errors = sum(finding.severity is Severity.ERROR for finding in reading.findings)
        found = gate(measures, limits)
        editions.append(EditionResults(measures, targets(limits), found, unread=errors))
    first = editions[0].measures
    return Results(first.title, first.language, TODAY, tuple(editions))


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> Path:
    """Each case in turn."""
    return Path(request.param)


@pytest.fixture
def of_case() -> Callable[[str], Results]:
    """A function from the name of a case to its results."""
    return lambda name: results(Path(__file__).parent / "cases" / name)
