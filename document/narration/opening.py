"""Takes an edition; lets the narrator say what stands on its title page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.document.dates import day

if TYPE_CHECKING:
    from plainpress.document.narration.narrator import Narrator

_AUTHOR, _PUBLISHER = "aut", "pbl"


def opening(narrator: Narrator) -> None:
    """Title, kind of edition, makers, date and licence."""
    publication = narrator.publication
    narrator.say_text(publication.title, publication, "title")
    if publication.subtitle:
        narrator.say_text(publication.subtitle, publication, "title")
    # The subtitle of an easy-read edition says what it is, and whether it is a draft.
    known = publication.subtitle.casefold()
    if publication.edition == "easy-read" and "easy read" not in known:
        narrator.announce("edition-easy-read", publication, "title")
    if publication.draft and "draft" not in known.split():
        narrator.announce("draft", publication, "title")
    authors = [each.name for each in publication.contributors if each.role == _AUTHOR]
    if authors:
        narrator.announce("by", publication, "title", names=_joined(authors))
    named = [each.name for each in publication.contributors if each.role == _PUBLISHER]
    publisher = publication.publisher or _joined(named)
    if publisher:
        narrator.announce("published", publication, "title", name=publisher)
    _dates(narrator)
    if publication.licence.name:
        narrator.announce("licence", publication, "title", name=publication.licence.name)


def _dates(narrator: Narrator) -> None:
    publication = narrator.publication
    if publication.date:
        narrator.announce("first-dated", publication, "title", day=day(publication.date))
    if publication.modified and publication.modified != publication.date:
        narrator.announce("dated", publication, "title", day=day(publication.modified))


def _joined(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
