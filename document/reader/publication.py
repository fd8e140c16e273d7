"""Reading one edition: settings, files, names, then the tree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from plainpress.document.citations import Works
from plainpress.document.folder import Folder, read_text
from plainpress.document.images import Images
from plainpress.document.model import Footnote, Paragraph, Publication, Section, Span
from plainpress.document.reader.blocks import Blocks
from plainpress.document.reader.context import Context
from plainpress.document.reader.front_matter import split_front_matter
from plainpress.document.reader.inlines import Inlines
from plainpress.document.reader.names import Names, find_names, token_words
from plainpress.document.reader.parser import parser
from plainpress.document.reader.reading import Reading
from plainpress.document.reader.sections import Sections
from plainpress.document.reader.source import SourceFile
from plainpress.document.report import Report, data
from plainpress.document.settings import EasyRead, Settings, read_settings, single_file_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from plainpress.document.reader.shelf import Shelf

SETTINGS_FILE = "publication.toml"
# Files that stand in a publication's folder and are not a part of its text.
# Findings that say already why there is no text.
_NO_FILE = ("file-missing", "path-outside", "file-unreadable", "file-too-large")
_NO_WORDS = {"target", "attributes", "comment", "html_block"}
_NOT_TEXT = {"readme", "licence", "license", "changelog", "contributing"}


def read(path: Path, edition: str = "standard", pictures: Sequence[Path] = ()) -> Reading:
    """Read one edition of a publication: a folder, or a single Markdown file.

    `pictures` are folders of picture sets, each with an `index.toml`, that `picture:` names
    are looked up in after the publication's own `pictures/`. Nothing is raised for a bad
    source: what is wrong stands in the findings, all of it.
    """
    report = Report()
    path = Path(path)
    if path.name == SETTINGS_FILE:
        path = path.parent
    if path.is_dir():
        return _Edition(path, edition, report, pictures).from_folder()
    return _Edition(path.parent, edition, report, pictures).from_file(path.name)


class _Edition:
    """One run of the reader."""

    def __init__(self, root: Path, edition: str, report: Report, pictures: Sequence[Path]) -> None:
        self._edition = edition
        self._report = report
        self._pictures = pictures
        self._folder = Folder(root, report)
        self._single = False

    def from_folder(self) -> Reading:
        path = self._folder.root / SETTINGS_FILE
        if path.exists() and not self._folder.find(SETTINGS_FILE, Span(SETTINGS_FILE, 1, 1)):
            settings = Settings()
        else:
            settings = read_settings(path, SETTINGS_FILE, self._report)
        names = self._file_names(settings)
        self._check_words(settings)
        return self._reading(settings, self._loaded(names))

    def _loaded(self, names: list[str]) -> list[SourceFile]:
        """The files that are there, as far as the limits go."""
        limits = data("limits.toml")
        if len(names) > limits["files"]:
            self._too_much(len(names), "files", limits["files"])
        files: list[SourceFile] = []
        size = 0
        for name in names[: limits["files"]]:
            if file := self._load(name):
                size += len(file.text)
                if size > limits["text"]:
                    self._too_much(size, "characters", limits["text"])
                    break
                files.append(file)
        return files

    def _too_much(self, count: int, what: str, limit: int) -> None:
        place = Span(SETTINGS_FILE, 1, 1)
        self._report.add("too-much-text", place, count=count, what=what, limit=limit)

    def _check_words(self, settings: Settings) -> None:
        """Report a list of words about people that cannot be read. Only a check reads it."""
        if name := settings.people_words:
            place = settings.spans.get("people-words", Span(SETTINGS_FILE, 1, 1))
            if path := self._folder.find(name, place):
                read_text(path, name, self._report, "data")

    def from_file(self, name: str) -> Reading:
        self._single = True
        file = self._load(name)
        if file is None:
            return self._reading(Settings(), [])
        settings = single_file_settings(file.front_matter, name, self._report)
        return self._reading(settings, [file])

    # --- files --------------------------------------------------------------------------

    def _file_names(self, settings: Settings) -> list[str]:
        easy = self._edition != "standard"
        given = settings.easy_read.files if easy else settings.files
        if given:
            spans = settings.spans
            span = spans.get("easy-read.files" if easy else "files", Span(SETTINGS_FILE, 1, 1))
            found = [name for name in given if self._folder.find(name, span)]
            return list(dict.fromkeys(found))
        folder = self._folder.root / (self._edition if easy else ".")
        prefix = f"{self._edition}/" if easy else ""
        names = sorted(entry.name for entry in folder.glob("*.md"))
        return [
            f"{prefix}{name}"
            for name in names
            if name.removesuffix(".md").casefold() not in _NOT_TEXT
            and self._folder.find(f"{prefix}{name}", Span(f"{prefix}{name}", 1, 1))
        ]

    def _load(self, name: str) -> SourceFile | None:
        path = self._folder.find(name, Span(name, 1, 1))
        text = read_text(path, name, self._report) if path else None
        if text is None:
            return None
        entries, text = split_front_matter(text, name, self._report)
        return SourceFile(name, text, front_matter=entries, lines=text.split("\n"))

    # --- the tree -----------------------------------------------------------------------

    def _reading(self, settings: Settings, files: list[SourceFile]) -> Reading:
        shelf = self._shelf(settings)
        settings = shelf.settings if shelf else settings
        md = parser()
        for file in files:
            # A line feed at the end spares every rule a look at the end of the text.
            file.tokens = md.parse(file.text + "\n", file.env)
        names = find_names(files, self._report)
        context = self._context(settings, files, names)
        resources = shelf.chapters(context) if shelf else ()
        chapters: list[Section] = [] if files else [*resources]
        first, title = _first_title(files), ""
        for file in files:
            skip = _title_heading(file) if self._single else None
            if skip:
                _give_label_away(file, skip, names)
            title = _words_of(file, skip) if skip else title
            fallback = title or Path(file.path).stem.replace("-", " ").replace("_", " ")
            shift = 1 if skip else 0
            chapters += Sections(context, file, shift).build(fallback, skip)
            file.tokens = []  # a large book has ten times as much of them as of nodes
            chapters += resources if file is files[0] else ()
        if self._single:
            given = files[0].front_matter.get("title", "") if files else ""
            settings = settings.with_title(given or title or first)
        footnotes = _footnotes(context)
        self._afterwards(context, files, chapters)
        sources = {file.path: file.text for file in files} | dict(shelf.sources if shelf else {})
        publication = self._publication(context, settings, chapters, footnotes)
        return Reading(
            publication if chapters else None,
            settings,
            self._report.findings([SETTINGS_FILE, *sources]),
            tuple(context.remarks),
            sources,
            shelf.library if shelf else None,
        )

    def _shelf(self, settings: Settings) -> Shelf | None:
        """The resources of a publication that is a library."""
        if settings.kind != "library":
            return None
        from plainpress.document.reader.shelf import read_shelf  # most publications are guides

        return read_shelf(self._folder, settings, self._report)

    def _context(self, settings: Settings, files: list[SourceFile], names: Names) -> Context:
        citations = [text for file in files for text in file.env.get("citations", ())]
        works = Works(self._folder, settings, self._report, citations)
        images = Images(self._folder, self._pictures, self._report)
        return Context(self._report, settings, self._edition, names, images, works)

    def _afterwards(
        self, context: Context, files: list[SourceFile], chapters: list[Section]
    ) -> None:
        for (_path, label), footnote in context.names.footnotes.items():
            if not footnote.used:
                self._report.add("footnote-unused", footnote.span, label=label.partition("#")[0])
        if context.works.cited and not context.names.has_bibliography:
            first = next(iter(context.works.cited.values()))
            self._report.add("bibliography-missing", first)
        if not chapters and self._edition != "standard" and not files:
            place = Span(self._edition, 1, 1)
            self._report.add("edition-missing", place, edition=self._edition)
        elif not chapters and not self._report.has(*_NO_FILE):
            where = files[0].path if files else SETTINGS_FILE
            self._report.add("publication-empty", Span(where, 1, 1))

    def _publication(
        self,
        context: Context,
        settings: Settings,
        chapters: list[Section],
        footnotes: tuple[Footnote, ...],
    ) -> Publication:
        own = settings.easy_read if self._edition == "easy-read" else EasyRead()
        cover = None
        if name := own.cover or settings.cover:
            key = "easy-read.cover" if own.cover else "cover"
            place = settings.spans.get(key, Span(SETTINGS_FILE, 1, 1))
            cover = context.images.find(name, place)
        return Publication(
            title=own.title or settings.title,
            language=settings.language,
            sections=tuple(chapters),
            footnotes=footnotes,
            subtitle=own.subtitle or settings.subtitle,
            edition=self._edition,
            identifier=settings.identifier
            or settings.default_identifier(self._folder.root.resolve().name),
            publisher=settings.publisher,
            contributors=settings.contributors,
            description=own.description or settings.description,
            subjects=settings.subjects,
            date=settings.date,
            modified=settings.modified,
            licence=settings.licence,
            cover=cover,
        )


def _title_heading(file: SourceFile) -> Token | None:
    """The only `#` of a file whose chapters are `##`: it is the title of the publication."""
    headings = [token for token in file.tokens if token.type == "heading_open" and not token.level]
    if title := file.front_matter.get("title"):
        headings = [t for t in headings if t.tag != "h1" or title == _words_of(file, t)]
    tops = [token for token in headings if token.tag == "h1"]
    if len(tops) == 1 and headings[0] is tops[0] and any(t.tag == "h2" for t in headings):
        return tops[0]
    return None


def _give_label_away(file: SourceFile, heading: Token, names: Names) -> None:
    """What refers to the title of a single file goes to its first chapter.

    That is the chapter of the words below the title, if there are any.
    """
    after = file.tokens[file.tokens.index(heading) + 3 :]
    first = next(token for token in after if token.type not in _NO_WORDS)
    label = heading.meta["label"]
    if first.type == "heading_open" and label in names.labels:
        names.labels[label].label = first.meta["label"]


def _words_of(file: SourceFile, heading: Token) -> str:
    return token_words(file.tokens[file.tokens.index(heading) + 1])


def _first_title(files: list[SourceFile]) -> str:
    for file in files:
        for index, token in enumerate(file.tokens):
            if token.type == "heading_open" and token.tag == "h1" and not token.level:
                return token_words(file.tokens[index + 1])
    return ""


def _footnotes(context: Context) -> tuple[Footnote, ...]:
    """The footnotes, in the order of their numbers; one may refer to further ones."""
    made: list[Footnote] = []
    while len(made) < len(context.notes.met):
        note = context.notes.met[len(made)]
        if note.definition:
            children = Blocks(context, note.file, note.definition.tokens).rest()
        else:
            words = Inlines(context, note.file).build(note.words)
            children = (Paragraph(words, span=note.span),) if words else ()
        made.append(Footnote(note.label, note.number, children, span=note.span))
    return tuple(made)
