"""The sections that show a library: one chapter a kind or theme, one section a resource."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.document.library.words import easy_link_words, facts, link_words, vocabulary, words
from plainpress.document.model import (
    BulletList,
    Link,
    ListItem,
    Paragraph,
    PictureRow,
    Section,
    Span,
    Strong,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from plainpress.document.library.records import Library, Resource
    from plainpress.document.model import Block, ImageFile, Inline

_LONGEST_HEADING = 100  # characters; a longer title is told in full below the heading


def standard_chapters(library: Library, language: str) -> tuple[Section, ...]:
    """The chapters of the standard edition."""
    return tuple(
        Section(
            level=1,
            title=(Text(name, span=shown[0].span()),),
            label=label,
            sections=tuple(_section(each, library, language) for each in shown),
            span=shown[0].span(),
        )
        for label, name, shown in _groups(library, library.resources, language)
    )


def easy_read_chapters(
    library: Library, language: str, picture: Callable[[str, Span], ImageFile | None]
) -> tuple[Section, ...]:
    """The chapters of the easy-read edition: the resources that have an easy-read line.

    `picture` finds the picture of a kind by its name. A chapter covers its resources.
    """
    easy = [each for each in library.resources if each.easy_read]
    return tuple(
        Section(
            level=1,
            title=(Text(name, span=shown[0].span()),),
            label=f"easy-{label}",
            sections=tuple(_easy_section(each, language, picture) for each in shown),
            covers=tuple(each.key for each in shown),
            span=shown[0].span(),
        )
        for label, name, shown in _groups(library, easy, language)
    )


def heading(resource: Resource) -> str:
    """The title with its subtitle, or without it where the two are too long for a heading."""
    full = resource.full_title
    return full if len(full) <= _LONGEST_HEADING else resource.title


def _groups(
    library: Library, shown: Iterable[Resource], language: str
) -> Iterator[tuple[str, str, list[Resource]]]:
    """Label, name and resources of each chapter that has any.

    By theme, a resource stands under the first of its themes: each is printed once.
    """
    said = words(language)
    if library.order == "theme":
        names = dict(library.themes)
    else:
        names = {key: said["kinds"][key]["many"] for key in vocabulary().kinds}
    groups: dict[str, list[Resource]] = {key: [] for key in (*names, "")}
    for resource in shown:
        key = resource.themes[0] if library.order == "theme" and resource.themes else ""
        groups[key if library.order == "theme" else resource.kind].append(resource)
    for key, found in groups.items():
        if found:
            label = f"{library.order}-{key or 'none'}".replace(" ", "-")
            yield label, names.get(key) or said[f"no-{library.order}"], found


# --- One resource --------------------------------------------------------------------


def _section(resource: Resource, library: Library, language: str) -> Section:
    span = resource.span("title")
    blocks: list[Block] = [*_description(resource), *_fact_list(resource, library, language)]
    if resource.link:
        blocks.append(_link(resource, link_words(resource, language)))
    return Section(
        level=2,
        title=(Text(heading(resource), span=span),),
        label=resource.key,
        blocks=tuple(blocks),
        span=resource.span(),
    )


def _description(resource: Resource) -> Iterator[Paragraph]:
    """A paragraph for each run of lines; each line knows its place."""
    place = resource.span("description")
    run: list[Inline] = []
    for offset, line in enumerate((*resource.description.split("\n"), "")):
        if line.strip():
            number = min(place.first + offset, place.last)
            space = " " if run else ""
            span = Span(place.path, number, number)
            run.append(Text(space + " ".join(line.split()), span=span))
        elif run:
            whole = Span(place.path, run[0].span.first, run[-1].span.last)
            yield Paragraph(tuple(run), span=whole)
            run = []


def _fact_list(resource: Resource, library: Library, language: str) -> Iterator[BulletList]:
    """What is known of a resource, save what its chapter says already: one line each."""
    known = [fact for fact in facts(resource, library, language) if fact.id != library.order]
    items = [_fact(fact.name, fact.text, resource.span(_KEYS[fact.id])) for fact in known]
    if heading(resource) != resource.full_title:
        name = words(language)["full-title"]
        items.insert(0, _fact(name, resource.full_title, resource.span("subtitle")))
    if items:
        yield BulletList(tuple(items), span=resource.span())


_KEYS = {"by": "authors", "edited-by": "editors"} | {
    name: name for name in ("year", "kind", "themes", "audience", "access")
}


def _fact(name: str, text: str, span: Span) -> ListItem:
    label = Strong((Text(f"{name}:", span=span),), span=span)
    line = Paragraph((label, Text(f" {text}", span=span)), span=span)
    return ListItem((line,), span=span)


def _link(resource: Resource, said: str) -> Paragraph:
    span = resource.span("link")
    return Paragraph((Link(resource.link, (Text(said, span=span),), span=span),), span=span)


def _easy_section(
    resource: Resource, language: str, picture: Callable[[str, Span], ImageFile | None]
) -> Section:
    span = resource.span("easy-read")
    lines = [Paragraph((Text(" ".join(resource.easy_read.split()), span=span),), span=span)]
    if resource.link:
        lines.append(_link(resource, easy_link_words(resource, language)))
    return Section(
        level=2,
        title=(Text(resource.title, span=span),),
        label=f"easy-{resource.key}",
        blocks=(_row(resource.kind, tuple(lines), span, picture),),
        span=span,
    )


def _row(
    kind: str,
    children: tuple[Paragraph, ...],
    span: Span,
    picture: Callable[[str, Span], ImageFile | None],
) -> Block:
    """A picture row; the bare words where no picture can be used, which a finding says."""
    known = vocabulary().kinds
    image = picture(f"picture:{known[kind]['picture']}", span) if kind in known else None
    return PictureRow(image, children, span=span) if image else children[0]
