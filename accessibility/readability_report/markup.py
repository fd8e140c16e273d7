"""Pieces of HTML that every part of the page uses. What comes in as text goes out escaped."""

from __future__ import annotations

from html import escape as _escape
from typing import TYPE_CHECKING

from plainpress.accessibility.readability_report.facts import State
from plainpress.accessibility.reports.report import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from plainpress.document.findings import Finding
    from plainpress.document.model import Span

_STATE_CLASSES = {State.PASS: "pass", State.WARN: "warn", State.FAIL: "fail"}


def escape(text: str) -> str:
    """Text for the inside of an element or of an attribute in quotes, without control characters.

    Characters that HTML forbids would make the page invalid, and terminals obey some of them.
    """
    return _escape(printable(text).replace("\r", " "), quote=True)


def sentence_case(text: str) -> str:
    """A message as a sentence of its own: a capital first, a full stop last."""
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def place(span: Span) -> str:
    """`file:line`, which editors can jump to."""
    if not span.path:
        return ""
    return f'<span class="place">{escape(span.path)}:{span.first}</span>'


def state(value: State) -> str:
    """The state in its word; colour and shape repeat it."""
    return f'<span class="state {_STATE_CLASSES[value]}">{value.value.capitalize()}</span>'


def table(name: str, caption: str, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in a box that scrolls by itself, so that the page never does sideways.

    Cells are HTML; the first of each row is its header. A header that begins with # stands over
    numbers. `name` becomes the caption's id; the caption stands outside the box, where it can be
    read whole on a phone. WCAG 2.2, 1.4.10 and 2.1.1: the box is reached and scrolled by keyboard.
    """
    kinds = [' class="number"' if header.startswith("#") else "" for header in headers]
    head = "".join(
        f'<th scope="col"{kind}>{escape(header.removeprefix("#"))}</th>'
        for header, kind in zip(headers, kinds, strict=True)
    )
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>'
        + "".join(f"<td{kind}>{cell}</td>" for cell, kind in zip(row[1:], kinds[1:], strict=True))
        + "</tr>\n"
        for row in rows
    )
    return (
        f'<p class="caption" id="{name}">{escape(caption)}</p>\n'
        f'<div class="scroll" role="region" aria-labelledby="{name}" tabindex="0">\n'
        f'<table aria-labelledby="{name}">\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n</div>\n"
    )


def details(summary: str, body: str) -> str:
    """A part that stays closed until it is asked for, and is open in print."""
    return f'<details class="data"><summary>{escape(summary)}</summary>\n{body}</details>\n'


def terms(pairs: Iterable[tuple[str, str]]) -> str:
    """A list of names and values; values are HTML."""
    rows = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>\n" for name, value in pairs if value
    )
    return f"<dl>\n{rows}</dl>\n"


def remarks(findings: Iterable[Finding]) -> str:
    """Findings, each with what to do."""
    items = [
        f"<li>{escape(sentence_case(finding.message))} {escape(sentence_case(finding.hint))}</li>"
        for finding in findings
    ]
    return f'<ul class="remarks">{"".join(items)}</ul>\n' if items else ""
