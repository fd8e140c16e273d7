"""Talking books: each folder is a case, `source.md` and what is expected of its texts.

`pytest --accept` writes the texts anew. Every book is also played from its contents on.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree
from mutagen.mp3 import MP3

from plainpress.accessibility.files import daisy
from plainpress.builders.artifact import Options
from plainpress.builders.daisy import build
from plainpress.builders.daisy.build import NothingSpokenError
from plainpress.document.reader import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from plainpress.builders.artifact import Artifact

    Talking = Callable[..., Artifact]

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("*/source.md"))
DTDS = Path("/usr/share/xml/w3c-sgml-lib/schema/dtd")
KINDS = {
    ".html": DTDS / "REC-xhtml1-20020801" / "xhtml1-transitional.dtd",
    ".smil": DTDS / "REC-smil-19980615" / "smil10.dtd",
}
MANDATORY = {
    *("dc:creator", "dc:date", "dc:format", "dc:identifier", "dc:language", "dc:publisher"),
    *("dc:title", "ncc:charset", "ncc:pageFront", "ncc:pageNormal", "ncc:pageSpecial"),
    *("ncc:setInfo", "ncc:tocItems", "ncc:totalTime"),
}
CLOCK = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)
NEAR = 0.05  # seconds


class Book:
    """A talking book that was opened; its texts are parsed without their document types."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            self.files = {name: archive.read(name) for name in archive.namelist()}

    def tree(self, name: str) -> Any:
        return etree.fromstring(self.files[name])

    def metas(self, name: str) -> dict[str, str]:
        found = self.tree(name).iter("{*}meta")
        return {each.get("name"): each.get("content") for each in found if each.get("name")}

    def entries(self) -> list[Any]:
        """What the contents hold: headings and notes."""
        (body,) = self.tree("ncc.html").iter("{*}body")
        return list(body)

    def order(self) -> list[str]:
        """The SMIL files in the order in which the contents lead to them."""
        links = [each.get("href") for each in self.tree("ncc.html").iter("{*}a")]
        return list(dict.fromkeys(link.partition("#")[0] for link in links))


def of_case(talking: Talking, case: Path) -> Artifact:
    reading = read(case / "source.md")
    assert reading.publication
    return talking(reading.publication, reading.settings)


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def book(request: pytest.FixtureRequest, talking: Talking) -> Book:
    return Book(of_case(talking, request.param).path)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path, talking: Talking, accept: bool) -> None:
    artifact = of_case(talking, case)
    book = Book(artifact.path)
    for name in ("ncc.html", "content.html", "002.smil"):
        if accept:
            (case / name).write_bytes(book.files[name])
        assert book.files[name] == (case / name).read_bytes()
    assert (artifact.format, artifact.media_type) == ("daisy", "application/zip")
    assert artifact.size == artifact.path.stat().st_size


