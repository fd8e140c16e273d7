"""A media overlay (EPUB 3.3, section 9): which element is heard when, as SMIL 3.0."""

from __future__ import annotations

from itertools import takewhile
from string import Template
from typing import TYPE_CHECKING, Any

from plainpress.builders.xhtml import attribute
from plainpress.document.records import dataclass
from plainpress.templates import template

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plainpress.document.narration import Escape

MEDIA_TYPE = "application/smil+xml"
_TYPE = "{http://www.idpf.org/2007/ops}type"
_FOOTNOTE = "footnote"
# The elements that a listener may leave early or leave out, by the names that EPUB 3.3, 9.4 has
# for them; those without one only give the listening its shape.
_PARTS = {
    "section": "",
    "aside": "",
    "div": "",
    "details": "",
    "blockquote": "",
    "figure": "figure",
    "table": "table",
    "tr": "table-row",
    "ul": "list",
    "ol": "list",
    "li": "list-item",
}
_SECOND, _MINUTE, _HOUR = 1000, 60_000, 3_600_000


@dataclass(frozen=True, slots=True)
class Heard:
    """An utterance: the ids of the element that is shown and of the one that it is a part of.

    `begins` and `ends` are milliseconds.
    """

    place: int
    target: str
    within: str
    begins: int
    ends: int
    escape: Escape = ""


@dataclass(frozen=True, slots=True)
class _Part:
    """An element around utterances, and its epub:type."""

    id: str
    kind: str


_Chain = tuple[_Part, ...]


def clock(milliseconds: int) -> str:
    """A full clock value of SMIL: "1:02:03.456"."""
    hours, rest = divmod(milliseconds, _HOUR)
    minutes, rest = divmod(rest, _MINUTE)
    seconds, rest = divmod(rest, _SECOND)
    return f"{hours}:{minutes:02}:{seconds:02}.{rest:03}"


def overlay(document: str, file: str, audio: str, heard: Sequence[Heard]) -> str:
    """The overlay of a finished content document; `file` and `audio` stand one folder above.

    Its sequences are the elements around what is heard, save that a note is heard where it is
    referred to.
    """
    from lxml import etree

    root = etree.fromstring(document.encode(), etree.XMLParser(huge_tree=True))
    body = root.find("{*}body")
    chains = list(_chains(body, heard))
    lines = "".join(_lines(file, audio, heard, _with_notes_in_place(chains)))
    return Template(template("epub/overlay.smil").read_text(encoding="utf-8")).substitute(
        file=attribute(file), matter=attribute(body.get(_TYPE, "")), body=lines
    )


def _chains(body: Any, heard: Sequence[Heard]) -> Iterator[_Chain]:  # noqa: ANN401  # lxml
    """The elements around each utterance, outermost first.

    What is to be heard by everybody, such as a table's caption, stands before what can be left.
    """
    elements = {element.get("id"): element for element in body.iter("{*}*")}
    for each in heard:
        element = elements[each.within]
        around = (element, *element.iterancestors("{*}*"))
        chain = tuple(reversed([part for one in around if (part := _part(one))]))
        yield chain if each.escape else tuple(takewhile(_is_kept, chain))


def _is_kept(part: _Part) -> bool:
    return part.kind not in {"table", "table-row", _FOOTNOTE}


def _part(element: Any) -> _Part | None:  # noqa: ANN401  # an lxml element
    name = element.tag.rpartition("}")[2]
    if name not in _PARTS or not element.get("id"):
        return None
    return _Part(element.get("id"), element.get(_TYPE) or _PARTS[name])


def _is_note(chain: _Chain) -> bool:
    return bool(chain) and chain[0].kind == _FOOTNOTE


def _with_notes_in_place(chains: Sequence[_Chain]) -> Iterator[_Chain]:
    """Notes stand at the end of a document; they are put into what goes on around them."""
    following: list[_Chain] = []
    latest: _Chain = ()
    for chain in reversed(chains):
        latest = latest if _is_note(chain) else chain
        following.append(latest)
    before: _Chain = ()
    for chain, after in zip(chains, reversed(following), strict=True):
        if _is_note(chain):
            yield before[: _shared(before, after)] + chain
        else:
            before = chain
            yield chain


def _shared(one: _Chain, other: _Chain) -> int:
    """How many parts two chains have in common."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _lines(
    file: str, audio: str, heard: Sequence[Heard], chains: Iterator[_Chain]
) -> Iterator[str]:
    opened: _Chain = ()
    for each, chain in zip(heard, chains, strict=True):
        shared = _shared(opened, chain)
        yield "</seq>\n" * (len(opened) - shared)
        for part in chain[shared:]:
            yield f"<seq{_type(part.kind)} epub:textref={_reference(file, part.id)}>\n"
        opened = chain
        yield _heard(file, audio, each, chain)
    yield "</seq>\n" * len(opened)


def _heard(file: str, audio: str, each: Heard, chain: _Chain) -> str:
    # A note whose own words stand in another document can be left out all the same.
    lost = each.escape == "note" and not any(part.kind == _FOOTNOTE for part in chain)
    return (
        f'<par id="heard.{each.place}"{_type(_FOOTNOTE if lost else "")}>'
        f"<text src={_reference(file, each.target)}/>"
        f'<audio src="../{attribute(audio)}" clipBegin="{clock(each.begins)}" '
        f'clipEnd="{clock(each.ends)}"/></par>\n'
    )


def _type(kind: str) -> str:
    return f' epub:type="{attribute(kind)}"' if kind else ""


def _reference(file: str, name: str) -> str:
    return f'"../{attribute(file)}#{attribute(name)}"'
