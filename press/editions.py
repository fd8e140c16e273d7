"""Takes a publication; gives its easy-read edition complete, with its states and findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.document.errors import SourceError, UsageError
from plainpress.document.records import dataclass
from plainpress.press.pictures import sets

if TYPE_CHECKING:
    from pathlib import Path

    from plainpress.document.editions import Completed
    from plainpress.document.findings import Finding
    from plainpress.document.model import Publication
    from plainpress.document.pictures import Pictures
    from plainpress.document.reader import Reading
    from plainpress.document.settings import Settings

EASY_READ = "easy-read"


@dataclass(frozen=True, slots=True)
class Paired:
    """An edition beside the standard one. `completed` is None where one of them cannot be read.

    `reading` is the edition as it was read, `findings` what the easy-read checks found in it.
    """

    standard: Publication | None
    completed: Completed | None
    reading: Reading
    findings: tuple[Finding, ...] = ()

    @property
    def publication(self) -> Publication | None:
        """The edition, ready for builders."""
        return self.completed.publication if self.completed else None


def read_easy_read(source: Path, given: Reading | None = None) -> Paired:
    """Read the easy-read edition of a publication, complete it, and check it.

    `given` is the standard edition where it has been read already.
    """
    from plainpress.accessibility import easy_read
    from plainpress.document import editions
    from plainpress.document.pictures import Pictures
    from plainpress.document.reader import read

    standard = (given or read(source)).publication
    reading = read(source, EASY_READ, pictures=sets())
    if standard is None or reading.publication is None:
        return Paired(standard, None, reading)
    pictures: Pictures = Pictures(source / "pictures", sets())
    completed = editions.complete(reading.publication, standard, reading.settings, source, pictures)
    findings = easy_read.check(
        standard,
        completed.publication,
        reading.settings,
        states=completed.states,
        pictures=pictures,
        fault=completed.fault,
    )
    return Paired(standard, completed, reading, findings)


def both(source: Path, edition: str = EASY_READ) -> tuple[Publication, Publication, Settings]:
    """The standard edition, another one as it was read, and the settings.

    Raises `UsageError` where the publication has no such edition, `SourceError` where one of
    them cannot be read at all.
    """
    from plainpress.document.reader import read

    if not (source / edition).is_dir():
        raise UsageError(f"{source} has no edition called {edition!r}: make a folder {edition}/")
    readings = (read(source), read(source, edition, pictures=sets()))
    standard, other = (reading.publication for reading in readings)
    if standard is None or other is None:
        raise SourceError(tuple(finding for reading in readings for finding in reading.findings))
    return standard, other, readings[0].settings
