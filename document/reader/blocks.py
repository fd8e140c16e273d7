"""Blocks: the parser's flat list of block tokens becomes nested nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from plainpress.document.model import (
    Block,
    BulletList,
    CodeBlock,
    DefinitionItem,
    DefinitionList,
    ListItem,
    OrderedList,
    Paragraph,
    Quotation,
    Span,
    Strong,
    Text,
    ThematicBreak,
)
from plainpress.document.reader import markup
from plainpress.document.reader.boxes import box
from plainpress.document.reader.figures import lone_figure, picture_row
from plainpress.document.reader.inlines import Inlines
from plainpress.document.reader.names import lone_image
from plainpress.document.reader.reading import Remark
from plainpress.document.reader.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.token import Token

    from plainpress.document.reader.context import Context
    from plainpress.document.reader.source import SourceFile


class Blocks:
    """Builds the blocks of one file from its tokens, or of some of them.

    `place` is the token that comes next.
    """

    def __init__(
        self, context: Context, file: SourceFile, tokens: list[Token] | None = None
    ) -> None:
        self.context = context
        self.file = file
        self.report = context.report
        self.tokens = file.tokens if tokens is None else tokens
        self.inlines = Inlines(context, file)
        self.place = 0

    def until(self, closing: str) -> tuple[Block, ...]:
        """The blocks up to the closing token of this type, which is taken as well."""
        out: list[Block] = []
        while self.tokens[self.place].type != closing:
            self.next(out)
        self.place += 1
        return tuple(out)

    def rest(self) -> tuple[Block, ...]:
        """The blocks of all tokens that are left."""
        out: list[Block] = []
        while self.place < len(self.tokens):
            self.next(out)
        return tuple(out)

    def next(self, out: list[Block]) -> None:
        """Build what begins at the next token, and move behind it."""
        token = self.tokens[self.place]
        self.place += 1
        if handler := self._handlers.get(token.type):
            handler(self, token, out)

    def span(self, token: Token) -> Span:
        return self.file.span(token)

    # --- paragraphs ---------------------------------------------------------------------

    def _paragraph(self, opening: Token, out: list[Block]) -> None:
        words = self.tokens[self.place]
        self.place += 2
        if words.children and words.children[0].type == "image":
            if image := lone_image(words):
                out.extend(lone_figure(self, opening, image))
                return
            if self.context.edition == "easy-read":
                out.extend(picture_row(self, opening, words))
                return
        children = self.inlines.build(words)
        if language := opening.meta.get("attributes", {}).get("lang"):
            children = self.inlines.in_language(language, children)
        if children:
            out.append(Paragraph(children, span=self.span(opening)))

    def _heading(self, opening: Token, out: list[Block]) -> None:
        # Headings of sections are taken before; one inside a box, a list or a quotation has no
        # place in the outline, so it is a paragraph of strong words.
        children = self.inlines.build(self.tokens[self.place])
        self.place += 2
        span = self.span(opening)
        self.report.add("heading-inside", span)
        if children:
            out.append(Paragraph((Strong(children, span=span),), span=span))

    def _code(self, token: Token, out: list[Block]) -> None:
        syntax = token.info.split()[0] if token.info.strip() else ""
        out.append(CodeBlock(token.content.rstrip("\n"), syntax, span=self.span(token)))

    def _html(self, token: Token, out: list[Block]) -> None:
        span = self.span(token)
        for lines, text in markup.comments(token.content):
            line = span.first + lines
            self.context.remarks.append(
                Remark(Span(span.path, line, line + text.count("\n")), text)
            )
        rest = markup.without_comments(token.content)
        if not rest.strip():
            return
        self.report.add("raw-html", span, tag=markup.tag_name(rest.strip()))
        words = (Text(words, span=span) for words in markup.words(rest))
        out.extend(Paragraph((text,), span=span) for text in words)

    def _comment(self, token: Token, _out: list[Block]) -> None:
        self.context.remarks.append(Remark(self.span(token), token.content))

    def _break(self, token: Token, out: list[Block]) -> None:
        out.append(ThematicBreak(span=self.span(token)))
        if token.content:  # "+++ words" of MyST
            out.append(Paragraph((Text(token.content, span=self.span(token)),)))

    def _stray_fence(self, token: Token, _out: list[Block]) -> None:
        self.report.add("fence-stray", self.span(token), fence=token.content)

    # --- lists and quotations -------------------------------------------------------------

    def _bullet_list(self, opening: Token, out: list[Block]) -> None:
        out.append(BulletList(self._items("bullet_list_close"), span=self.span(opening)))

    def _ordered_list(self, opening: Token, out: list[Block]) -> None:
        start = int(opening.attrs.get("start", 1))
        items = self._items("ordered_list_close")
        out.append(OrderedList(items, start, span=self.span(opening)))

    def _items(self, closing: str) -> tuple[ListItem, ...]:
        items: list[ListItem] = []
        while (token := self.tokens[self.place]).type != closing:
            self.place += 1
            items.append(ListItem(self.until("list_item_close"), span=self.span(token)))
        self.place += 1
        return tuple(items)

    def _quotation(self, opening: Token, out: list[Block]) -> None:
        out.append(Quotation(self.until("blockquote_close"), span=self.span(opening)))

    def _definition_list(self, opening: Token, out: list[Block]) -> None:
        items = tuple(item for _label, item in self.definitions())
        out.append(DefinitionList(items, span=self.span(opening)))

    def definitions(self) -> list[tuple[str, DefinitionItem]]:
        """The items of a definition list whose opening has been taken, each with its label."""
        items: list[tuple[str, DefinitionItem]] = []
        while self.tokens[self.place].type != "dl_close":
            opening, words = self.tokens[self.place], self.tokens[self.place + 1]
            term = self.inlines.build(words)
            self.place += 3
            definitions: list[tuple[Block, ...]] = []
            last = self.span(words).last
            while (token := self.tokens[self.place]).type == "dd_open":
                self.place += 1
                last = self.span(token).last
                definitions.append(self.until("dd_close"))
            span = Span(self.file.path, self.span(words).first, last)
            item = DefinitionItem(term, tuple(definitions), span=span)
            items.append((opening.meta.get("label", ""), item))
        self.place += 1
        return items

    def _footnote(self, _opening: Token, _out: list[Block]) -> None:
        # Definitions stand where the author put them; they are built when all is numbered.
        while self.tokens[self.place].type != "footnote_reference_close":
            self.place += 1
        self.place += 1

    # --- what has a module of its own -----------------------------------------------------

    def _table(self, opening: Token, out: list[Block]) -> None:
        out.append(table(self, opening))

    def _directive(self, opening: Token, out: list[Block]) -> None:
        out.extend(box(self, opening))

    def _words(self, token: Token, out: list[Block]) -> None:
        # The words after the name of a directive that has no use for them.
        if children := self.inlines.build(token):
            out.append(Paragraph(children, span=self.span(token)))

    _handlers: ClassVar[dict[str, Callable[[Any, Token, list[Block]], None]]] = {
        "paragraph_open": _paragraph,
        "heading_open": _heading,
        "bullet_list_open": _bullet_list,
        "ordered_list_open": _ordered_list,
        "blockquote_open": _quotation,
        "dl_open": _definition_list,
        "table_open": _table,
        "directive_open": _directive,
        "fence": _code,
        "code_block": _code,
        "hr": _break,
        "block_break": _break,
        "html_block": _html,
        "comment": _comment,
        "stray_fence": _stray_fence,
        "footnote_reference_open": _footnote,
        "inline": _words,
    }
