"""What every edition says of itself: who made it, what kind of edition it is, when it came out."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plainpress.document.model import Contributor, Publication

# How a title page names what somebody did, by MARC relator code.
_DEEDS = {
    "aut": "Written by",
    "art": "Pictures by",
    "com": "Compiled by",
    "con": "Advised by",
    "ctb": "With contributions by",
    "edt": "Edited by",
    "fnd": "Funded by",
    "ill": "Pictures by",
    "spn": "Supported by",
    "trl": "Translated by",
}
_OTHER_DEEDS = "With help from"
_PUBLISHER = "pbl"


def status(publication: Publication) -> str:
    """What the cover and the title page say about the edition, empty for a finished standard one.

    Nobody may call a text easy read on its cover before people with learning disabilities have
    read it: until then it is a draft.
    """
    name = "Easy read" if publication.edition == "easy-read" else ""
    if not publication.draft:
        return name
    return f"{name} draft" if name else "Draft"


def publisher(publication: Publication) -> str:
    """Who published it: the field, else the contributors who are publishers."""
    named = [person.name for person in publication.contributors if person.role == _PUBLISHER]
    return publication.publisher or ", ".join(named)


def identifier(publication: Publication, kind: str = "") -> str:
    """The identifier of this edition; a name-based UUID where the source gives none.

    Two editions are two books to a reading system, so every edition but the standard one has
    an identifier of its own, made from that of the publication (RFC 9562, 5.5). So has another
    `kind` of book of the same edition.
    """
    given, edition = publication.identifier, publication.edition
    if given and edition == "standard" and not kind:
        return given
    base = given or f"{publication.publisher}/{publication.title}/{publication.language}"
    if kind:
        edition = f"{edition}#{kind}"
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{base}#{edition}')}"


def deeds(contributors: Sequence[Contributor]) -> Iterator[tuple[str, str]]:
    """What was done and by whom, in the order of the contributors: ("Written by", "A and B")."""
    done: dict[str, list[str]] = {}
    for person in contributors:
        if person.role != _PUBLISHER:
            done.setdefault(_DEEDS.get(person.role, _OTHER_DEEDS), []).append(person.name)
    for deed, names in done.items():
        yield deed, _joined(names)


def _joined(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
