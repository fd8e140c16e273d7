"""The checks on finished web pages: a sound folder, and one planted fault a code.

`files/web` is a sound folder of pages. A folder `<code>/web.toml` says which words of which page
to replace (`find` and `replace`, or lists of them); the findings stand beside it in `web.txt`.
"""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from plainpress.accessibility.files import web
from plainpress.document.findings import Severity

HERE = Path(__file__).parent
CASES = sorted(HERE.glob("*/web.toml"))


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A copy of the sound folder."""
    return Path(shutil.copytree(HERE / "files" / "web", tmp_path / "pages"))


def test_sound_pages_have_no_finding(pages: Path) -> None:
    assert web.check(pages) == ()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.parent.name)
def test_a_planted_fault_is_found(case: Path, pages: Path, accept: bool) -> None:
    fault = tomllib.loads(case.read_text("utf-8"))
    page = pages / fault["part"]
    text = page.read_text("utf-8")
    many = isinstance(fault["find"], list)
    pairs = (
        zip(fault["find"], fault["replace"], strict=True)
        if many
        else [(fault["find"], fault["replace"])]
    )
    for find, replace in pairs:
        assert find in text, find
        text = text.replace(find, replace)
    page.write_text(text, "utf-8")
    found = web.check(pages)
    assert case.parent.name in {finding.code for finding in found}
    assert {finding.span.path for finding in found} == {"pages/trees.html"}
    lines = "".join(f"{finding.code}: {finding.message}\n" for finding in found)
    expected = case.with_suffix(".txt")
    if accept:
        expected.write_text(lines, "utf-8")
    assert lines == expected.read_text("utf-8")


@pytest.mark.parametrize("content", [b"", b"<p>\xff\xfe</p>", None])
def test_pages_that_cannot_be_read_never_pass(pages: Path, content: bytes | None) -> None:
    for page in pages.glob("*.html"):
        page.unlink()
    if content is not None:
        (pages / "trees.html").write_bytes(content)
    (finding,) = web.check(pages)
    assert (finding.code, finding.severity) == ("file-unreadable", Severity.ERROR)
