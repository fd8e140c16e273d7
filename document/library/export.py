"""A library as data for reference managers: BibTeX, and CSL-JSON (CSL 1.0.2, Appendix III)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from plainpress.document.library.words import vocabulary, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.document.library.records import Library, Resource

# What a resource is whose kind is not known.
_ANY = {"bibtex": "misc", "csl": "document"}
_OTHERS = "others"
_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "&%$#_{}"},
}
_SPECIAL = re.compile(r"[\\~^&%$#_{}]")
# Characters that BibTeX would take for its own; an address may name them by their code.
_NOT_IN_ADDRESS = re.compile(r"[\\~^${}]")


def bibtex(library: Library, language: str) -> str:
    """All resources as BibTeX entries, in UTF-8, under the keys that a guide cites them by."""
    return "\n".join(_entry(each, library, language) for each in library.resources)


def csl_json(library: Library, language: str) -> str:
    """All resources as a CSL-JSON array."""
    items = [_item(each, library, language) for each in library.resources]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


# --- BibTeX --------------------------------------------------------------------------


def _entry(resource: Resource, library: Library, language: str) -> str:
    kind = vocabulary().kinds.get(resource.kind, _ANY)["bibtex"]
    fields = "".join(
        f"  {name} = {{{value}}},\n" for name, value in _fields(resource, library, language)
    )
    return f"@{kind}{{{resource.key},\n{fields}}}\n"


def _fields(resource: Resource, library: Library, language: str) -> Iterator[tuple[str, str]]:
    # A title in two pairs of braces keeps its capitals.
    yield "title", f"{{{_tex(resource.full_title)}}}"
    for name, people in (("author", resource.authors), ("editor", resource.editors)):
        if people:
            yield name, " and ".join(map(_person, people))
    if resource.year:
        yield "year", str(resource.year)
    if resource.link:
        yield "url", _address(resource.link)
    if resource.themes:
        yield "keywords", _tex(_keywords(resource, library))
    if resource.description:
        yield "abstract", _tex(_abstract(resource))
    yield "language", language


def _tex(text: str) -> str:
    return _SPECIAL.sub(lambda found: _TEX[found[0]], text)


def _person(name: str) -> str:
    # Braces keep the name of a body in one piece.
    return _tex(name) if "," in name or name == _OTHERS else f"{{{_tex(name)}}}"


def _address(link: str) -> str:
    return _NOT_IN_ADDRESS.sub(lambda found: f"%{ord(found[0]):02X}", link)


# --- CSL-JSON ------------------------------------------------------------------------


def _item(resource: Resource, library: Library, language: str) -> dict[str, Any]:
    kind = vocabulary().kinds.get(resource.kind, _ANY)["csl"]
    found: dict[str, Any] = {
        "id": resource.key,
        "type": kind,
        "title": resource.full_title,
        "author": [_name(name, language) for name in resource.authors],
        "editor": [_name(name, language) for name in resource.editors],
        "issued": {"date-parts": [[resource.year]]} if resource.year else {},
        "URL": resource.link,
        "keyword": _keywords(resource, library),
        "abstract": _abstract(resource),
        "language": language,
    }
    return {name: value for name, value in found.items() if value}


def _name(name: str, language: str) -> dict[str, str]:
    family, comma, given = name.partition(",")
    if comma:
        return {"family": family.strip(), "given": given.strip()}
    return {"literal": words(language)[_OTHERS] if name == _OTHERS else name}


def _keywords(resource: Resource, library: Library) -> str:
    return ", ".join(library.themes[key] for key in resource.themes)


def _abstract(resource: Resource) -> str:
    return " ".join(resource.description.split())
