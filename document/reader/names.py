"""What can be referred to: labels, numbers, glossary terms, footnotes; found before building.

One pass over the block tokens of all files. It writes what it finds on the tokens
(`meta["label"]`, `meta["number"]`, `meta["attributes"]`), so that the builder, which comes
second, can fill in every cross reference at once.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import field
from typing import TYPE_CHECKING, Any, ClassVar

from plainpress.document.records import dataclass
from plainpress.document.report import data

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.token import Token

    from plainpress.document.model import Span
    from plainpress.document.reader.source import SourceFile
    from plainpress.document.reader.syntax_blocks import Directive
    from plainpress.document.report import Report

# Labels become identifiers in XML and bookmarks in Word.
_LABEL = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_LINES = {"target", "attributes", "comment", "block_break", "inline", "html_block"}
_NUMBERED = {"figure": "Figure", "table": "Table", "list-table": "Table", "activity": "Activity"}
_LABELLED = {*_NUMBERED, "example", "note"}


@dataclass(slots=True)
class Name:
    """What a label points to. `words` is the token of its title or caption.

    `file` is the file that it stands in, `series` is "Figure", "Table" or "Activity" for what
    is numbered, `missing` is true for a figure whose picture could not be used.
    """

    label: str
    file: SourceFile
    span: Span
    words: Token | None = None
    series: str = ""
    number: int = 0
    missing: bool = False


@dataclass(slots=True)
class FootnoteSource:
    """The tokens between the marks of a footnote's definition."""

    file: SourceFile
    span: Span
    first: int
    tokens: list[Token] = field(default_factory=list)
    used: bool = False


@dataclass(slots=True)
class Names:
    """Everything that can be referred to in one edition."""

    labels: dict[str, Name] = field(default_factory=dict)
    chapters: dict[str, Name] = field(default_factory=dict)
    terms: dict[str, str] = field(default_factory=dict)
    term_words: dict[str, str] = field(default_factory=dict)
    footnotes: dict[tuple[str, str], FootnoteSource] = field(default_factory=dict)
    has_bibliography: bool = False
    _slugs: dict[str, int] = field(default_factory=dict)

    def new_label(self, words: str) -> str:
        """A label made of words that nothing has yet."""
        wanted = slug(words) or "section"
        label, number = wanted, self._slugs.get(wanted, 1)
        while label in self.labels:
            number += 1
            label = f"{wanted}-{number}"
        self._slugs[wanted] = number
        return label


def slug(words: str) -> str:
    """A name made of words, good as an XML identifier; empty if no letter has an ASCII form."""
    plain = unicodedata.normalize("NFKD", words.replace("ß", "ss")).encode("ascii", "ignore")
    name = re.sub(r"[^a-z0-9]+", "-", plain.decode().lower()).strip("-")
    return f"s-{name}" if name[:1].isdigit() else name


def token_words(token: Token | None) -> str:
    """The plain words of an inline token: enough for a slug or a term."""
    if token is None:
        return ""
    words: list[str] = []
    for child in token.children or ():
        if child.type in {"softbreak", "hardbreak"}:
            words.append(" ")
        elif child.type == "role":
            words.append(re.sub(r"\s*<[^<>]*>$", "", child.content))
        elif child.type in {"text", "text_special", "code_inline", "image"}:
            words.append(child.content)
    return "".join(words).strip()


def lone_image(token: Token) -> Token | None:
    """The image of a paragraph that holds nothing else."""
    children = [
        child
        for child in token.children or ()
        if not (child.type == "softbreak" or (child.type == "text" and not child.content.strip()))
    ]
    return children[0] if len(children) == 1 and children[0].type == "image" else None


def find_names(files: list[SourceFile], report: Report) -> Names:
    """Everything that can be referred to in these files, in reading order."""
    survey = _Survey(report)
    for file in files:
        survey.file(file)
    survey.name_headings()
    return survey.names


