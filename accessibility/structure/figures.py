"""Pictures: whether those who do not see them learn what they say."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from plainpress.accessibility import catalogue
from plainpress.accessibility.wording import ALT_LIMIT, alt_fault, squeezed, words_data
from plainpress.document.model import Figure, Image, Paragraph
from plainpress.document.outline import number_text
from plainpress.document.walk import nodes_of, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.structure.index import Index
    from plainpress.document.findings import Finding
    from plainpress.document.model import Block

# A drawing with this many words of its own that its alternative and its caption leave out
# cannot be told in one short sentence.
_WORDS_NEEDING_A_DESCRIPTION = 8
_SVG = "{http://www.w3.org/2000/svg}"
_WORD = re.compile(r"[^\W\d_]{3,}")


def alternatives(index: Index) -> Iterator[Finding]:
    """Each picture has alternative text that is short and says something, or is decorative.

    The picture of a picture row may leave it out: it only repeats the words beside it.
    """
    pictures: list[Figure | Image] = [*index.of(Figure), *index.of(Image)]
    for node in pictures:
        fault = None if node.decorative else alt_fault(node.alt)
        if fault:
            yield catalogue.finding(fault, _alt_message(node, fault), node.span, node.alt)


def _alt_message(node: Figure | Image, fault: str) -> str:
    name = _name(node)
    match fault:
        case "figure-without-alt":
            return f"{name} has no alternative text"
        case "alt-too-long":
            return (
                f"the alternative text of {name} has {len(node.alt)} characters, over {ALT_LIMIT}"
            )
        case _:
            return f"the alternative text of {name} is “{node.alt}”"


def _name(node: Figure | Image) -> str:
    number = number_text(node) if isinstance(node, Figure) else ""
    return f"{number} ({node.image.name})" if number else f"the picture {node.image.name}"


def captions_repeated(index: Index) -> Iterator[Finding]:
    for figure in index.of(Figure):
        caption = plain_text(figure.caption)
        if figure.alt.strip() and squeezed(figure.alt) == squeezed(caption):
            message = f"the alternative text of {_name(figure)} repeats its caption"
            yield catalogue.finding("alt-repeats-caption", message, figure.span, figure.alt)


def descriptions(index: Index) -> Iterator[Finding]:
    """A figure that holds a lot has a long description, and no word of a drawing is left out."""
    for figure in index.of(Figure):
        if figure.decorative or not figure.alt.strip():
            continue
        missing = _words_left_out(figure)
        if figure.long_description:
            if missing:
                yield _undescribed(figure, missing)
        elif len(missing) >= _WORDS_NEEDING_A_DESCRIPTION or (figure.number and _complex(figure)):
            message = f"{_name(figure)} holds a lot and has no long description"
            yield catalogue.finding("figure-without-description", message, figure.span)


def _undescribed(figure: Figure, missing: list[str]) -> Finding:
    shown = ", ".join(f"“{word}”" for word in missing[:8])
    more = f" and {len(missing) - 8} more" if len(missing) > 8 else ""  # noqa: PLR2004 # as shown
    message = f"{_name(figure)} shows {shown}{more}, which its description leaves out"
    return catalogue.finding("figure-words-undescribed", message, figure.span)


def _complex(figure: Figure) -> bool:
    told = f" {squeezed(figure.alt)} {squeezed(plain_text(figure.caption))} "
    return any(re.search(rf"\b{word}\b", told) for word in words_data()["complex_pictures"])


def _words_left_out(figure: Figure) -> list[str]:
    """The words that a drawing shows and that no text about it says, in their order."""
    if figure.image.media_type != "image/svg+xml":
        return []
    told = {_stem(word) for word in _WORD.findall(_told(figure).casefold())}
    shown = dict.fromkeys(_WORD.findall(_drawn_words(figure)))
    return [word for word in shown if _stem(word.casefold()) not in told]


def _stem(word: str) -> str:
    # "Research" in the drawing is told by "researching" in the description.
    return word.removesuffix("s").removesuffix("ing").removesuffix("ed").removesuffix("e")


def _told(figure: Figure) -> str:
    blocks: tuple[Block, ...] = figure.long_description
    described = " ".join(plain_text(node.children) for node in nodes_of(Paragraph, *blocks))
    return f"{figure.alt} {plain_text(figure.caption)} {described}"


def _drawn_words(figure: Figure) -> str:
    """The words in the `text` elements of an SVG; empty where the file cannot be read.

    The reader has seen to it that the file is safe and well formed.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.parse(str(figure.image.file), parser).getroot()
    except (OSError, etree.XMLSyntaxError):
        return ""
    return " ".join(" ".join(text.itertext()) for text in root.iter(f"{_SVG}text"))


@cache
def _colour_pattern() -> re.Pattern[str]:
    data = words_data()
    colours = "|".join(sorted(data["colours"], key=len, reverse=True))
    things = "|".join(sorted(data["coloured_things"]))
    return re.compile(rf"\b(?:the|in|see)\s+(?:{colours})\s+(?:{things})\b", re.IGNORECASE)


@cache
def _colour_words() -> frozenset[str]:
    """The last words of all colours: "green" of "light green"."""
    return frozenset(colour.split()[-1] for colour in words_data()["colours"])


def _names_a_colour(text: str) -> bool:
    """Whether a text has a colour as a word: most have none, and the pattern is slow."""
    return not _colour_words().isdisjoint(text.casefold().split())


def colours(index: Index) -> Iterator[Finding]:
    """Nothing is pointed at by its colour: "the green box"."""
    for paragraph, text in index.paragraphs:
        found = _colour_pattern().search(text) if _names_a_colour(text) else None
        if found:
            message = f"“{found[0]}” names something by its colour"
            yield catalogue.finding("place-by-colour", message, paragraph.span, found[0])
