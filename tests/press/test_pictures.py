"""`plainpress pictures`: what fits a word, and the contact sheet."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from lxml import html

from plainpress.document.errors import MissingToolError, UsageError
from plainpress.press import pictures as finder
from plainpress.press.command import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><script>x()</script></svg>'


@pytest.fixture
def publication(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    (folder / "pictures").mkdir(parents=True)
    (folder / "pictures" / "meeting.svg").write_text(DRAWING, encoding="utf-8")
    return folder


def test_a_word_gives_the_best_first(publication: Path) -> None:
    rows = finder.rows(finder.of_publication(publication), "meeting")
    assert rows[0][:3] == ("meeting", "own", "-")
    assert all(len(row) == len(finder.HEADERS) for row in rows)


def test_a_word_that_nothing_fits_gives_the_nearest() -> None:
    with pytest.raises(UsageError, match="the nearest are: meeting"):
        finder.rows(finder.of_publication(None), "meetng")


def test_without_a_word_all_are_listed() -> None:
    known = finder.of_publication(None)
    assert len(finder.rows(known, "")) == len(known.all) > 80


def test_a_pack_comes_before_the_default_set(
    publication: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.metadata.entry_points", _packs("os:sep"))
    assert str(finder.sets()[0]) == "/"
    monkeypatch.setattr("importlib.metadata.entry_points", _packs("nowhere:PICTURES"))
    with pytest.raises(MissingToolError, match="install it again"):
        finder.sets()


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["pictures", *words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def test_the_sheet_needs_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, text = run("--sheet")
    assert (code, text.partition(":")[0]) == (0, "Wrote pictures.html")
    assert "data:image/svg+xml" in (tmp_path / "pictures.html").read_text(encoding="utf-8")
    assert run("--sheet", "mine.html")[0] == 0


def test_a_word_is_no_name_of_a_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, text = run("--sheet", "meeting")
    assert code == 2
    assert "ends in .html" in text
    assert list(tmp_path.iterdir()) == []


def _packs(value: str) -> Callable[..., list[EntryPoint]]:
    def entry_points(*, group: str) -> list[EntryPoint]:
        return [EntryPoint("pack", value, group)] if group == finder.ENTRY_POINTS else []

    return entry_points


def test_the_sheet_shows_every_picture_and_runs_nothing(publication: Path, tmp_path: Path) -> None:
    known = finder.of_publication(publication)
    file = tmp_path / "sheet.html"
    assert finder.sheet(known, file) == len(known.all)
    page = html.fromstring(file.read_text(encoding="utf-8"))
    images = page.findall(".//img")
    assert len(images) == len(known.all) == len(page.findall(".//h3"))
    assert all(image.get("src").startswith("data:image/") for image in images)
    assert all(image.get("alt") == "" for image in images)
    assert page.findall(".//script") == []
    assert page.get("lang") == "en-GB"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine", "sheet.html"]
