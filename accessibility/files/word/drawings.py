"""Pictures, shapes and text boxes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from plainpress.accessibility.files.word.document import q, words
from plainpress.accessibility.wording import ALT_LIMIT, alt_fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.files.word.document import Document, Element

_VML_SHAPES = ("v:shape", "v:rect", "v:oval", "v:roundrect", "v:image", "v:line")


def alternatives(document: Document) -> Iterator[tuple[str, str]]:
    """Each picture has alternative text that says something, or is marked as decorative."""
    for story in document.stories:
        for drawing in story.find_all("wp:inline", "wp:anchor"):
            properties = drawing.find(q("wp:docPr"))
            if properties is None or not _is_decorative(properties):
                yield from _alternative(_alt(properties), _name(properties, story.name))
        for shape in story.find_all(*_VML_SHAPES):
            if shape.find(q("v:textbox")) is None:
                yield from _alternative(shape.get("alt", ""), f"a shape in {story.name}")


def _alternative(alt: str, name: str) -> Iterator[tuple[str, str]]:
    fault = alt_fault(alt)
    if fault == "figure-without-alt":
        yield fault, f"{name} has no alternative text and is not marked as decorative"
    elif fault == "alt-too-long":
        yield fault, f"the alternative text of {name} has {len(alt)} characters, over {ALT_LIMIT}"
    elif fault:
        yield fault, f"the alternative text of {name} is “{alt.strip()}”"


def _alt(properties: Element | None) -> str:
    return "" if properties is None else properties.get("descr") or properties.get("title") or ""


def _name(properties: Element | None, story: str) -> str:
    name = properties.get("name") if properties is not None else None
    return f"the picture “{name}”" if name else f"a picture in {story}"


def _is_decorative(properties: Element) -> bool:
    return any(mark.get("val") in {"1", "true"} for mark in properties.iter(q("dec:decorative")))


def identifiers(document: Document) -> Iterator[tuple[str, str]]:
    """Drawings have numbers of their own."""
    counts = Counter(
        properties.get("id")
        for story in document.stories
        for properties in story.find_all("wp:docPr")
    )
    for identifier, count in counts.items():
        if count > 1:
            yield "identifier-repeated", f"{count} drawings have the number {identifier}"


def floating(document: Document) -> Iterator[tuple[str, str]]:
    """Objects stand in line with the text, and words do not stand in boxes."""
    for story in document.stories:
        for anchor in story.find_all("wp:anchor"):
            properties = anchor.find(q("wp:docPr"))
            if properties is None or not _is_decorative(properties):
                yield "picture-floating", f"{_name(properties, story.name)} floats beside the text"
        for box in story.find_all("w:txbxContent"):
            text = words(box).strip()
            if text:
                yield "text-box", f"the words “{text[:40]}” stand in a text box"
