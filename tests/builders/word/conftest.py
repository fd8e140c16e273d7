"""Word files to look into: built once a test, without a layout unless it asks for one."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from plainpress.builders import word
from plainpress.builders.artifact import Artifact, Options
from plainpress.document.reader import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from plainpress.document.model import Publication

FOLDER = Path(__file__).parent
CLOCK = dt.datetime(2025, 6, 1, 12, 30, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def publication_of(root: Path) -> Callable[[str], Publication]:
    """The publication of a case by its name, or the guide."""

    def find(name: str) -> Publication:
        path = root / "sources" / "guide" if name == "guide" else FOLDER / name / "source.md"
        publication = read(path).publication
        assert publication is not None
        return publication

    return find


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Artifact]:
    """A function that builds a publication and gives the artifact."""

    def make(
        publication: Publication,
        *,
        name: str = "book.docx",
        layout: bool = False,
        template: Path | None = None,
    ) -> Artifact:
        options = Options(tmp_path / name, CLOCK, layout=layout, template=template)
        return word.build(publication, options)

    return make


@pytest.fixture
def parts(build: Callable[..., Artifact]) -> Callable[..., dict[str, Any]]:
    """A function from a publication to the XML parts of its file, as trees by name."""

    def look(publication: Publication, **how: Any) -> dict[str, Any]:
        with zipfile.ZipFile(build(publication, **how).path) as package:
            return {
                name: etree.fromstring(package.read(name))
                for name in package.namelist()
                if name.endswith((".xml", ".rels"))
            }

    return look
