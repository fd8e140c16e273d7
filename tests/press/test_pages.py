"""How many pages a printed easy-read booklet may have, as an editor meets the limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from plainpress.press.command import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CODE = "easy-read-many-pages"
ROW = "![](picture:meeting) You came to the meeting.\n\n"
CONTACT = "![](picture:email) You can email [Ann](mailto:ann@example.org).\n"
# Rows that make 9, 22 and 26 pages: four or five of them stand on one.
FEW, MANY, TOO_MANY = 30, 98, 118


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """A function that builds a booklet of some rows, and gives the exit code and the output."""
    monkeypatch.chdir(tmp_path)

    def make(rows: int, *words: str) -> tuple[int, str]:
        folder = tmp_path / "booklet"
        (folder / "easy-read").mkdir(parents=True)
        settings = 'title = "A booklet"\nlanguage = "en-GB"\n'
        (folder / "publication.toml").write_text(settings, encoding="utf-8")
        standard = "(path)=\n# The path\n\nWe met in the hall. Ask [Ann](mailto:ann@example.org).\n"
        (folder / "01.md").write_text(standard, encoding="utf-8")
        easy = '{covers="path"}\n# The path\n\n' + ROW * rows + CONTACT
        (folder / "easy-read" / "01.md").write_text(easy, encoding="utf-8")
        command = ["build", "booklet", "--edition", "easy-read", "-o", "out", *words]
        done = CliRunner().invoke(main, command)
        return done.exit_code, done.output

    return make


def test_a_pdf_of_more_than_24_pages_does_not_come_out(
    build: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    code, text = build(TOO_MANY, "--format", "pdf")
    assert code == 1
    assert "out/booklet-easy-read.pdf: error: the edition has 26 pages, of 24 at most" in text
    assert CODE in text
    assert not list((tmp_path / "out").glob("*.pdf"))


def test_a_pdf_of_more_than_20_pages_comes_out_with_a_warning(
    build: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    code, text = build(MANY, "--format", "pdf")
    assert code == 0
    assert "warning: the edition has 22 pages, of 20 at most" in text
    assert (tmp_path / "out" / "booklet-easy-read.pdf").exists()


@pytest.mark.parametrize(
    ("rows", "words"), [(FEW, ("--format", "pdf")), (TOO_MANY, ("--print", "large"))]
)
def test_a_short_one_and_one_in_large_print_are_not_held(
    rows: int, words: tuple[str, ...], build: Callable[..., tuple[int, str]]
) -> None:
    code, text = build(rows, *words)
    assert code == 0, text
    assert CODE not in text


@pytest.mark.validator
def test_a_word_file_is_held_to_the_same_number(
    build: Callable[..., tuple[int, str]], require_tool: Callable[[str], str]
) -> None:
    require_tool("soffice")
    code, text = build(TOO_MANY, "--format", "word")
    assert code == 1
    assert "out/booklet-easy-read.docx: error: the edition has" in text
    assert CODE in text
