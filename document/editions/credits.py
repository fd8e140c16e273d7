"""Picture credits, and who checked an easy-read edition: its last chapter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from plainpress.document.model import (
    Block,
    BulletList,
    Link,
    ListItem,
    Paragraph,
    PictureRow,
    Publication,
    Section,
    Text,
)
from plainpress.document.outline import outline
from plainpress.document.walk import nodes_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plainpress.document.editions.states import SectionState
    from plainpress.document.model import Inline
    from plainpress.document.pictures import Pictures, PictureSet


def chapter(publication: Publication, title: str, blocks: tuple[Block, ...]) -> Section:
    """A chapter that no author wrote: it has no place in the source."""
    from plainpress.document.editions.hard_words import free_label
    from plainpress.document.reader.names import slug

    label = free_label(slug(title) or "section", outline(publication).labels)
    return Section(level=1, title=(Text(title),), label=label, blocks=blocks)


def sets_used(publication: Publication, pictures: Pictures) -> tuple[tuple[PictureSet, ...], bool]:
    """The picture sets that the rows use, in their order, and whether others are used too."""
    used: dict[str, PictureSet] = {}
    others = False
    for row in nodes_of(PictureRow, publication):
        picture = pictures.find(row.image.name)
        named = pictures.sets.get(picture.set) if picture else None
        if named:
            used.setdefault(named.name, named)
        else:
            others = True
    return tuple(used.values()), others


def with_credits(
    publication: Publication,
    pictures: Pictures,
    states: tuple[SectionState, ...],
    words: Mapping[str, str],
) -> Publication:
    """A copy with a last chapter: each picture set once with its licence, then who checked it."""
    used, others = sets_used(publication, pictures)
    blocks: list[Block] = [Paragraph(tuple(_credit(each, words["licence"]))) for each in used]
    if others and publication.publisher:
        text = words["own-pictures"].format(publisher=publication.publisher)
        blocks.append(Paragraph((Text(text),)))
    blocks.extend(_checked(states, words))
    made = chapter(publication, words["picture-credits"], tuple(blocks))
    return replace(publication, sections=(*publication.sections, made))


def _credit(each: PictureSet, licence: str) -> Iterator[Inline]:
    """The set's own words of credit with a link, then its licence with a link.

    What the credit itself says of the licence is left out: it would stand there twice.
    """
    said = each.credit.partition(licence.strip())[0] if each.licence else each.credit
    before, found, after = said.partition(each.title) if said else ("", each.title, ".")
    yield from _text(before)
    if found:
        yield from _linked(found, each.url)
    yield from _text(f"{after.rstrip()} ")
    if each.licence:
        yield Text(licence)
        yield from _linked(each.licence, each.licence_url)
        yield Text(".")


def _text(text: str) -> Iterator[Inline]:
    if text:
        yield Text(text)


def _linked(words: str, url: str) -> Iterator[Inline]:
    yield Link(url, (Text(words),)) if url else Text(words)


def _checked(states: tuple[SectionState, ...], words: Mapping[str, str]) -> Iterator[Block]:
    """Who has signed off what still holds, each name once; and whether readers have tested it."""
    from plainpress.document.editions.states import is_draft

    signs = [sign for state in states if state.state == "current" for sign in state.sign_offs]
    lines = [sign.tested_with for sign in signs if sign.tested_with]
    lines += [f"{sign.by}, {sign.role}" if sign.role else sign.by for sign in signs]
    if lines:
        yield Paragraph((Text(words["checked-by"]),))
        items = (ListItem((Paragraph((Text(line),)),)) for line in dict.fromkeys(lines))
        yield BulletList(tuple(items))
    if is_draft(states):
        yield Paragraph((Text(words["not-tested"]),))
