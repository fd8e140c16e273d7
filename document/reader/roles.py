"""Roles: `{ref}`label``, `{abbr}`PCIE (Public ...)`` and the others of data/roles.toml."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plainpress.document.model import (
    Abbreviation,
    Code,
    Emphasis,
    Inline,
    Strong,
    Subscript,
    Superscript,
    Term,
    Text,
)
from plainpress.document.reader.links import reference, to_document
from plainpress.document.report import data, nearest
from plainpress.document.walk import plain_text

if TYPE_CHECKING:
    from plainpress.document.reader.inlines import Inlines

_WORDS_AND_TARGET = re.compile(r"(.*?)\s*<([^<>]+)>\s*", re.DOTALL)
_SHORT_AND_LONG = re.compile(r"(.+?)\s*\((.+)\)\s*", re.DOTALL)


def role(run: Inlines, name: str, content: str) -> tuple[Inline, ...]:
    """The nodes of a role; the plain words and a finding where the role is unknown."""
    words = (Text(content, span=run.span),)
    match data("roles.toml").get(name):
        case "title" | "number" as style:
            return _reference(run, content, style)
        case "cite" | "cite-in-text" as style:
            cited = run.context.works.cite(content, style == "cite-in-text", run.span)
            return (Text(plain_text(cited), span=run.span),) if run.plain else cited
        case "term":
            return _term(run, content)
        case "abbreviation":
            return (_abbreviation(run, content),)
        case "subscript":
            return (Subscript(words, span=run.span),)
        case "superscript":
            return (Superscript(words, span=run.span),)
        case "emphasis":
            return (Emphasis(words, span=run.span),)
        case "strong":
            return (Strong(words, span=run.span),)
        case "code":
            return (Code(content, span=run.span),)
        case "document":
            return _document(run, content)
        case "literal":
            run.report.add("directive-literal", run.span, name=name)
            return (Code(content, span=run.span),)
        case _:
            near = nearest(name, data("roles.toml"))
            run.report.add("role-unknown", run.span, name=name, near=near)
            return words


def _split(content: str) -> tuple[str, str]:
    """`words <target>` as words and target; a target alone has no words."""
    match = _WORDS_AND_TARGET.fullmatch(content)
    return (match[1], match[2].strip()) if match else ("", content.strip())


def _reference(run: Inlines, content: str, style: str) -> tuple[Inline, ...]:
    words, label = _split(content)
    name = run.context.names.labels.get(label)
    if words and name:
        for mark in ("%s", "{number}"):
            words = words.replace(mark, str(name.number))
    shown: tuple[Inline, ...] = (Text(words, span=run.span),) if words else ()
    return reference(run, label, "number" if style == "number" else "title", shown)


def _document(run: Inlines, content: str) -> tuple[Inline, ...]:
    words, path = _split(content)
    shown: tuple[Inline, ...] = (Text(words, span=run.span),) if words else ()
    return to_document(run, f"{path.removesuffix('.md')}.md", "", shown)


def _term(run: Inlines, content: str) -> tuple[Inline, ...]:
    words, term = _split(content)
    shown = (Text(words or " ".join(term.split()), span=run.span),)
    key = " ".join(term.casefold().split())
    label = run.context.names.terms.get(key)
    if label is None:
        near = run.context.names.term_words.get(
            run.context.names.terms.get(nearest(key, run.context.names.terms), ""), ""
        )
        run.report.add("term-unknown", run.span, term=term, near=near)
        return shown
    return shown if run.plain else (Term(label, shown, span=run.span),)


def _abbreviation(run: Inlines, content: str) -> Inline:
    context = run.context
    match = _SHORT_AND_LONG.fullmatch(content)
    short, given = (match[1], match[2]) if match else (content.strip(), "")
    if given:
        context.expansions[short] = given
    expansion = given or context.expansions.get(short) or context.settings.abbreviations.get(short)
    if not expansion:
        run.report.add("abbreviation-without-words", run.span, short=short)
        return Text(short, span=run.span)
    spelled_out = bool(given) and short not in context.spelled and not run.plain
    if spelled_out:
        context.spelled.add(short)
    return Abbreviation(short, expansion, spelled_out=spelled_out, span=run.span)
