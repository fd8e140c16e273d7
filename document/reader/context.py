"""What the parts of the reader share while they build one edition."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from plainpress.document.reader.notes import Notes
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from plainpress.document.citations import Works
    from plainpress.document.images import Images
    from plainpress.document.reader.names import Names
    from plainpress.document.reader.reading import Remark
    from plainpress.document.report import Report
    from plainpress.document.settings import Settings


@dataclass(slots=True)
class Context:
    """One reading: where its parts look things up, and where they report.

    `spelled` are the abbreviations whose long form this chapter has printed, `expansions`
    the long forms that the edition has given so far.
    """

    report: Report
    settings: Settings
    edition: str
    names: Names
    images: Images
    works: Works
    notes: Notes = field(default_factory=Notes)
    remarks: list[Remark] = field(default_factory=list)
    spelled: set[str] = field(default_factory=set)
    expansions: dict[str, str] = field(default_factory=dict)
