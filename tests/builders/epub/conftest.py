"""Books to look into: built once for all tests of this folder."""

from __future__ import annotations

import datetime as dt
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plainpress.builders import epub
from plainpress.builders.artifact import Artifact, Options, PageMap
from plainpress.document.model import ImageFile
from plainpress.document.reader import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from plainpress.document.model import Publication

FOLDER = Path(__file__).parent
CASES = sorted(path.parent.name for path in FOLDER.glob("*/source.md"))
PICTURE = ImageFile("c.svg", "image/svg+xml", 320, 200, FOLDER / "figures" / "cycle.svg")
CLOCK = dt.datetime(2025, 6, 1, 12, 30, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def publication_of(root: Path) -> Callable[[str], Publication]:
    """The publication of a case by its name, or an edition of the guide."""
    guide = root / "sources" / "guide"

    @cache
    def find(name: str) -> Publication:
        if name in ("standard", "easy-read"):
            publication = read(guide, name, [root / "templates" / "pictures"]).publication
        else:
            publication = read(FOLDER / name / "source.md").publication
        assert publication is not None
        return publication

    return find


@pytest.fixture(scope="session")
def everything(publication_of: Callable[[str], Publication]) -> Publication:
    """All left-to-right cases as one book: each validator takes seconds to start."""
    cases = {name: publication_of(name) for name in CASES if name != "right-to-left"}
    return replace(
        cases["text"],
        sections=tuple(section for case in cases.values() for section in case.sections),
        footnotes=cases["notes"].footnotes,
        cover=PICTURE,
        draft=True,
    )


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Artifact]:
    """A function that builds a publication and gives the artifact."""

    def make(publication: Publication, pages: PageMap | None = None) -> Artifact:
        return epub.build(publication, Options(tmp_path / "book.epub", CLOCK, pages=pages))

    return make


def text_files(path: Path) -> dict[str, str]:
    """The text files of a book, by their names in it."""
    with zipfile.ZipFile(path) as book:
        names = [name for name in book.namelist() if name.endswith((".xhtml", ".opf", ".css"))]
        return {name.removeprefix("EPUB/"): book.read(name).decode() for name in names}


@pytest.fixture
def contents(build: Callable[..., Artifact]) -> Callable[..., dict[str, str]]:
    """A function from a publication to the text files of its book, by name."""

    def look(publication: Publication, pages: PageMap | None = None) -> dict[str, str]:
        return text_files(build(publication, pages).path)

    return look


@pytest.fixture(scope="session")
def finished(
    publication_of: Callable[[str], Publication], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], dict[str, str]]:
    """A function from a name to the text files of its book, which is built once."""
    folder = tmp_path_factory.mktemp("finished")

    @cache
    def look(name: str) -> dict[str, str]:
        options = Options(folder / f"{name}.epub", CLOCK)
        return text_files(epub.build(publication_of(name), options).path)

    return look
