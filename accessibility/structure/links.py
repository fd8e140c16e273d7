"""Links: whether their words say where they lead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plainpress.accessibility import catalogue
from plainpress.accessibility.wording import link_fault, squeezed
from plainpress.document.model import CrossReference, Link, Text
from plainpress.document.walk import nodes, spoken_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.structure.index import Index
    from plainpress.document.findings import Finding


def words(index: Index) -> Iterator[Finding]:
    """The words of each link say something on their own.

    Addresses may stand in the reference list, where they are copied from paper.
    """
    links: list[Link | CrossReference] = [*index.of(Link), *index.of(CrossReference)]
    for link in links:
        url = link.url if isinstance(link, Link) else ""
        text = spoken_text(link.children)
        fault = link_fault(text, url)
        if fault and not (fault == "bare-link" and id(link) in index.in_bibliography):
            yield catalogue.finding(fault, _message(fault, text, url), link.span, text)


def _message(fault: str, text: str, url: str) -> str:
    match fault:
        case "link-empty":
            return f"the link to {url} has no words" if url else "a cross reference has no words"
        case "bare-link":
            return f"the words of the link are its address, {text}"
        case _:
            return f"the words of the link are “{text}”"


_ADDRESS = re.compile(r"\b(?:https?://|www\.)[^\s<>\"'\u201c\u201d\u2018\u2019]+")
_NO_END = ".,;:!?)]"


def addresses(index: Index) -> Iterator[Finding]:
    """No address stands in the text as words: it is read out, and nobody can follow it."""
    linked = {id(node) for link in index.of(Link) for node in nodes(link)}
    for text in index.of(Text):
        if id(text) in linked or id(text) in index.in_bibliography:
            continue
        for found in _ADDRESS.findall(text.text):
            address = found.rstrip(_NO_END)
            message = f"the address {address} stands in the text, and is no link"
            yield catalogue.finding("bare-link", message, text.span, address)


def same_words(index: Index) -> Iterator[Finding]:
    """The same words do not lead to different places."""
    seen: dict[str, str] = {}
    for link in index.of(Link):
        text = squeezed(spoken_text(link.children))
        # Words that say nothing are a finding of their own.
        if id(link) in index.in_bibliography or link_fault(text, link.url):
            continue
        first = seen.setdefault(text, _address(link.url))
        if first != _address(link.url):
            message = f"“{text}” leads here to {link.url}, and further up to {first}"
            yield catalogue.finding("link-words-shared", message, link.span, text)


def _address(url: str) -> str:
    return url.rstrip("/")