@pytest.mark.validator
def test_every_text_fits_its_document_type(book: Book) -> None:
    if not DTDS.is_dir():
        reason = "w3c-sgml-lib is not installed: run `make validators`"
        if os.environ.get("PLAINPRESS_REQUIRE_VALIDATORS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    for name, content in book.files.items():
        if kind := KINDS.get(Path(name).suffix):
            document_type = etree.DTD(str(kind))
            assert document_type.validate(etree.fromstring(content)), document_type.error_log


# --- Played from the contents on -------------------------------------------------------------


def test_the_contents_lead_to_sentences_in_the_order_of_the_text(book: Book) -> None:
    texts = [each.get("id") for each in book.tree("content.html").iter("{*}span")]
    pars = {
        name: {par.get("id"): par for par in book.tree(name).iter("par")} for name in book.order()
    }
    places = []
    for entry in book.entries():
        (link,) = entry.findall("{*}a")
        name, _, identifier = link.get("href").partition("#")
        text = pars[name][identifier].find("text").get("src")
        places.append(texts.index(text.removeprefix("content.html#")))
    assert places == sorted(places)
    assert places[0] == 0


def test_every_sentence_is_played_once_in_the_order_of_the_text(book: Book) -> None:
    played = [each.get("src") for name in book.order() for each in book.tree(name).iter("text")]
    sentences = list(book.tree("content.html").iter("{*}span"))
    assert played == [f"content.html#{each.get('id')}" for each in sentences]
    pars = [
        f"{name}#{par.get('id')}" for name in book.order() for par in book.tree(name).iter("par")
    ]
    assert pars == [each.find("{*}a").get("href") for each in sentences]


def test_the_master_file_plays_the_same_chapters(book: Book) -> None:
    assert [each.get("src") for each in book.tree("master.smil").iter("ref")] == book.order()


def test_clips_follow_each_other_to_the_end_of_the_sound(book: Book) -> None:
    for name in book.order():
        reached = 0.0
        for clip in book.tree(name).iter("audio"):
            begins, ends = (
                float(clip.get(edge).removeprefix("npt=").removesuffix("s"))
                for edge in ("clip-begin", "clip-end")
            )
            assert begins == reached < ends
            assert clip.get("src") == name.replace(".smil", ".mp3")
            reached = ends
        length = MP3(io.BytesIO(book.files[name.replace(".smil", ".mp3")])).info.length
        assert abs(length - reached) < NEAR


def seconds(clock: str) -> float:
    hours, minutes, rest = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def test_times_add_up(book: Book) -> None:
    elapsed = 0.0
    for name in book.order():
        metas, (whole,) = book.metas(name), book.tree(name).iter("seq")
        clips = list(book.tree(name).iter("audio"))
        last = float(clips[-1].get("clip-end").removeprefix("npt=").removesuffix("s"))
        assert abs(seconds(metas["ncc:totalElapsedTime"]) - elapsed) < NEAR
        assert abs(seconds(metas["ncc:timeInThisSmil"]) - last) < NEAR
        assert abs(float(whole.get("dur").removesuffix("s")) - last) < NEAR
        elapsed += last
    assert abs(seconds(book.metas("master.smil")["ncc:timeInThisSmil"]) - elapsed) < NEAR
    # DAISY 2.02 wants whole seconds here.
    assert abs(seconds(book.metas("ncc.html")["ncc:totalTime"]) - elapsed) <= 0.5


def test_headings_begin_with_the_title_and_skip_no_level(book: Book) -> None:
    headings = [each for each in book.entries() if etree.QName(each).localname != "span"]
    assert headings[0].get("class") == "title"
    levels = [int(etree.QName(each).localname[1]) for each in headings]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all("".join(each.itertext()).strip() for each in headings)
    assert book.metas("ncc.html")["ncc:depth"] == str(max(levels))


def test_everything_that_a_library_must_know_is_there(book: Book) -> None:
    metas = book.metas("ncc.html")
    assert MANDATORY - {name for name, content in metas.items() if content} == set()
    assert metas["dc:format"] == "Daisy 2.02"
    assert metas["ncc:multimediaType"] == "audioFullText"
    assert metas["ncc:tocItems"] == str(len(book.entries()))
    assert metas["ncc:files"] == str(len(book.files))
    size = sum(map(len, book.files.values()))
    assert abs(int(metas["ncc:kByteSize"]) * 1024 - size) <= 1024


def test_names_are_short_enough_for_old_players(book: Book) -> None:
    assert all(len(Path(name).stem) <= 8 and "/" not in name for name in book.files)


def test_our_own_checks_find_nothing(talking: Talking) -> None:
    for case in CASES:
        assert daisy.check(of_case(talking, case).path) == ()


# --- What is in it ---------------------------------------------------------------------------


def test_notes_can_be_skipped_and_are_in_the_contents(talking: Talking) -> None:
    book = Book(of_case(talking, HERE / "everything").path)
    notes = [each for each in book.entries() if each.get("class") == "noteref"]
    assert ["".join(each.itertext()) for each in notes] == ["1", "2"]
    assert book.metas("ncc.html")["ncc:footnotes"] == "2"
    words = {
        each.get("id"): "".join(each.itertext())
        for each in book.tree("content.html").iter("{*}span")
    }
    skipped = [
        words[par.find("text").get("src").partition("#")[2]]
        for name in book.order()
        for par in book.tree(name).iter("par")
        if par.get("system-required") == "footnote-on"
    ]
    assert skipped == [
        "Note 1: By up to five degrees.",
        "That is a lot.",
        "A second paragraph of the note.",
        "Note 2: The end.",
    ]


def test_the_words_for_a_picture_are_text(talking: Talking) -> None:
    book = Book(of_case(talking, HERE / "everything").path)
    assert "An oak beside a bus stop" in book.files["content.html"].decode()


def test_no_text_becomes_markup(talking: Talking) -> None:
    reading = read(HERE / "hostile" / "source.md")
    assert reading.publication
    by = 'P"/><meta name="ncc:totalTime" content="0"/>'
    book = Book(talking(replace(reading.publication, publisher=by), reading.settings).path)
    assert book.metas("ncc.html")["dc:publisher"] == by
    for name in ("ncc.html", "content.html", "master.smil", "001.smil", "002.smil"):
        assert not list(book.tree(name).iter("{*}script", "script"))
    assert book.metas("ncc.html")["ncc:totalTime"] != "0"
    assert book.entries()[0].find("{*}a").text == 'A"><script>alert(1)</script> & ]]> <h1>'


def test_the_same_source_gives_the_same_bytes(talking: Talking) -> None:
    reading = read(HERE / "everything" / "source.md")
    made = [talking(reading.publication, reading.settings, f"{n}.zip") for n in range(2)]
    assert made[0].path.read_bytes() == made[1].path.read_bytes()
    assert made[0].digest == made[1].digest


def test_another_edition_is_another_book(talking: Talking) -> None:
    reading = read(HERE / "everything" / "source.md")
    assert reading.publication
    editions = [replace(reading.publication, edition=name) for name in ("standard", "easy-read")]
    books = [Book(talking(each, reading.settings).path) for each in editions]
    assert len({each.metas("ncc.html")["dc:identifier"] for each in books}) == 2


def test_what_cannot_be_said_is_a_loss(talking_text: Callable[[str], Artifact]) -> None:
    made = talking_text(
        "---\ntitle: T\nlanguage: en-GB\n---\n\n# One\n\n***\\*\\*\\****\n\nWords.\n"
    )
    assert ["a voice can say nothing of it" in loss.what for loss in made.losses] == [True]


def test_nothing_comes_out_without_a_recording(tmp_path: Path) -> None:
    reading = read(HERE / "everything" / "source.md")
    assert reading.publication
    with pytest.raises(NothingSpokenError):
        build(reading.publication, Options(tmp_path / "b.zip", CLOCK))
    assert not (tmp_path / "b.zip").exists()
