"""The field's own validators: EPUBCheck without a warning, Ace without a violation."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from plainpress.accessibility.conformance import ace, epubcheck, tools
from plainpress.builders import epub
from plainpress.builders.artifact import Options, PageMap

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from plainpress.document.model import Publication

CLOCK = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def books(
    publication_of: Callable[[str], Publication],
    everything: Publication,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Path]:
    """Every case, with pages and a claim; both editions of the guide; right to left."""
    folder = tmp_path_factory.mktemp("books")
    publications = {
        "everything": everything,
        "standard": publication_of("standard"),
        "easy-read": publication_of("easy-read"),
        "right-to-left": publication_of("right-to-left"),
    }
    paths = {}
    for name, publication in publications.items():
        pages = (
            PageMap({}, (1, 1, 2, 4), 4, "Words, Word edition") if name == "everything" else None
        )
        artifact = epub.build(publication, Options(folder / f"{name}.epub", CLOCK, pages=pages))
        paths[name] = epub.certify(artifact, "Us & Co", CLOCK).path if pages else artifact.path
    return paths


@pytest.mark.validator
@pytest.mark.parametrize("name", ["everything", "standard", "easy-read", "right-to-left"])
def test_epubcheck(books: dict[str, Path], require_tool: Callable[[str], str], name: str) -> None:
    require_tool("java")
    assert [str(finding) for finding in epubcheck.validate(books[name])] == []


@pytest.mark.validator
@pytest.mark.parametrize("name", ["everything", "standard", "easy-read"])
def test_ace(books: dict[str, Path], require_tool: Callable[[str], str], name: str) -> None:
    tools.find_tool("ace", "ace-cli") or require_tool("ace")
    require_tool("chromium")
    assert [str(finding) for finding in ace.validate(books[name])] == []
