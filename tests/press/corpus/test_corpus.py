"""A corpus of leaflets: the same each time, and each of them passes the checks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from plainpress.document.findings import Severity
from plainpress.press import check
from plainpress.press.corpus import leaflet
from plainpress.press.corpus.command import main
from plainpress.press.corpus.stock import stock
from plainpress.press.many.finding import find

if TYPE_CHECKING:
    from pathlib import Path

LEAFLETS = 40


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, words, prog_name="plainpress-bench")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "leaflets"
    assert run("corpus", str(folder), "--leaflets", str(LEAFLETS))[0] == 0
    return folder


def test_every_leaflet_passes_the_checks(corpus: Path) -> None:
    places = find(corpus).places
    assert len(places) == LEAFLETS
    for place in places:
        for edition in check.read_editions(place.source, check.editions(place.source, ())):
            errors = [str(each) for each in edition.all_findings if each.severity is Severity.ERROR]
            assert (place.name, errors) == (place.name, [])


def test_a_leaflet_has_lists_a_table_and_a_figure_and_some_have_easy_read(corpus: Path) -> None:
    chapters: list[int] = []
    for place in find(corpus).places:
        files = sorted(place.source.glob("*.md"))
        chapters.append(len(files))
        text = "".join(path.read_text("utf-8") for path in files)
        for part in ("\n- ", ":::{table}", ":::{figure} figures/visit.svg", ":alt: A bar", "01632"):
            assert part in text, place.name
        assert not re.search(r"[{<]{1,2}(thing|short|person|place|parts|mail|phone)\b", text)
    assert set(chapters) == {1, 2, 3}
    assert 0 < len(list(corpus.rglob("easy-read"))) < LEAFLETS / 2


def test_the_same_numbers_give_the_same_bytes(corpus: Path, tmp_path: Path) -> None:
    run("corpus", str(tmp_path / "again"), "--leaflets", str(LEAFLETS), "--seed", "1")
    assert contents(tmp_path / "again") == contents(corpus)
    run("corpus", str(tmp_path / "other"), "--leaflets", str(LEAFLETS), "--seed", "2")
    assert contents(tmp_path / "other") != contents(corpus)


def test_the_first_of_a_larger_corpus_are_those_of_a_smaller(corpus: Path, tmp_path: Path) -> None:
    run("corpus", str(tmp_path / "few"), "--leaflets", "5")
    few, all_of_them = contents(tmp_path / "few"), contents(corpus)
    assert few.items() <= all_of_them.items()


def test_every_topic_is_drawn_and_filled_in() -> None:
    held = stock()
    drawn = [leaflet.draw(held, 7, number) for number in range(1, 400)]
    assert {each.name.rpartition("/")[2][:-6] for each in drawn} == {
        topic["id"] for topic in held.topics
    }
    assert len({each.name for each in drawn}) == len(drawn)


@pytest.mark.parametrize("is_file", [True, False])
def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, is_file: bool) -> None:
    there = tmp_path / "there"
    if not is_file:
        there.mkdir()
    mine = there if is_file else there / "mine.txt"
    mine.write_text("mine")
    code, text = run("corpus", str(there))
    assert code == 2
    assert text == f"plainpress-bench: {there} is there and not empty: name a new folder\n"
    assert mine.read_text() == "mine"
