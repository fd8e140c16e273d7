"""Takes a library; gives its resources as data for reference managers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.document.errors import SourceError, UsageError
from plainpress.document.findings import has_errors
from plainpress.document.records import dataclass
from plainpress.press.publications import locate

__all__ = ["Exported", "export", "locate"]

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Exported:
    """The data, and how many resources it holds."""

    text: str
    count: int


def export(source: Path, form: str) -> Exported:
    """The resources of a library as "bibtex" or "csl-json".

    Raises `UsageError` for a publication that is no library, `SourceError` for one with errors.
    """
    from plainpress.document.library.export import bibtex, csl_json
    from plainpress.document.reader import read

    reading = read(source)
    library = reading.library
    if library is None:
        raise UsageError(
            f'{source} is no library: only a publication with `kind = "library"` has resources'
        )
    if has_errors(reading.findings):
        raise SourceError(reading.findings)
    write = {"bibtex": bibtex, "csl-json": csl_json}[form]
    return Exported(write(library, reading.settings.language), len(library.resources))
