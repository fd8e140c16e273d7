"""Folders of pages to look into: built once for all tests of this folder."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plainpress.builders import web
from plainpress.builders.artifact import Artifact, Options
from plainpress.document.reader import read
from plainpress.press.command import main

if TYPE_CHECKING:
    from collections.abc import Callable

    from plainpress.document.model import Publication

FOLDER = Path(__file__).parent
CLOCK = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def publication_of() -> Callable[[str], Publication]:
    """The publication of a case by its name."""

    @cache
    def find(name: str) -> Publication:
        publication = read(FOLDER / name / "source.md").publication
        assert publication is not None
        return publication

    return find


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Artifact]:
    """A function that builds a publication into a folder and gives the artifact."""

    def make(publication: Publication, name: str = "web", site: str = "") -> Artifact:
        return web.build(publication, Options(tmp_path / name, CLOCK, site=site))

    return make


@pytest.fixture(scope="session")
def guide(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the guide, both editions as pages and the page to choose on.

    It lies in a folder of its own, so that it can be served under a path.
    """
    return _pages(root, "guide", tmp_path_factory.mktemp("served") / "a path")


@pytest.fixture(scope="session")
def library(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same of the library."""
    return _pages(root, "library", tmp_path_factory.mktemp("served"))


@pytest.fixture(params=["guide", "library"])
def pages(request: pytest.FixtureRequest) -> Path:
    """The folder of each of our publications in turn."""
    folder: Path = request.getfixturevalue(request.param)
    return folder


def _pages(root: Path, name: str, parent: Path) -> Path:
    output = parent / name
    arguments = ["build", str(root / "sources" / name), "--format", "web", "-o", str(output)]
    main(arguments, standalone_mode=False)
    return output
