"""Pictures: where a name is looked for, what finds it, and what is wrong with an index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plainpress.document.pictures import Pictures

if TYPE_CHECKING:
    from pathlib import Path

INDEX = """\
[[set]]
name = "one"
title = "Set one"
licence = { name = "CC BY", url = "https://example.org" }

[[picture]]
id = "money"
file = "money.svg"
words = ["money", "pay", "fair pay"]
grade = "B"
set = "one"
other = ["pay"]

[[picture]]
id = "wage-slip"
file = "slip.svg"
words = ["pay"]
grade = "A"
"""


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """The publication's own pictures without an index, and a set with one."""
    own, other = tmp_path / "own", tmp_path / "set"
    own.mkdir()
    other.mkdir()
    (own / "meeting.svg").write_text("<svg/>")
    (own / "notes.txt").write_text("no picture")
    for name in ("money", "slip", "Extra-Large"):
        (other / f"{name}.svg").write_text("<svg/>")
    (other / "index.toml").write_text(INDEX)
    return own, other


def test_a_name_comes_before_a_word_and_a_clear_picture_before_a_metaphor(
    folders: tuple[Path, Path],
) -> None:
    pictures = Pictures(folders[0], folders[1:])
    assert [each.id for each in pictures.all] == ["meeting", "money", "wage-slip", "Extra-Large"]
    for name, wanted in (
        ("picture:money", "money"),
        ("pay", "wage-slip"),
        ("Fair  Pay", "money"),
        ("wage slip", "wage-slip"),
        ("extra_large", "Extra-Large"),
    ):
        found = pictures.find(name)
        assert found is not None
        assert found.id == wanted
    assert pictures.find("zebra") is None
    assert pictures.sets["one"].licence == "CC BY"
    assert pictures.faults == ()


def test_the_publications_own_win(folders: tuple[Path, Path]) -> None:
    (folders[0] / "money.png").write_bytes(b"")
    found = Pictures(folders[0], folders[1:]).find("money")
    assert found is not None
    assert found.file == folders[0] / "money.png"


def test_a_search_ranks_names_words_and_parts(folders: tuple[Path, Path]) -> None:
    pictures = Pictures(folders[0], folders[1:])
    assert [each.id for each in pictures.search("pay")] == ["wage-slip", "money"]
    assert [each.id for each in pictures.search("meet")] == ["meeting"]
    assert pictures.search("") == ()


def test_the_nearest_names_come_by_their_words_too(folders: tuple[Path, Path]) -> None:
    pictures = Pictures(folders[0], folders[1:])
    assert pictures.nearest("meting") == ("meeting",)
    assert pictures.nearest("fair-pey")[0] == "money"
    assert pictures.nearest("xyzzy") == ()


def test_a_word_for_another_idea_is_another_meaning(folders: tuple[Path, Path]) -> None:
    money = Pictures(folders[0], folders[1:]).all[1]
    assert money.meaning("picture:pay") == "pay"
    assert money.meaning("fair pay") == "money"


@pytest.mark.parametrize(
    ("index", "said"),
    [
        ("[[picture\n", "cannot be read"),
        ("picture = 1\n", "must stand under a line [[picture]]"),
        ('[[picture]]\nid = "a"\nfile = "../own/meeting.svg"\n', '"a" has no file'),
        ('[[picture]]\nid = "b"\n', '"b" has no file'),
    ],
)
def test_a_fault_in_an_index_is_named_and_the_rest_counts(
    folders: tuple[Path, Path], index: str, said: str
) -> None:
    (folders[1] / "index.toml").write_text(index)
    pictures = Pictures(folders[0], folders[1:])
    assert said in pictures.faults[0].what
    assert pictures.find("money") is not None
