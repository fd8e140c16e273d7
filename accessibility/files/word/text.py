"""Running text of a Word file: headings, lists, links and blanks."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from plainpress.accessibility.files.word.document import (
    has_drawing,
    is_on,
    q,
    style_of,
    value,
    words,
)
from plainpress.accessibility.wording import heading_fault, link_fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.files.word.document import Document, Element, Paragraph, Story

_LONG_WITHOUT_HEADINGS = 200
_LONGEST_HEADING = 80
_BLANKS_IN_A_ROW = 2
_TYPED_ITEM = re.compile(r"^(?:[•·‣▪●○◦*\u2013-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+\S")
_MANY_SPACES = re.compile(r"[ \u00a0]{4,}")
_MANY_TABS = 3


def headings(document: Document) -> Iterator[tuple[str, str]]:
    """Headings stand in order, have words, and are there at all."""
    before = 0
    paragraphs = document.stories[0].paragraphs
    for paragraph in paragraphs:
        level, text = document.level(paragraph), paragraph.text
        if not level:
            continue
        fault = heading_fault(text or ("drawing" if has_drawing(paragraph.element) else ""))
        if fault == "heading-empty":
            yield fault, f"a heading of level {level} has no words"
            continue
        if fault:
            yield fault, f"the heading “{text[:40]}…” has {len(text)} characters"
        if level > before + 1:
            above = f"the one before it level {before}" if before else "nothing stands before it"
            yield "heading-skipped", f"the heading “{text[:60]}” has level {level}, and {above}"
        before = level
    count = 0 if before else sum(len(paragraph.text.split()) for paragraph in paragraphs)
    if count > _LONG_WITHOUT_HEADINGS:
        yield "headings-missing", f"{count} words have no heading in a heading style"


def imitations(document: Document) -> Iterator[tuple[str, str]]:
    """Headings and lists are made with styles, not by hand."""
    body = document.body
    for paragraph in document.stories[0].paragraphs:
        text = paragraph.text
        if not text or paragraph.element.getparent() is not body or document.level(paragraph):
            continue
        if len(text) <= _LONGEST_HEADING and _is_big_and_bold(document, paragraph):
            yield "heading-imitated", f"the paragraph “{text}” stands in for a heading"
        elif _TYPED_ITEM.match(text) and not _is_list_item(document, paragraph):
            yield "list-imitated", f"the marker of “{text[:40]}” is typed by hand"


def _is_big_and_bold(document: Document, paragraph: Paragraph) -> bool:
    if document.style(paragraph.style).name not in {"", "normal", "body text"}:
        return False
    runs = [run for run in paragraph.element.iterfind(q("w:r")) if words(run).strip()]
    return bool(runs) and all(map(_run_is_bold, runs))


def _run_is_bold(run: Element) -> bool:
    return is_on(run.find(q("w:rPr/w:b")))


def _is_list_item(document: Document, paragraph: Paragraph) -> bool:
    styles = document.chain(paragraph.style)
    return q("w:numPr") in paragraph.properties or any(
        style.find(q("w:pPr/w:numPr")) is not None for style in styles
    )


def links(document: Document) -> Iterator[tuple[str, str]]:
    """The words of each link say where it leads. A bibliography may print addresses."""
    for story in document.stories:
        for link in story.find_all("w:hyperlink"):
            text = words(link)
            if not text.strip() and has_drawing(link):
                continue  # its alternative text is checked with the pictures
            target = story.relationships.get(link.get(q("r:id"), ""))
            url = target.target if target else ""
            fault = link_fault(text, url, inside=not url)
            if fault and not (fault == "bare-link" and _in_bibliography(document, link)):
                where = f" to {url}" if url else ""
                yield fault, f"the words of a link{where} are “{text.strip()}”"


def _in_bibliography(document: Document, link: Element) -> bool:
    paragraph = next(link.iterancestors(q("w:p")), None)
    return paragraph is not None and any(
        "bibliography" in (value(style.find(q("w:name"))) or "").lower()
        for style in document.chain(style_of(paragraph))
    )


def blanks(document: Document) -> Iterator[tuple[str, str]]:
    """Space comes from styles, not from empty paragraphs, spaces or tabs."""
    run = 0
    empty = {each.element for each in document.stories[0].paragraphs if _is_empty(each)}
    for block in document.body:
        run = run + 1 if block in empty else 0
        if run == _BLANKS_IN_A_ROW:
            yield "blank-paragraphs", f"{run} or more empty paragraphs stand in a row"
    for story in document.stories:
        tabs = _tabs(story)
        for paragraph in story.shown_paragraphs():
            text = paragraph.text
            if _may_have_many_spaces(text) and _has_many_spaces(paragraph.element):
                yield "blank-characters", f"“{text[:40]}” has four or more spaces in a row"
            if tabs[paragraph.element] >= _MANY_TABS:
                yield "blank-characters", f"“{text[:40]}” has {_MANY_TABS} or more tabs"


def _may_have_many_spaces(text: str) -> bool:
    # The quick question that nearly every paragraph answers with no.
    return ("  " in text or "\u00a0" in text) and _MANY_SPACES.search(text) is not None


def _has_many_spaces(paragraph: Element) -> bool:
    return bool(_MANY_SPACES.search("".join(t.text or "" for t in paragraph.iter(q("w:t")))))


def _tabs(story: Story) -> Counter[Element]:
    """How many tabs stand in the runs of each paragraph."""
    runs = (tab.getparent() for tab in story.root.iter(q("w:tab")))
    return Counter(run.getparent() for run in runs if run.tag == q("w:r"))


_NOT_EMPTY = ("w:drawing", "w:pict", "w:object", "w:br", "w:sectPr", "w:fldChar", "w:bookmarkStart")


def _is_empty(paragraph: Paragraph) -> bool:
    names = map(q, _NOT_EMPTY)
    return not paragraph.text and next(paragraph.element.iter(*names), None) is None
