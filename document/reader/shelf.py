"""A library as the reader takes it in: chapters, names to refer to, what easy read leaves out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from markdown_it.token import Token

from plainpress.document.library import easy_read_chapters, read_library, standard_chapters
from plainpress.document.library.words import words
from plainpress.document.model import Section
from plainpress.document.outline import title_text
from plainpress.document.reader.names import Name
from plainpress.document.reader.source import SourceFile
from plainpress.document.records import dataclass
from plainpress.document.walk import nodes_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plainpress.document.folder import Folder
    from plainpress.document.library import Library
    from plainpress.document.reader.context import Context
    from plainpress.document.reader.names import Names
    from plainpress.document.report import Report
    from plainpress.document.settings import Settings


@dataclass(frozen=True, slots=True)
class Shelf:
    """A library, the texts of its entries by path, and the settings with what easy read omits."""

    library: Library
    sources: Mapping[str, str]
    settings: Settings

    def chapters(self, context: Context) -> tuple[Section, ...]:
        """The chapters of an edition. Its text can refer to them, and to a resource by its key."""
        library, language = self.library, self.settings.language
        if context.edition == "standard":
            made = standard_chapters(library, language)
        else:
            made = easy_read_chapters(library, language, context.images.find)
        for section in nodes_of(Section, *made):
            _add_name(section, context.names, context.report)
        return made


def read_shelf(folder: Folder, settings: Settings, report: Report) -> Shelf:
    """The resources in a library's folder."""
    library, sources = read_library(folder, settings, report)
    left_out = {**_left_out(library, settings.language), **settings.easy_read.left_out}
    easy = replace(settings.easy_read, left_out=left_out)
    return Shelf(library, sources, replace(settings, easy_read=easy))


def _left_out(library: Library, language: str) -> dict[str, str]:
    """A reason for each resource without an easy-read line, or for a chapter that has none."""
    reason = words(language)["left-out"]
    easy = {each.key for each in library.resources if each.easy_read}
    found: dict[str, str] = {}
    for chapter in standard_chapters(library, language):
        keys = [section.label for section in chapter.sections]
        without = [key for key in keys if key not in easy]
        found |= dict.fromkeys([chapter.label] if without == keys else without, reason)
    return found


def _add_name(section: Section, names: Names, report: Report) -> None:
    if known := names.labels.get(section.label):
        place = f"{section.span.path}:{section.span.first}"
        report.add("label-twice", known.span, label=section.label, place=place)
        return
    title = title_text(section)
    token = Token("inline", "", 0, content=title, children=[Token("text", "", 0, content=title)])
    file = SourceFile(section.span.path, "")
    names.labels[section.label] = Name(section.label, file, section.span, token)
