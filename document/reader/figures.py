"""Figures, pictures on their own, and the picture rows of an easy-read edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.document.model import (
    Block,
    Figure,
    Inline,
    LineBreak,
    Paragraph,
    PictureRow,
    Text,
)

if TYPE_CHECKING:
    from markdown_it.token import Token

    from plainpress.document.model import Span
    from plainpress.document.reader.blocks import Blocks
    from plainpress.document.reader.names import Name
    from plainpress.document.reader.syntax_blocks import Directive


def figure(blocks: Blocks, opening: Token) -> tuple[Block, ...]:
    """`:::{figure} path`: the first paragraph is the caption, `:::{description}` the long text.

    `:class: decorative` marks decoration. What else stands inside comes after the figure.
    """
    directive: Directive = opening.meta["directive"]
    name: Name = opening.meta["name"]
    span = blocks.span(opening)
    image = None
    if directive.argument:
        image = blocks.context.images.find(directive.argument, span, blocks.file.path)
    else:
        blocks.report.add("figure-without-path", span)
    # Known before the inside is built: a caption may refer to its own figure.
    name.missing = image is None
    caption, description, rest = _inside(blocks)
    if rest:
        blocks.report.add("figure-more", rest[0].span)
    alt = directive.options.get("alt", "")
    if image is None:
        words = _paragraph((Text(alt, span=span),) if alt else (), span)
        return (*words, *_paragraph(caption, span), *description, *rest)
    made = Figure(
        image,
        alt,
        caption,
        description,
        decorative="decorative" in directive.options.get("class", "").split(),
        label=name.label,
        number=name.number if caption else 0,
        span=span,
    )
    return (made, *rest)


def _inside(blocks: Blocks) -> tuple[tuple[Inline, ...], tuple[Block, ...], tuple[Block, ...]]:
    caption: tuple[Inline, ...] | None = None
    description: list[Block] = []
    rest: list[Block] = []
    while (token := blocks.tokens[blocks.place]).type != "directive_close":
        if token.type == "directive_open" and token.meta["as"] == "description":
            blocks.place += 1
            description.extend(blocks.until("directive_close"))
        elif token.type == "paragraph_open" and caption is None:
            caption = blocks.inlines.build(blocks.tokens[blocks.place + 1])
            blocks.place += 3
        else:
            blocks.next(rest)
    blocks.place += 1
    return caption or (), tuple(description), tuple(rest)


def _paragraph(words: tuple[Inline, ...], span: Span) -> tuple[Block, ...]:
    return (Paragraph(words, span=span),) if words else ()


def lone_figure(blocks: Blocks, opening: Token, token: Token) -> tuple[Block, ...]:
    """An image alone in a paragraph. Its title, if it has one, is its caption."""
    span = blocks.span(opening)
    name: Name | None = opening.meta.get("name")
    blocks.inlines.line = span.first
    alt, decorative = blocks.inlines.alternative(token)
    title = str(token.attrs.get("title", ""))
    caption = (Text(title, span=span),) if title else ()
    image = blocks.context.images.find(str(token.attrs["src"]), span, blocks.file.path)
    if image is None:
        if name:
            name.missing = True
        return (
            *_paragraph((Text(alt, span=span),) if alt else (), span),
            *_paragraph(caption, span),
        )
    made = Figure(
        image,
        alt,
        caption,
        decorative=decorative,
        label=name.label if name else "",
        number=name.number if name else 0,
        span=span,
    )
    return (made,)


def picture_row(blocks: Blocks, opening: Token, words: Token) -> tuple[Block, ...]:
    """A paragraph of an easy-read file that begins with a picture; its words without one."""
    token = (words.children or [])[0]
    span = blocks.span(opening)
    blocks.inlines.line = span.first
    alt, _decorative = blocks.inlines.alternative(token)
    image = blocks.context.images.find(str(token.attrs["src"]), span, blocks.file.path)
    words.children = (words.children or [])[1:]
    paragraphs = _lines(blocks.inlines.build(words), span)
    return (PictureRow(image, paragraphs, alt, span=span),) if image else paragraphs


def _lines(children: tuple[Inline, ...], span: Span) -> tuple[Paragraph, ...]:
    """One paragraph for each line that the author ended with a break."""
    lines: list[list[Inline]] = [[]]
    for child in children:
        if isinstance(child, LineBreak):
            lines.append([])
        elif isinstance(child, Text) and not lines[-1]:
            if text := child.text.lstrip():
                lines[-1].append(Text(text, span=child.span))
        else:
            lines[-1].append(child)
    return tuple(Paragraph(tuple(line), span=span) for line in lines if line)
