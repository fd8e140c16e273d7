"""The few words that a builder adds to those of the author."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plainpress.document.model import NoteKind


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words. A value in braces is filled in."""

    contents: str = "Contents"
    figures: str = "Figures"
    tables: str = "Tables"
    landmarks: str = "Landmarks"
    pages: str = "Pages"
    page: str = " page {page}. "
    notes: str = "Notes"
    back: str = "Back to the text"
    back_from: str = "Back to the text, place {place}"
    description: str = "{what} described in words"
    picture: str = "The picture"
    table: str = "Table"
    activity: str = "Activity"
    example: str = "Example"
    note_kinds: Mapping[NoteKind, str] = field(
        default_factory=lambda: {
            "note": "Note",
            "tip": "Tip",
            "important": "Important",
            "warning": "Warning",
        }
    )


ENGLISH = Words()
