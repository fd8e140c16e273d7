"""Citations and the list of references: BibTeX through a CSL style, by citeproc-py.

Nothing is loaded before the first citation. A CSL style must be of the author-date kind:
numbered notes are not made.
"""

from __future__ import annotations

import io
import re
import unicodedata
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self

from plainpress.document.bibtex import OTHERS, Entry, Work, read_bibtex
from plainpress.document.folder import read_text
from plainpress.document.model import (
    BibliographyEntry,
    Citation,
    CitedWork,
    Emphasis,
    Inline,
    Link,
    Span,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from plainpress.document.own_files import own_bytes
from plainpress.document.report import data, nearest

if TYPE_CHECKING:
    from plainpress.document.folder import Folder
    from plainpress.document.report import Report
    from plainpress.document.settings import Settings

_ITEM = re.compile(r"(?:\{([^{}]*)\})?\s*([^\s{},]+)\s*(?:\{([^{}]*)\})?")
_SEPARATOR = re.compile(r",(?![^{}]*\})")
_LOCATOR = re.compile(r"([A-Za-z]+)\.?\s+(.+)|(.+)", re.DOTALL)
_REFERENCES = "references.bib"
_BUILT_IN = "harvard"
# Marks that the processor puts round formatted words, and the nodes that they stand for.
_NODES: dict[str, type[Emphasis | Strong | Subscript | Superscript]] = {
    "\ue001": Emphasis,
    "\ue002": Strong,
    "\ue003": Superscript,
    "\ue004": Subscript,
}
_END = "\ue00f"
_MARKS = re.compile("[\ue000-\ue00f]")
_PIECES = re.compile(r"([\ue001-\ue004\ue00f]|https?://[^\s\ue000-\ue00f]*[^\s\ue000-\ue00f.,;:)])")
# CSL 1.0.2, "Punctuation": a full stop is not printed after another stop.
_TWO_STOPS = re.compile(rf"(?<!\.)([.?!][{_END}\u2019\u201d]*)\.(?=\s|$)")


class _Item(NamedTuple):
    """One work in one citation."""

    before: str
    key: str
    place: str


def _items(content: str) -> list[_Item]:
    """`key`, `a,b`, `key{p. 5}`, `{see}key`."""
    found = [_ITEM.fullmatch(part.strip()) for part in _SEPARATOR.split(content)]
    return [_Item(m[1] or "", m[2], m[3] or "") for m in found if m]


class Works:
    """The works that one edition cites. `cited` are their keys, each with its first place."""

    def __init__(
        self, folder: Folder, settings: Settings, report: Report, citations: list[str]
    ) -> None:
        self._folder = folder
        self._settings = settings
        self._report = report
        self._wanted = list(dict.fromkeys(i.key for text in citations for i in _items(text)))
        self._path = settings.references or _REFERENCES
        self._works: dict[str, Work] = {}
        self._broken: set[str] = set()
        self._style: _Style | None = None
        self._loaded = False
        self.cited: dict[str, Span] = {}

    def cite(self, content: str, narrative: bool, span: Span) -> tuple[Inline, ...]:
        """The citation as the style prints it; the bare keys where the works are unknown."""
        self._load(span)
        known: list[_Item] = []
        for item in _items(content):
            if item.key in self._works:
                known.append(item)
                self.cited.setdefault(item.key, span)
            elif self._works and item.key not in self._broken:
                near = nearest(item.key, self._works)
                self._report.add("citation-unknown", span, key=item.key, path=self._path, near=near)
        if not known or not self._style:
            return (Text(f"({content})", span=span),)
        parts = [self._style.part(item, narrative, span) for item in known]
        if narrative:
            children = _joined(parts, self._style.separators(len(parts)), span)
        else:
            opening, between, closing = self._style.brackets
            children = (
                *_text(opening, span),
                *_joined(parts, [between] * (len(parts) - 1), span),
                *_text(closing, span),
            )
        return (Citation(narrative, children, span=span),)

    def bibliography(self) -> tuple[BibliographyEntry, ...]:
        """Every cited work, formatted and in the style's order."""
        return self._style.bibliography() if self._style else ()

    # --- loading ------------------------------------------------------------------------

    def prepare(self) -> None:
        """Load the works before anything is built, if there is anything to load."""
        if self._wanted:
            self._load(Span())

    def _load(self, span: Span) -> None:
        if self._loaded:
            return
        self._loaded = True
        place = self._settings.spans.get("references", span)
        if not self._settings.references and not (self._folder.root / _REFERENCES).exists():
            if not self._report.has("settings-broken"):  # they may have named the file
                self._report.add("references-missing", span)
            return
        path = self._folder.find(self._path, place)
        text = read_text(path, self._path, self._report) if path else None
        if text is None:
            return
        self._works, self._broken = read_bibtex(text, self._path, self._report)
        wanted = [self._works[key] for key in self._wanted if key in self._works]
        if wanted:
            self._style = self._make_style(wanted)

    def _make_style(self, works: list[Work]) -> _Style | None:
        name = self._settings.citation_style or _BUILT_IN
        place = self._settings.spans.get("citation-style", Span())
        if name.endswith(".csl"):
            path = self._folder.find(name, place)
            raw = self._own_style(name, place) if path else b""
        else:
            built_in = files("plainpress.document").joinpath("data", "citation", f"{name}.csl")
            is_name = re.fullmatch(r"[\w-]+", name)
            raw = built_in.read_bytes() if is_name and built_in.is_file() else b""
            if not raw:
                reason = f"there is no style “{name}”"
                self._report.add("citation-style-broken", place, reason=reason)
        try:
            return _Style(raw, self._settings.language, works) if raw else None
        except Exception as error:  # noqa: BLE001 - a bad style makes the processor raise anything
            reason = str(error).partition("\n")[0] or type(error).__name__
            self._report.add("citation-style-broken", place, reason=reason)
            return None

    def _own_style(self, name: str, place: Span) -> bytes:
        """The publication's own style; nothing, and a finding, where it cannot be taken."""
        try:
            raw = own_bytes(self._folder.root, name)
            if b"<!ENTITY" in raw:  # it could read other files, or grow without end
                raise ValueError("it declares entities")  # noqa: TRY301 - told with the others
        except (OSError, ValueError) as error:
            self._report.add("citation-style-broken", place, reason=str(error))
            return b""
        return raw


def _joined(parts: list[Inline], between: list[str], span: Span) -> tuple[Inline, ...]:
    joined: list[Inline] = parts[:1]
    for gap, part in zip(between, parts[1:], strict=True):
        joined += [*_text(gap, span), part]
    return tuple(joined)


def _text(text: str, span: Span) -> tuple[Inline, ...]:
    return (Text(text, span=span),) if text else ()


class _Style:
    """A CSL style at work on the works that an edition cites."""

    def __init__(self, raw: bytes, language: str, works: list[Work]) -> None:
        import citeproc

        self._citeproc = citeproc
        self._works = {work.csl["id"].lower(): work for work in works}
        source = io.BytesIO(raw)
        style = citeproc.CitationStylesStyle(source, locale=_locale(language), validate=False)
        layout = style.root.citation.layout
        self.brackets = (
            layout.get("prefix", ""),
            layout.get("delimiter", "; "),
            layout.get("suffix", ""),
        )
        self._style = style
        self._words: dict[tuple[str, str], str] = {}
        self._entries: list[tuple[str, str]] = []
        self._process(works)
        if style.root.citation.get("disambiguate-add-year-suffix") == "true":
            self._tell_apart(works)

    def _process(self, works: list[Work]) -> None:
        from citeproc.source.json import CiteProcJSON

        source = CiteProcJSON([work.csl for work in works])
        self._processor = self._citeproc.CitationStylesBibliography(self._style, source, _Formatter)
        for work in works:
            self._processor.register(self._citation(work.csl["id"], ""))
        self._words.clear()

    def _tell_apart(self, works: list[Work]) -> None:
        """Letters after the year for works that would be cited alike: (NIHR, 2024a)."""
        alike: dict[str, list[Work]] = {}
        for work in works:
            alike.setdefault(self.words(work.csl["id"]), []).append(work)
        groups = [group for group in alike.values() if len(group) > 1]
        for group in groups:
            group.sort(key=lambda work: str(work.csl.get("title", "")).casefold())
            for number, work in enumerate(group):
                work.csl["year-suffix"] = _letters(number)
        if groups:
            self._process(works)

    def _citation(self, key: str, place: str) -> Any:  # noqa: ANN401 - untyped library
        item = self._citeproc.CitationItem(key.lower())
        if place:
            item = self._citeproc.CitationItem(key.lower(), locator=self._locator(place))
        return self._citeproc.Citation([item])

    def _locator(self, place: str) -> Any:  # noqa: ANN401 - untyped library
        match = _LOCATOR.fullmatch(place.strip())
        label = match[1].lower() if match and match[1] else "p"
        known = data("bibtex.toml")["locators"]
        words = (match[2] if match[2] and label in known else place) if match else place
        words = re.sub(r"(?<=\d)\s*-+\s*(?=\d)", "\u2013", words.strip())
        return self._citeproc.Locator(known.get(label, "page"), words)

    def words(self, key: str, place: str = "") -> str:
        """A work as it is cited on its own, with marks and without the brackets."""
        if (key, place) not in self._words:
            citation = self._citation(key, place)
            citation.bibliography = self._processor
            found = self._processor.cite(citation, lambda _item: None)
            text = "".join(str(part) for part in found) if isinstance(found, list) else str(found)
            opening, _between, closing = self.brackets
            text = text.removeprefix(opening).removesuffix(closing)
            self._words[key, place] = _et_al(text)
        return self._words[key, place]

    def separators(self, count: int) -> list[str]:
        """What stands between works in a sentence: "Nesta (2013), NIHR (2024) and SCIE (2013)"."""
        if count == 1:
            return []
        # Asked for only now: before its formatter is set the style has no terms.
        last = self._style.root.get_single_term("and") or "&"
        return [", "] * (count - 2) + [f" {last} "]

    def part(self, item: _Item, narrative: bool, span: Span) -> Inline:
        """One work of a citation, as a link to its entry."""
        words = self.words(item.key, item.place)
        if narrative:
            alone = self.words(item.key)
            author, gap, _year = alone.rpartition(", ")
            opening, _between, closing = self.brackets
            words = f"{author} {opening}{words[len(author) + len(gap) :]}{closing}"
        if item.before:
            words = f"{item.before.strip()} {words}"
        return CitedWork(item.key, _nodes(words, span), span=span)

    def bibliography(self) -> tuple[BibliographyEntry, ...]:
        """The entries, by the alphabet of what is printed: author, year, title."""
        from plainpress.document.walk import plain_text

        if self._style.root.bibliography is None:
            return ()
        printed = zip(self._processor.items, self._processor.bibliography(), strict=True)
        entries: list[tuple[str, BibliographyEntry]] = []
        for item, text in printed:
            work = self._works[item.key]
            children = _nodes(_et_al(str(text)), work.span)
            entry = BibliographyEntry(work.csl["id"], children, span=work.span)
            filed = plain_text(children).removeprefix(_particle(work.csl))
            entries.append((_alphabet(filed), entry))
        return tuple(entry for _filed, entry in sorted(entries, key=lambda pair: pair[0]))


def _particle(work: Entry) -> str:
    """What the first name begins with and is not filed under: "van der "."""
    names = work.get("author") or work.get("editor") or [{}]
    particle = names[0].get("non-dropping-particle", "")
    return f"{particle} " if particle else ""


def _locale(language: str) -> str:
    """The locale of the processor that is nearest to a language: its own, its parent's, British."""
    from citeproc import LOCALES_PATH

    names = [
        file.stem.removeprefix("locales-") for file in Path(LOCALES_PATH).glob("locales-*.xml")
    ]
    parent = language.partition("-")[0].lower()
    alike = sorted(name for name in names if name.partition("-")[0].lower() == parent)
    same = [name for name in names if name.lower() == language.lower()]
    return (same or (alike if parent != "en" else []) or ["en-GB"])[0]


def _letters(number: int) -> str:
    """A to z, then aa, ab, ..."""
    first, last = divmod(number, 26)
    return (chr(96 + first) if first else "") + chr(97 + last)


def _alphabet(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in plain if c.isalnum() or c == " ").strip()


def _et_al(text: str) -> str:
    """Put "et al." where the source says "and others", in italics, as the style does."""
    return re.sub(rf"(?:,?\s*(?:and|&|,)\s*)?{OTHERS}", f" \ue001et al.{_END}", text)


def _nodes(text: str, span: Span) -> tuple[Inline, ...]:
    """Nodes of a marked text: addresses become links, whose words are the address."""
    out: list[Inline] = []
    stack: list[tuple[type[Emphasis | Strong | Subscript | Superscript], list[Inline]]] = []
    for piece in _PIECES.split(_TWO_STOPS.sub(r"\1", text)):
        if piece in _NODES:
            stack.append((_NODES[piece], out))
            out = []
        elif piece == _END and stack:
            kind, outer = stack.pop()
            outer.append(kind(tuple(out), span=span))
            out = outer
        elif piece.startswith(("http://", "https://")):
            out.append(Link(piece, (Text(piece, span=span),), span=span))
        elif words := _MARKS.sub("", piece):
            out.append(Text(words, span=span))
    while stack:
        out = stack.pop()[1] + out
    return tuple(out)


class _Marked(str):
    """Words between two marks."""

    __slots__ = ()
    mark: ClassVar[str] = ""

    def __new__(cls, text: object) -> Self:
        return super().__new__(cls, f"{cls.mark}{text}{_END}" if cls.mark else str(text))


class _Italic(_Marked):
    __slots__ = ()
    mark = "\ue001"


class _Bold(_Marked):
    __slots__ = ()
    mark = "\ue002"


class _Superscript(_Marked):
    __slots__ = ()
    mark = "\ue003"


class _Subscript(_Marked):
    __slots__ = ()
    mark = "\ue004"


class _Formatter:
    """What citeproc-py asks of a formatter: it marks words with characters that no text holds."""

    Italic = Oblique = _Italic
    Bold = _Bold
    Light = Underline = SmallCaps = _Marked
    Superscript = _Superscript
    Subscript = _Subscript

    @staticmethod
    def preformat(text: object) -> str:
        return str(text)
