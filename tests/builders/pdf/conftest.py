"""PDFs to look into: built once for all tests of this folder."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plainpress.builders import pdf
from plainpress.builders.artifact import Artifact, Options
from plainpress.document.reader import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from plainpress.document.model import Publication

FOLDER = Path(__file__).parent
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
def built(
    publication_of: Callable[[str], Publication], tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Artifact]:
    """A function from a name, and a size of print, to a PDF that is built once."""
    folder = tmp_path_factory.mktemp("pdf")

    @cache
    def make(name: str, print_size: str = "") -> Artifact:
        options = Options(folder / f"{name}-{print_size}.pdf", CLOCK, print=print_size)
        return pdf.build(publication_of(name), options)

    return make


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Artifact]:
    """A function that builds a publication, or the words of a Markdown text."""

    def make(source: Publication | str, **how: str) -> Artifact:
        if isinstance(source, str):
            file = tmp_path / "source.md"
            file.write_text(source, "utf-8")
            publication = read(file).publication
            assert publication is not None
        else:
            publication = source
        return pdf.build(publication, Options(tmp_path / "book.pdf", CLOCK, **how))

    return make
