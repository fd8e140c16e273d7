"""Takes an edition as it was read and the standard one; gives it complete, with its states.

Easy read is the first such edition. Pairing, reviews and states know nothing of easy read: a
translation is tied to the standard text in the same way.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from plainpress.document.editions.credits import with_credits
from plainpress.document.editions.hard_words import with_word_list
from plainpress.document.editions.reviews import Record
from plainpress.document.editions.reviews import read as read_reviews
from plainpress.document.editions.rows import one_sentence_a_paragraph
from plainpress.document.editions.states import SectionState, is_draft, states
from plainpress.document.records import dataclass
from plainpress.document.report import data

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from plainpress.document.model import Publication
    from plainpress.document.pictures import Pictures
    from plainpress.document.settings import Settings

__all__ = ["Completed", "Record", "SectionState", "complete", "is_draft", "read_reviews", "states"]

# A last chapter with one of these labels stays after the list of hard words.
_CONTACTS = frozenset({"contacts", "contact", "contact-us", "where-to-find-more"})


@dataclass(frozen=True, slots=True)
class Completed:
    """An edition ready for builders, how its sections stand, and what is wrong with the record."""

    publication: Publication
    states: tuple[SectionState, ...]
    fault: str = ""


def complete(
    edition: Publication,
    standard: Publication,
    settings: Settings,
    folder: Path,
    pictures: Pictures,
) -> Completed:
    """An edition with what no author writes by hand.

    Rows have one paragraph a sentence; the list of hard words, the picture credits and who
    checked it are put in; the subtitle says "Easy read draft" until people with learning
    disabilities have signed off every section as it is now. `folder` holds the review record.
    """
    record = read_reviews(folder)
    found = states(standard, edition, settings.easy_read.left_out, record)
    words = generated_words(edition.language)
    rows = one_sentence_a_paragraph(edition)
    listed = with_word_list(rows, words["hard-words"], _CONTACTS)
    credited = with_credits(listed, pictures, found, words)
    draft = is_draft(found)
    name = words["easy-read-draft" if draft else "easy-read"]
    own = settings.easy_read.subtitle
    subtitle = f"{name}: {own}" if own else name
    return Completed(replace(credited, subtitle=subtitle, draft=draft), found, record.fault)


def generated_words(language: str) -> Mapping[str, str]:
    """The words that are put in, in the edition's language, else in English."""
    known = data("editions.toml")
    words: Mapping[str, str] = known.get(language.partition("-")[0].lower(), known["en"])
    return words
