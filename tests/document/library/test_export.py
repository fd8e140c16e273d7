"""Exports: what is written is read again, by our own reader of BibTeX and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from plainpress.document.bibtex import read_bibtex
from plainpress.document.library import Library, Resource
from plainpress.document.library.export import bibtex, csl_json
from plainpress.document.reader import read
from plainpress.document.report import Report

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = Resource(
    key="slay2014",
    title="Power & care: 100 % “shared”",
    subtitle="costs $5, a_b #1",
    authors=("Slay, Julia", "Nesta and friends", "others"),
    editors=("Tönurist, P.",),
    year=2014,
    kind="book",
    description="First line.\nSecond line.\n\nA new paragraph.",
    themes=("power",),
    link="https://example.org/a_b?x=1%20&y=~me",
)
LIBRARY = Library((PLAIN,), {"power": "Who decides"})


def _read(text: str) -> dict[str, dict[str, Any]]:
    report = Report()
    works = {key: work.csl for key, work in read_bibtex(text, "x.bib", report)[0].items()}
    assert report.findings() == ()
    return works


def test_bibtex_is_read_again() -> None:
    work = _read(bibtex(LIBRARY, "en-GB"))["slay2014"]
    assert work["type"] == "book"
    assert work["title"] == PLAIN.full_title
    assert work["author"][0] == {"family": "Slay", "given": "Julia"}
    assert work["author"][1] == {"literal": "Nesta and friends"}
    assert len(work["author"]) == 3
    assert work["editor"] == [{"family": "Tönurist", "given": "P."}]
    assert work["issued"] == {"date-parts": [[2014]]}
    assert work["URL"] == "https://example.org/a_b?x=1%20&y=%7Eme"


def test_csl_json_holds_every_field() -> None:
    (item,) = json.loads(csl_json(LIBRARY, "en-GB"))
    assert item == {
        "id": "slay2014",
        "type": "book",
        "title": PLAIN.full_title,
        "author": [
            {"family": "Slay", "given": "Julia"},
            {"literal": "Nesta and friends"},
            {"literal": "others"},
        ],
        "editor": [{"family": "Tönurist", "given": "P."}],
        "issued": {"date-parts": [[2014]]},
        "URL": PLAIN.link,
        "keyword": "Who decides",
        "abstract": "First line. Second line. A new paragraph.",
        "language": "en-GB",
    }


def test_what_is_not_known_is_left_out() -> None:
    library = Library((Resource("bare", "Bare", "", ""),))
    assert bibtex(library, "en") == "@misc{bare,\n  title = {{Bare}},\n  language = {en},\n}\n"
    assert json.loads(csl_json(library, "en")) == [
        {"id": "bare", "type": "document", "title": "Bare", "language": "en"}
    ]


# A BibTeX reader drops braces and takes a tilde for a space: they are the syntax itself.
WORDS = some.text(some.characters(categories=["L", "N", "P", "S"], exclude_characters="{}~^\\$"))


@given(title=WORDS.filter(bool), description=WORDS)
def test_no_words_break_an_entry(title: str, description: str) -> None:
    one = Resource("one", title, "guide", description)
    two = Resource("two", "Two", "guide", "")
    works = _read(bibtex(Library((one, two)), "en"))
    assert set(works) == {"one", "two"}
    assert works["one"]["title"] == title
    assert json.loads(csl_json(Library((one, two)), "en"))[0]["title"] == title


@pytest.mark.parametrize("mark", ["{", "}", "\\", "~", "^", "$", "%", "{}{", "\\}"])
def test_the_syntax_itself_does_not_break_the_next_entry(mark: str) -> None:
    one = Resource("one", f"A {mark} B", "guide", mark, authors=(f"Body {mark}",))
    assert set(_read(bibtex(Library((one, PLAIN), LIBRARY.themes), "en"))) == {"one", "slay2014"}


def test_our_library_has_the_keys_of_the_guide(root: Path) -> None:
    library = read(root / "sources" / "library").library
    assert library
    guide = (root / "sources" / "guide" / "references.bib").read_text("utf-8")
    cited = _read(guide)
    shared = {each.key: each for each in library.resources if each.key in cited}
    assert set(shared) == {
        *("arcwest2020", "coutts2019", "filipe2017", "involve2018", "loeffler2020", "scie2013"),
    }
    for key, resource in shared.items():
        assert [[resource.year]] == cited[key]["issued"]["date-parts"]
    exported = _read(bibtex(library, "en-GB"))
    assert list(exported) == [each.key for each in library.resources]
    assert [work["title"] for work in exported.values()] == [
        each.full_title for each in library.resources
    ]


def test_a_guide_can_cite_from_the_export(root: Path, tmp_path: Path) -> None:
    library = read(root / "sources" / "library").library
    assert library
    (tmp_path / "references.bib").write_text(bibtex(library, "en-GB"), "utf-8")
    (tmp_path / "publication.toml").write_text('title = "Guide"\nlanguage = "en-GB"\n', "utf-8")
    (tmp_path / "text.md").write_text(
        "# Text\n\nSee {cite:p}`caste` and {cite:p}`filipe2017`.\n\n:::{bibliography}\n:::\n",
        "utf-8",
    )
    assert read(tmp_path).findings == ()
