"""Runs of words: the parser's flat list of inline tokens becomes nested nodes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plainpress.document.folder import CONTROL, cleaned
from plainpress.document.model import (
    Code,
    Emphasis,
    Image,
    Inline,
    Language,
    LineBreak,
    NoteReference,
    Span,
    Strong,
    Text,
)
from plainpress.document.reader.links import link
from plainpress.document.reader.markup import TAG, is_line_break, tag_name
from plainpress.document.reader.reading import Remark
from plainpress.document.reader.roles import role
from plainpress.document.report import data, nearest
from plainpress.document.walk import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it.token import Token

    from plainpress.document.reader.context import Context
    from plainpress.document.reader.source import SourceFile

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def language_tag(text: str) -> str:
    """The text if it has the form of a language tag (BCP 47, RFC 5646 2.1), else nothing."""
    return text if _LANGUAGE.fullmatch(text) else ""


class Inlines:
    """Builds the inlines of one file.

    With `plain`, words are built as they are shown by a reference to them: without links,
    notes and targets of their own.
    """

    def __init__(self, context: Context, file: SourceFile, *, plain: bool = False) -> None:
        self.context = context
        self.file = file
        self.plain = plain
        self.report = context.report
        self._limit: int = data("limits.toml")["inline-nesting"]

    def build(self, token: Token | None) -> tuple[Inline, ...]:
        """The nodes of an inline token; none without one."""
        if token is None:
            return ()
        self.line = (token.map[0] if token.map else 0) + 1
        if words := token.meta.get("plain"):
            self.report.add(f"too-much-{token.meta['limit']}", self.file.span(token))
            return (Text(words, span=self.file.span(token)),)
        return tuple(self._run(token.children or []))

    @property
    def span(self) -> Span:
        return self.file.at(self.line)

    def _run(self, tokens: list[Token]) -> list[Inline]:
        out: list[Inline] = []
        words: list[str] = []
        first = self.line
        stack: list[tuple[Token, list[Inline]]] = []
        for token in tokens:
            kind = token.type
            if kind in {"text", "text_special"}:
                if not words:
                    first = self.line
                elif words[-1] == " " and token.content.startswith("%"):
                    self.report.add("comment-in-paragraph", self.span)
                words.append(token.content)
                continue
            if kind == "softbreak":
                if not words:
                    first = self.line
                words.append(" ")
                self.line += 1
                continue
            if words:
                self._text(words, first, out)
                words = []
            if token.nesting > 0:
                stack.append((token, out))
                out = []
            elif token.nesting < 0:
                if stack:
                    opening, outer = stack.pop()
                    outer.extend(self._close(opening, tuple(out), len(stack)))
                    out = outer
            else:
                self._leaf(token, out)
        if words:
            self._text(words, first, out)
        return out

    def _text(self, words: list[str], first: int, out: list[Inline]) -> None:
        text = "".join(words)
        # "&#12;" gives characters that the file did not have.
        if not text.isprintable() and CONTROL.search(text):
            text = cleaned(text, self.file.path, self.report, first)
        if text:
            out.append(Text(text, span=Span(self.file.path, first, self.line)))

    # --- nodes with children ------------------------------------------------------------

    def _close(
        self, opening: Token, children: tuple[Inline, ...], depth: int
    ) -> tuple[Inline, ...]:
        if depth >= self._limit:
            self.report.add("too-much-nesting", self.span)
            return children
        match opening.type:
            case "em_open":
                return (Emphasis(children, span=self.span),) if children else ()
            case "strong_open":
                return (Strong(children, span=self.span),) if children else ()
            case "link_open":
                return link(self, opening, children)
            case "span_open":
                return self._span(opening.meta["attributes"], children)
            case _:
                return children

    def _span(self, given: dict[str, str], children: tuple[Inline, ...]) -> tuple[Inline, ...]:
        for name in given:
            if name != "lang":
                self.report.add("attribute-unknown", self.span, name=name)
        return self.in_language(given.get("lang", ""), children)

    def in_language(self, language: str, children: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """The same words marked as being in a language; unmarked where the tag is no tag."""
        if not language or not children:
            return children
        if not language_tag(language):
            self.report.add("language-unknown", self.span, language=language)
            return children
        return (Language(language, children, span=self.span),)

    # --- nodes without children ---------------------------------------------------------

    def _leaf(self, token: Token, out: list[Inline]) -> None:
        match token.type:
            case "hardbreak":
                out.append(LineBreak(span=self.span))
                self.line += 1
            case "code_inline":
                out.append(Code(token.content, span=self.span))
            case "role":
                out.extend(role(self, token.meta["role"], token.content))
                self.line += token.meta["lines"]
            case "html_inline":
                out.extend(self._html(token.content))
            case "footnote_mark":
                out.extend(self._footnote(token.content))
            case "footnote_ref":
                out.extend(self._inline_footnote(token.meta["id"]))
            case "image":
                out.extend(self._image(token))
            case "substitution":
                self.report.add("substitution", self.span, words=token.content)
                out.append(Text(token.content, span=self.span))
            case _:
                if token.content:
                    out.append(Text(token.content, span=self.span))

    def _html(self, content: str) -> tuple[Inline, ...]:
        span = self.span
        self.line += content.count("\n")
        if content.startswith("<!--"):
            self.context.remarks.append(Remark(span, content[4:-3].strip("- \n")))
            return ()
        if is_line_break(content):
            return (LineBreak(span=span),)
        self.report.add("raw-html", span, tag=tag_name(content))
        words = content[9:-3] if content.startswith("<![CDATA[") else TAG.sub("", content)
        return (Text(words, span=span),) if words else ()

    def _footnote(self, label: str) -> tuple[Inline, ...]:
        if self.plain:
            return ()
        footnotes = self.context.names.footnotes
        if not (found := footnotes.get((self.file.path, label))):
            near = _nearest_note(label, self.file.path, footnotes)
            self.report.add("footnote-unknown", self.span, label=label, near=near)
            return (Text(f"[^{label}]", span=self.span),)
        note = self.context.notes.refer(label, found)
        return (NoteReference(note.label, note.number, span=self.span),)

    def _inline_footnote(self, index: int) -> tuple[Inline, ...]:
        if self.plain:
            return ()
        from markdown_it.token import Token

        token = Token("inline", "", 0, map=[self.line - 1, self.line])
        token.children = self.file.env["footnotes"]["list"][index]["tokens"]
        note = self.context.notes.add_words(token, self.file, self.span)
        return (NoteReference(note.label, note.number, span=self.span),)

    def _image(self, token: Token) -> tuple[Inline, ...]:
        span = self.span
        alt, decorative = self.alternative(token)
        if token.attrs.get("title"):
            self.report.add("title-left-out", span, title=token.attrs["title"])
        image = self.context.images.find(str(token.attrs["src"]), span, self.file.path)
        if image is None or self.plain:
            return (Text(alt, span=span),) if alt else ()
        return (Image(image, alt, decorative=decorative, span=span),)

    def alternative(self, image: Token) -> tuple[str, bool]:
        """The alternative text of an image, and whether the author says that it is decoration."""
        inside = Inlines(self.context, self.file, plain=True)
        inside.line = self.line
        alt = plain_text(inside._run(image.children or []))
        given = image.meta.get("attributes", {})
        for name in given:
            if name not in {"class", "width", "height", "alt"}:
                self.report.add("attribute-unknown", self.span, name=name)
        return alt, "decorative" in given.get("class", "").split()


def _nearest_note(label: str, path: str, footnotes: Iterable[tuple[str, str]]) -> str:
    return nearest(label, (name for where, name in footnotes if where == path))
