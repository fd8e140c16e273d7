"""The library as a list of resources: order, words, and our own library's entries.

Reading single entries, good and bad, is tested by the cases in tests/document/reader.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from plainpress.document import model
from plainpress.document.library import Library, Resource
from plainpress.document.library.entries import sort_key
from plainpress.document.library.words import facts, link_words, names_text, vocabulary, words
from plainpress.document.reader import read
from plainpress.document.walk import nodes_of, plain_text

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 10.0  # of CPU, on a machine that others use too


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("The Ladder", "ladder"),
        ("“A coalition of the willing”", "coalition of the willing”"),
        ("An hour", "hour"),
        ("Theory", "theory"),
        ("100 Britons", "100 britons"),
        ("A", "a"),
        ("…", "…"),
    ],
)
def test_titles_are_sorted_without_marks_and_articles(title: str, key: str) -> None:
    assert sort_key(title) == key


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("Nesta",), "Nesta"),
        (("Slay, Julia", "Penny, J."), "Julia Slay and J. Penny"),
        (("A, B.", "C, D.", "others"), "B. A, D. C and others"),
    ],
)
def test_people_are_named_as_people_name_them(names: tuple[str, ...], said: str) -> None:
    assert names_text(names, words("en-GB")) == said


def test_a_resource_of_which_little_is_known_says_little() -> None:
    bare = Resource("bare", "Bare", "", "")
    assert list(facts(bare, Library((bare,)), "en")) == []


def test_a_link_says_what_happens_and_where() -> None:
    video = Resource("v", "A film", "video", "", link="https://user@www.example.org:80/x")
    assert link_words(video, "en") == "Watch “A film” at example.org:80"


def test_every_kind_and_way_of_access_has_words() -> None:
    said = words("en")
    assert set(said["kinds"]) == set(vocabulary().kinds)
    assert set(said["access"]) == set(vocabulary().access)


def test_another_language_gets_english_words_until_it_has_its_own() -> None:
    assert words("cy") == words("en")


def test_a_guide_has_no_library(root: Path) -> None:
    assert read(root / "sources" / "guide").library is None


# --- Our own library -----------------------------------------------------------------


def test_our_library_is_whole_and_without_fault(root: Path) -> None:
    reading = read(root / "sources" / "library")
    assert reading.findings == ()
    assert reading.publication
    assert reading.library
    assert len(reading.library.resources) == 54
    sections = {each.label for each in nodes_of(model.Section, reading.publication)}
    assert {each.key for each in reading.library.resources} <= sections


def test_our_descriptions_are_two_or_three_short_sentences(root: Path) -> None:
    library = read(root / "sources" / "library").library
    assert library
    for resource in library.resources:
        lines = resource.description.split("\n")
        assert len(lines) in (2, 3), resource.key
        for line in lines:
            assert line.endswith((".", "?")), resource.key
            assert len(line.split()) <= 25, resource.key


def test_easy_read_shows_the_entries_that_have_a_line(root: Path) -> None:
    folder = root / "sources" / "library"
    reading = read(folder, "easy-read", (root / "templates" / "pictures",))
    assert reading.findings == ()
    assert reading.publication
    assert reading.library
    easy = [each for each in reading.library.resources if each.easy_read]
    covered = [key for section in reading.publication.sections for key in section.covers]
    assert {each.key for each in easy} <= set(covered)
    titles = {plain_text(each.title) for each in nodes_of(model.Section, reading.publication)}
    assert {each.title for each in easy} <= titles


def test_five_thousand_entries_are_read_in_seconds(tmp_path: Path) -> None:
    (tmp_path / "resources").mkdir()
    (tmp_path / "publication.toml").write_text(
        'kind = "library"\ntitle = "Big"\nlanguage = "en-GB"\n', "utf-8"
    )
    for number in range(5000):
        (tmp_path / "resources" / f"r{number}.toml").write_text(
            f'title = "Number {number}"\nkind = "paper"\ndescription = """\nOne.\nTwo.\n"""\n',
            "utf-8",
        )
    before = time.process_time()
    reading = read(tmp_path)
    assert time.process_time() - before < SECONDS
    assert reading.findings == ()
    assert reading.library
    assert len(reading.library.resources) == 5000
