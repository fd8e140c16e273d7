"""One folder a case: source.md, and the pages and the index of the search that come of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plainpress.accessibility.files import web as checks

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = Path(__file__).parent
CASES = sorted(path.parent.name for path in FOLDER.glob("*/source.md"))


@pytest.mark.parametrize("case", CASES)
def test_pages(case: str, publication_of: Callable, build: Callable, accept: bool) -> None:
    made = build(publication_of(case)).path
    names = ("*.html", "search-index.js")
    files = {path.name: path.read_text("utf-8") for name in names for path in made.glob(name)}
    expected = FOLDER / case / "expected"
    if accept:
        expected.mkdir(exist_ok=True)
        for old in expected.iterdir():
            old.unlink()
        for name, text in files.items():
            (expected / name).write_text(text, encoding="utf-8")
    assert sorted(files) == sorted(path.name for path in expected.iterdir())
    for name, text in files.items():
        assert text == (expected / name).read_text(encoding="utf-8"), name


@pytest.mark.parametrize("case", CASES)
def test_pages_pass_our_own_checks(case: str, publication_of: Callable, build: Callable) -> None:
    assert [str(finding) for finding in checks.check(build(publication_of(case)).path)] == []