class _Survey:
    def __init__(self, report: Report) -> None:
        self.names = Names()
        self._report = report
        self._counts = dict.fromkeys(_NUMBERED.values(), 0)
        self._headings: list[tuple[Token, Name, SourceFile]] = []
        self._aliases: list[tuple[str, Span, Name | None]] = []

    def file(self, file: SourceFile) -> None:
        self._file = file
        self._targets: list[tuple[str, Span]] = []
        self._attributes: dict[str, str] = {}
        self._open: list[Token] = []
        self._section: Name | None = None
        self._note: FootnoteSource | None = None
        for index, token in enumerate(file.tokens):
            if handler := self._handlers.get(token.type):
                handler(self, index, token)
            if token.nesting < 0 or token.type in _LINES:
                continue
            if self._targets or self._attributes:
                self._leftovers(token)

    # --- labels -----------------------------------------------------------------------

    def _target(self, _index: int, token: Token) -> None:
        self._targets.append((token.content, self._file.span(token)))

    def _attributes_line(self, _index: int, token: Token) -> None:
        self._attributes |= token.meta["attributes"]
        if label := token.meta["attributes"].get("id"):
            self._targets.append((label, self._file.span(token)))

    def _take_attributes(self, token: Token) -> None:
        if self._attributes:
            token.meta["attributes"], self._attributes = self._attributes, {}

    def _register(self, label: str, name: Name) -> str:
        """Enter a label; give the name to use, which differs if the label is not a good one."""
        good = label if _LABEL.fullmatch(label) else slug(label)
        if good != label:
            self._report.add("label-not-simple", name.span, label=label, good=good)
        if not good:
            return ""
        if other := self.names.labels.get(good):
            place = f"{other.span.path}:{other.span.first}"
            self._report.add("label-twice", name.span, label=label, place=place)
            return ""
        self.names.labels[good] = name
        if label != good:
            self.names.labels.setdefault(label, name)
        return good

    def _name(self, token: Token, option: tuple[str, Span] | None, words: Token | None) -> Name:
        """The name of a labelled node: its option first, then the targets before it."""
        name = Name("", self._file, self._file.span(token), words)
        labels = [*([option] if option else []), *self._targets]
        self._targets = []
        for label, _span in labels:
            good = self._register(label, name)
            name.label = name.label or good
        token.meta["label"] = name.label
        return name

    def _leftovers(self, token: Token) -> None:
        # A target before a plain paragraph: references to it go to the section around it.
        for label, span in self._targets:
            self._aliases.append((label, span, self._section))
        self._targets = []
        if self._attributes and token.type == "paragraph_open":
            self._take_attributes(token)
        elif self._attributes:
            names = ", ".join(sorted(self._attributes))
            self._report.add("attributes-on-nothing", self._file.span(token), names=names)
            self._attributes = {}

    # --- headings ---------------------------------------------------------------------

    def _heading(self, index: int, token: Token) -> None:
        if token.level:
            return
        words = self._file.tokens[index + 1]
        name = self._name(token, None, words)
        self._take_attributes(token)
        self._section = name
        self._headings.append((token, name, self._file))

    def name_headings(self) -> None:
        """Give a slug to each heading without a label, once all labels are known."""
        for token, name, file in self._headings:
            if not name.label:
                name.label = self.names.new_label(token_words(name.words))
                self.names.labels[name.label] = name
                token.meta["label"] = name.label
            self.names.chapters.setdefault(file.path, name)
        for label, span, section in self._aliases:
            self._report.add("label-on-nothing", span, label=label)
            if section and label not in self.names.labels:
                self.names.labels[label] = section

    # --- directives -------------------------------------------------------------------

    def _directive(self, index: int, token: Token) -> None:
        directive: Directive = token.meta["directive"]
        kind = data("directives.toml").get(directive.name, {}).get("as", "")
        token.meta["as"] = kind
        self._open.append(token)
        self._take_attributes(token)
        if kind == "bibliography":
            self.names.has_bibliography = True
        if kind not in _LABELLED:
            return
        following = self._file.tokens[index + 1]
        words = following if following.meta.get("title") else None
        option = None
        if label := directive.options.get("name") or directive.options.get("label"):
            option = (label, self._file.span(token))
        name = self._name(token, option, words)
        token.meta["name"] = name
        if kind == "activity" or (kind in _NUMBERED and kind != "figure" and words):
            self._number(token, name, _NUMBERED[kind])

    def _number(self, token: Token, name: Name, series: str) -> None:
        self._counts[series] += 1
        name.series, name.number = series, self._counts[series]
        token.meta["number"] = name.number

    def _directive_end(self, _index: int, _token: Token) -> None:
        self._open.pop()

    def _paragraph(self, index: int, token: Token) -> None:
        words = self._file.tokens[index + 1]
        figure = self._open[-1] if self._open else None
        if figure and figure.meta["as"] == "figure" and token.level == figure.level + 1:
            name = figure.meta["name"]
            if not name.words:
                name.words = words
                self._number(figure, name, "Figure")
        elif image := lone_image(words):
            name = self._name(token, None, None)
            token.meta["name"] = name
            self._take_attributes(token)
            if image.attrs.get("title"):
                self._number(token, name, "Figure")

    def _table(self, _index: int, token: Token) -> None:
        # The label of `:::{table}` is on the directive; a table on its own may have a target.
        if self._targets:
            token.meta["name"] = self._name(token, None, None)

    # --- glossary and footnotes -------------------------------------------------------

    def _term(self, index: int, token: Token) -> None:
        if not any(opened.meta["as"] == "glossary" for opened in self._open):
            return
        words = token_words(self._file.tokens[index + 1])
        span = self._file.span(self._file.tokens[index + 1])
        key = " ".join(words.casefold().split())
        if key in self.names.terms:
            self._report.add("term-twice", span, term=words)
            return
        label = self.names.new_label(f"term {words}")
        self.names.labels[label] = Name(label, self._file, span, self._file.tokens[index + 1])
        self.names.terms[key] = label
        self.names.term_words[label] = words
        token.meta["label"] = label

    def _footnote(self, index: int, token: Token) -> None:
        key = (self._file.path, token.meta["label"])
        span = self._file.span(token)
        if key in self.names.footnotes:
            self._report.add("footnote-twice", span, label=token.meta["label"])
            key = (self._file.path, f"{token.meta['label']}#{index}")
        self._note = self.names.footnotes[key] = FootnoteSource(self._file, span, index + 1)

    def _footnote_end(self, index: int, _token: Token) -> None:
        if self._note:
            self._note.tokens = self._file.tokens[self._note.first : index]

    _handlers: ClassVar[dict[str, Callable[[Any, int, Token], None]]] = {
        "target": _target,
        "attributes": _attributes_line,
        "heading_open": _heading,
        "directive_open": _directive,
        "directive_close": _directive_end,
        "paragraph_open": _paragraph,
        "table_open": _table,
        "dt_open": _term,
        "footnote_reference_open": _footnote,
        "footnote_reference_close": _footnote_end,
    }
