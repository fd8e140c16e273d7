"""Directives: what each becomes, by data/directives.toml; unknown ones keep their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plainpress.document.model import (
    Activity,
    Bibliography,
    Block,
    CodeBlock,
    Example,
    Glossary,
    GlossaryEntry,
    Inline,
    Note,
    Paragraph,
    Quotation,
    Text,
)
from plainpress.document.reader.figures import figure
from plainpress.document.reader.tables import captioned_table, list_table
from plainpress.document.report import data, nearest

if TYPE_CHECKING:
    from markdown_it.token import Token

    from plainpress.document.model import NoteKind
    from plainpress.document.reader.blocks import Blocks
    from plainpress.document.reader.syntax_blocks import Directive


def box(blocks: Blocks, opening: Token) -> tuple[Block, ...]:
    """The nodes of a directive whose opening has been taken."""
    directive: Directive = opening.meta["directive"]
    kind: dict[str, Any] = data("directives.toml").get(directive.name, {})
    _check(blocks, opening, directive, kind)
    match kind.get("as"):
        case "figure":
            return figure(blocks, opening)
        case "glossary":
            return _glossary(blocks, opening)
        case "word-list":
            return (Glossary((), span=blocks.span(opening)), *blocks.until("directive_close"))
        case "bibliography":
            entries = blocks.context.works.bibliography()
            inside = blocks.until("directive_close")
            return (Bibliography(entries, span=blocks.span(opening)), *inside)
        case "code" | "literal" | "skipped" as use:
            blocks.until("directive_close")
            return _literal(blocks, opening, use)
        case None:
            return _unknown(blocks, opening, directive)
        case _:
            title = _title(blocks)
            inside = blocks.until("directive_close")
            return _titled(blocks, opening, title, inside)


def _check(blocks: Blocks, opening: Token, directive: Directive, kind: dict[str, Any]) -> None:
    span = blocks.span(opening)
    if not kind:
        near = nearest(directive.name, data("directives.toml"))
        blocks.report.add("directive-unknown", span, name=directive.name, near=near)
    elif not directive.braces:
        blocks.report.add("directive-without-braces", span, name=directive.name)
    if not directive.closed:
        blocks.report.add("directive-not-closed", span, name=directive.name, fence=directive.fence)
    elif directive.crossed:
        blocks.report.add("fence-too-short", span, name=directive.name, fence=directive.fence)
    if not kind or kind["as"] in {"literal", "skipped"}:
        return
    known = ["name", "label", *kind.get("options", ())]
    for option, line in directive.lines.items():
        if option not in known and option not in kind.get("ignored", ()):
            near = nearest(option, known)
            place = blocks.file.at(line)
            blocks.report.add(
                "option-unknown", place, option=option, name=directive.name, near=near
            )


def _title(blocks: Blocks) -> tuple[Inline, ...]:
    token = blocks.tokens[blocks.place]
    if not token.meta.get("title"):
        return ()
    blocks.place += 1
    return blocks.inlines.build(token)


def _titled(
    blocks: Blocks, opening: Token, title: tuple[Inline, ...], inside: tuple[Block, ...]
) -> tuple[Block, ...]:
    directive: Directive = opening.meta["directive"]
    kind = data("directives.toml")[directive.name]
    span, label = blocks.span(opening), opening.meta.get("label", "")
    match kind["as"]:
        case "table":
            return captioned_table(blocks, opening, title, inside)
        case "list-table":
            return list_table(blocks, opening, title, inside)
        case "activity":
            number = opening.meta["number"]
            return (Activity(title, inside, label=label, number=number, span=span),)
        case "example":
            return (Example(title, inside, label=label, span=span),)
        case "note":
            return (Note(_note_kind(directive, kind), title, inside, label=label, span=span),)
        case "quotation":
            return (Quotation(inside, _source(blocks, directive), span=span),)
        case _:  # a description that stands outside a figure
            blocks.report.add("description-outside", span)
            return inside


def _note_kind(directive: Directive, kind: dict[str, Any]) -> NoteKind:
    # `:::{admonition} Title` may choose its kind: `:class: tip`.
    known = data("directives.toml")
    chosen = (
        known.get(name, {}).get("kind") for name in directive.options.get("class", "").split()
    )
    wanted: NoteKind = next(filter(None, chosen), kind["kind"])
    return wanted


def _source(blocks: Blocks, directive: Directive) -> tuple[Inline, ...]:
    source: tuple[Inline, ...] = ()
    if cite := directive.options.get("cite"):
        span = blocks.file.at(directive.lines["cite"])
        source = blocks.context.works.cite(cite, narrative=False, span=span)
    if words := directive.options.get("source"):
        span = blocks.file.at(directive.lines["source"])
        gap = (Text(" "),) if source else ()
        source = (Text(words, span=span), *gap, *source)
    return source


def _glossary(blocks: Blocks, opening: Token) -> tuple[Block, ...]:
    entries: list[GlossaryEntry] = []
    rest: list[Block] = []
    while (token := blocks.tokens[blocks.place]).type != "directive_close":
        if token.type != "dl_open":
            blocks.next(rest)
            continue
        blocks.place += 1
        for label, item in blocks.definitions():
            entries.append(GlossaryEntry(label, item.term, item.definitions, span=item.span))
    blocks.place += 1
    if rest:
        blocks.report.add("glossary-more", rest[0].span)
    if not entries:
        blocks.report.add("glossary-empty", blocks.span(opening))
        return tuple(rest)
    return (Glossary(tuple(entries), span=blocks.span(opening)), *rest)


def _literal(blocks: Blocks, opening: Token, use: str) -> tuple[Block, ...]:
    directive: Directive = opening.meta["directive"]
    span = blocks.span(opening)
    if use != "code":
        blocks.report.add(f"directive-{use}", span, name=directive.name)
    if use == "skipped":
        return ()
    syntax = directive.argument.split()[0] if directive.argument else ""
    if use == "literal" and directive.name in {"math", "mermaid"}:
        syntax = directive.name
    content = opening.content.strip("\n")
    return (CodeBlock(content, syntax, span=span),) if content else ()


def _unknown(blocks: Blocks, opening: Token, directive: Directive) -> tuple[Block, ...]:
    """The words of a directive that nobody knows: its title, its worded options, its inside."""
    span = blocks.span(opening)
    words: list[Block] = []
    for option in ("title", "caption", "alt", "header"):
        if value := directive.options.get(option):
            place = blocks.file.at(directive.lines[option])
            words.append(Paragraph((Text(value, span=place),), span=span))
    title = _title(blocks)
    head = (Paragraph(title, span=span),) if title else ()
    return (*head, *words, *blocks.until("directive_close"))
