"""A book that reads itself aloud: its words are those of the plain book, each heard once."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import pytest
from lxml import etree

from plainpress.accessibility.conformance import ace, epubcheck, tools
from plainpress.accessibility.files import epub as checks
from plainpress.builders import epub
from plainpress.builders.artifact import Options, PageMap
from plainpress.document.model import (
    BulletList,
    ListItem,
    Paragraph,
    Publication,
    Section,
    Table,
    TableCell,
    TableRow,
    Text,
)
from plainpress.document.reader import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from plainpress.builders.artifact import Artifact
    from plainpress.builders.recording import Recording

CLOCK = dt.datetime(2025, 6, 1, 12, 30, tzinfo=dt.UTC)
FOLDER = Path(__file__).parent
CASES = sorted(path.parent.name for path in FOLDER.glob("*/source.md"))
TYPE = "{http://www.idpf.org/2007/ops}type"


@dataclass(frozen=True)
class Book:
    """A finished book, with its files by name and what it was made of."""

    artifact: Artifact
    recording: Recording
    publication: Publication

    @property
    def files(self) -> dict[str, bytes]:
        with zipfile.ZipFile(self.artifact.path) as package:
            names = [name for name in package.namelist() if name.startswith("EPUB/")]
            return {name.removeprefix("EPUB/"): package.read(name) for name in names}

    def tree(self, name: str) -> Any:
        return etree.fromstring(self.files[name], etree.XMLParser(huge_tree=True))

    def overlays(self) -> dict[str, Any]:
        """The overlay of each document that has one."""
        package = self.tree("content.opf")
        items = {item.get("id"): item for item in package.iter("{*}item")}
        return {
            item.get("href"): self.tree(items[item.get("media-overlay")].get("href"))
            for item in items.values()
            if item.get("media-overlay")
        }


@pytest.fixture(scope="session")
def read_aloud(
    beeps: Callable[[Publication, Path], Recording], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Publication], Book]:
    """A function from a publication to its book."""

    def make(publication: Publication) -> Book:
        folder = tmp_path_factory.mktemp("read-aloud")
        recording = beeps(publication, folder)
        options = Options(folder / "book.epub", CLOCK, recording=recording)
        return Book(epub.build(publication, options), recording, publication)

    return make


@pytest.fixture(scope="session")
def book_of(
    read_aloud: Callable[[Publication], Book], publication_of: Callable[[str], Publication]
) -> Callable[[str], Book]:
    """A function from the name of a case or of an edition of the guide to its book."""
    return cache(lambda name: read_aloud(publication_of(name)))


@pytest.fixture
def written(read_aloud: Callable[[Publication], Book], tmp_path: Path) -> Callable[[str], Book]:
    """A function from a source to its book."""

    def make(source: str) -> Book:
        file = tmp_path / "source.md"
        file.write_text(source, encoding="utf-8")
        publication = read(file).publication
        assert publication is not None
        return read_aloud(publication)

    return make


def heard(overlay: Any) -> list[tuple[str, str, int, int]]:
    """Element, sound, from and to in milliseconds, in the order of an overlay."""
    return [
        (
            par.find("{*}text").get("src"),
            par.find("{*}audio").get("src"),
            milliseconds(par.find("{*}audio").get("clipBegin")),
            milliseconds(par.find("{*}audio").get("clipEnd")),
        )
        for par in overlay.iter("{*}par")
    ]


def milliseconds(clock: str) -> int:
    hours, minutes, seconds = clock.split(":")
    return round(((int(hours) * 60 + int(minutes)) * 60 + float(seconds)) * 1000)


def text_of(document: bytes) -> str:
    return "".join(etree.fromstring(document, etree.XMLParser(huge_tree=True)).itertext())


def kinds(par: Any) -> list[str]:
    """The types of what is around something heard, and its own, outermost first."""
    around = (par, *par.iterancestors())
    return [kind for each in reversed(around) if (kind := each.get(TYPE))]


def par_of(book: Book, words: str) -> Any:
    """Where these words are heard."""
    for file, overlay in book.overlays().items():
        document = book.tree(file)
        shown = {each.get("id"): each for each in document.iter("{*}*")}
        for par in overlay.iter("{*}par"):
            element = shown[par.find("{*}text").get("src").partition("#")[2]]
            if words in "".join(element.itertext()) and "said." in element.get("id"):
                return par
    raise AssertionError(words)


@pytest.mark.parametrize("name", [*CASES, "standard", "easy-read"])
def test_the_words_are_those_of_the_plain_book(
    name: str, book_of: Callable[[str], Book], finished: Callable[[str], dict[str, str]]
) -> None:
    files, plain = book_of(name).files, finished(name)
    assert files["nav.xhtml"].decode() == plain["nav.xhtml"]
    chapters = [each for each in plain if each.startswith("chapter-")]
    for chapter in chapters:
        assert text_of(files[chapter]) == text_of(plain[chapter].encode()), chapter
    front = [
        text_of(each).partition("Accessibility")[0]
        for each in (files["title.xhtml"], plain["title.xhtml"].encode())
    ]
    assert front[0] == front[1]


@pytest.mark.parametrize("name", [*CASES, "easy-read"])
def test_a_chapter_without_its_marks_is_that_of_the_plain_book(
    name: str, book_of: Callable[[str], Book], finished: Callable[[str], dict[str, str]]
) -> None:
    def bare(text: str) -> str:
        tree = etree.fromstring(text.encode())
        for each in list(tree.iter("{*}span")):
            if each.get("id", "").startswith("said."):
                each.tag = "unmarked"
        etree.strip_tags(tree, "unmarked")
        for each in tree.iter("{*}*"):
            if each.get("id", "").startswith("part."):
                del each.attrib["id"]
            each.attrib.pop("open", None)
        return etree.tostring(tree, encoding="unicode")

    files, plain = book_of(name).files, finished(name)
    for chapter in (each for each in plain if each.startswith("chapter-")):
        unmarked = bare(files[chapter].decode())
        assert unmarked == bare(plain[chapter]), chapter
        assert "said." not in plain[chapter]


@pytest.mark.parametrize("name", [*CASES, "standard", "easy-read"])
def test_every_clip_is_heard_once_in_order_without_gap_or_overlap(
    name: str, book_of: Callable[[str], Book]
) -> None:
    book = book_of(name)
    package, files = book.tree("content.opf"), book.files
    durations = {
        meta.get("refines"): milliseconds(meta.text)
        for meta in package.iter("{*}meta")
        if meta.get("property") == "media:duration"
    }
    told = []
    for file, overlay in book.overlays().items():
        pars = heard(overlay)
        told += [(begins, ends) for _, _, begins, ends in pars]
        sounds = {sound for _, sound, _, _ in pars}
        assert len(sounds) == 1, file
        sound = files[sounds.pop().removeprefix("../")]
        starts = [begins for _, _, begins, _ in pars]
        ends = [end for _, _, _, end in pars]
        assert starts == [0, *ends[:-1]], file
        assert all(begins < end for begins, end in zip(starts, ends, strict=True)), file
        length = durations[f"#overlay-{file.removesuffix('.xhtml')}"]
        assert length == ends[-1]
        assert abs(decoded(sound) - length) <= 50
    assert told == [(clip.begins, clip.ends) for clip in book.recording.clips]
    whole = durations.pop(None)
    assert whole == sum(durations.values()) == book.recording.length
    assert book.artifact.duration == whole / 1000


def decoded(sound: bytes) -> float:
    """How long sound is, in milliseconds, by what a decoder makes of it."""
    with av.open(io.BytesIO(sound)) as file:
        samples = sum(frame.samples for frame in file.decode(audio=0))
        return 1000 * samples / file.streams.audio[0].rate


@pytest.mark.parametrize("name", [*CASES, "standard", "easy-read"])
def test_every_sentence_is_shown_once_and_every_target_is_there(
    name: str, book_of: Callable[[str], Book]
) -> None:
    book = book_of(name)
    overlays = list(book.overlays().values())
    for file, overlay in book.overlays().items():
        ids = [each.get("id") for each in book.tree(file).iter("{*}*") if each.get("id")]
        assert len(ids) == len(set(ids))
        pointed = [each.get("src") for each in overlay.iter("{*}text")]
        ref = "{http://www.idpf.org/2007/ops}textref"
        pointed += [each.get(ref) for each in overlay.iter("{*}seq")]
        assert {each.partition("#")[0] for each in pointed} == {f"../{file}"}
        assert {each.partition("#")[2] for each in pointed} <= set(ids)
        said = {each for each in ids if each.startswith("said.")}
        shown = {src.partition("#")[2] for src, *_ in heard(overlay)}
        assert said <= shown
    spans = sum(text.count(b'<span id="said.') for text in book.files.values())
    lost = sum(each.get(TYPE) == "footnote" for file in overlays for each in file.iter("{*}par"))
    assert spans + lost == sum(bool(each.inlines) for each in book.recording.narration.utterances)


def test_notes_and_tables_can_be_left(written: Callable[[str], Book]) -> None:
    book = written(
        "# One\n\nBefore.[^n] After.\n\n[^n]: The note itself.\n\nMore words.\n\n"
        ":::{table} The caption\n\n| Place | People |\n|---|---|\n| Hove | Twelve |\n:::\n\nLast.\n"
    )
    assert kinds(par_of(book, "Before")) == ["bodymatter", "chapter"]
    assert kinds(par_of(book, "The note")) == ["bodymatter", "chapter", "footnote"]
    assert kinds(par_of(book, "The caption")) == ["bodymatter", "chapter"]
    assert kinds(par_of(book, "Twelve")) == ["bodymatter", "chapter", "table", "table-row"]
    assert kinds(par_of(book, "Last")) == ["bodymatter", "chapter"]
    end = list(book.overlays()["chapter-01.xhtml"].iter("{*}par"))[-1]
    assert kinds(end) == ["bodymatter", "chapter"]


def test_a_picture_is_shown_while_its_words_are_heard(book_of: Callable[[str], Book]) -> None:
    book = book_of("figures")
    overlay, document = book.overlays()["chapter-01.xhtml"], book.tree("chapter-01.xhtml")
    shown = {each.get("id"): each for each in document.iter("{*}*")}
    targets = [shown[src.partition("#")[2]] for src, *_ in heard(overlay)]
    names = [etree.QName(each).localname for each in targets]
    said = [each for each in book.recording.narration.utterances if each.chapter == 1]
    pictures = [names[place] for place, each in enumerate(said) if each.role == "alternative"]
    assert pictures == ["img"] * len(pictures) != []
    described = next(place for place, name in enumerate(names) if name == "details")
    assert targets[described].get("open") == ""


def test_the_picture_of_an_easy_sentence_stands_beside_it(book_of: Callable[[str], Book]) -> None:
    book = book_of("easy-read")
    rows = 0
    for file, overlay in book.overlays().items():
        shown = {each.get("id"): each for each in book.tree(file).iter("{*}*")}
        for src, *_ in heard(overlay):
            around = shown[src.partition("#")[2]].iterancestors("{*}div")
            row = next((each for each in around if each.get("class") == "picture-row"), None)
            rows += row is not None
            assert row is None or row.find("{*}img") is not None
    assert rows > 100


def test_the_title_page_follows_its_lines(book_of: Callable[[str], Book]) -> None:
    book = book_of("standard")
    document = book.tree("title.xhtml")
    shown = {each.get("id"): "".join(each.itertext()) for each in document.iter("{*}*")}
    targets = [shown[src.partition("#")[2]] for src, *_ in heard(book.overlays()["title.xhtml"])]
    publication = book.publication
    assert targets[0] == publication.title
    assert targets[1].startswith("Written by Nadia Brookes")
    assert targets[-1].startswith("Licence")
    assert f"Published by {publication.publisher}" in targets


def test_the_package_says_that_it_can_be_heard(book_of: Callable[[str], Book]) -> None:
    book = book_of("standard")
    package = book.tree("content.opf")
    metas = [(each.get("property"), each.text) for each in package.iter("{*}meta")]
    assert ("schema:accessMode", "auditory") in metas
    assert ("schema:accessibilityFeature", "synchronizedAudioText") in metas
    assert ("media:narrator", "beeps (computer voice)") in metas
    (active,) = [value for name, value in metas if name == "media:active-class"]
    assert f".{active} {{" in book.files["styles/book.css"].decode()
    assert "There is no sound" not in text_of(book.files["title.xhtml"])
    assert book.artifact.format == "read-aloud"
    identifiers = {package.findtext(".//{*}identifier"), book.publication.identifier}
    assert len(identifiers) == 2


def test_a_plain_book_knows_nothing_of_sound(
    finished: Callable[[str], dict[str, str]],
) -> None:
    files = finished("standard")
    for word in ("media:", "media-overlay", "auditory", "said.", "part."):
        assert word not in files["content.opf"] + files["chapter-01.xhtml"], word
    assert "heard" not in files["styles/book.css"]


def test_a_book_that_is_read_aloud_passes_every_check(book_of: Callable[[str], Book]) -> None:
    for name in ("standard", "easy-read", "notes", "figures"):
        assert checks.check(book_of(name).artifact.path) == (), name


def test_the_same_twice(
    read_aloud: Callable[[Publication], Book], publication_of: Callable[[str], Publication]
) -> None:
    books = [read_aloud(publication_of("text")).artifact.digest for _ in range(2)]
    assert books[0] == books[1]


def test_what_stands_twice_is_written_twice_and_heard_twice(
    read_aloud: Callable[[Publication], Book], contents: Callable[..., dict[str, str]]
) -> None:
    once = Paragraph((Text("One thing. Another thing."),))
    row = TableRow((TableCell((once,)), TableCell((once,))))
    listed = BulletList((ListItem((once,)), ListItem((once,))))
    blocks = (once, once, Table((row, row), header_rows=0), listed)
    one = Section(level=1, title=(Text("Here"),), label="one", blocks=blocks)
    book = read_aloud(Publication("Twice", "en", (one, replace(one, label="two"))))
    plain = contents(book.publication)
    for name in ("chapter-01.xhtml", "chapter-02.xhtml"):
        assert text_of(book.files[name]) == text_of(plain[name].encode())
        assert book.files[name].count(b'id="said.') == 1 + 2 * 8
    test_every_sentence_is_shown_once_and_every_target_is_there("", lambda _: book)


HOSTILE = {
    "an empty section": "# Empty\n\n# Full\n\nWords.\n",
    "nothing but empty sections": "# One\n\n## Two\n\n### Three\n",
    "a table only": "# T\n\n|  |  |\n|---|---|\n|  |  |\n",
    "cells that say nothing": "# T\n\n| A | B |\n|---|---|\n| — | — |\n| … | x |\n",
    "marks across sentences": "# M\n\n**One. *Two. [Three](https://example.org/). Four*.** Five.\n",
    "markup as words": (
        '# <b>&amp;</b> "quoted" ]]>\n\n</span></p> <script>alert(1)</script>. <!-- x --> & < >.\n'
    ),
    "other scripts": "# 中文\n\n这是一句。再一句。[עץ. עוד.]{lang=he} 👍👍\n",
    "only emoji": "# 👍\n\n👍\n\n- …\n- —\n",
    "a note in a heading and in a later chapter": (
        "# One[^a]\n\nWords.\n\n# Two\n\nMore.[^a]\n\n[^a]: The note. It has two.\n"
    ),
    "a note in a table and in a term": (
        "# One\n\n| A |\n|---|\n| b[^a] |\n\n:::{glossary}\nTerm[^b]\n: Meaning.[^a] More.\n:::\n\n"
        "[^a]: First.\n\n[^b]: Second.\n"
    ),
    "a quotation inside a sentence": "# Q\n\nShe said\n\n> This. And this.\n\nand went.\n",
    "code": "# C\n\n```\nx < 1 && y\n```\n\nWith `a < b`. And on.\n",
    "a long sentence": "# L\n\n" + "word, " * 3000 + "end.\n",
    "deep lists": "# D\n\n" + "".join("  " * depth + "- deep\n" for depth in range(90)),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_bad_input_comes_out_whole(
    case: str, written: Callable[[str], Book], contents: Callable[..., dict[str, str]]
) -> None:
    book = written(HOSTILE[case])
    plain = contents(book.publication)
    for name in (each for each in plain if each.startswith("chapter-")):
        assert text_of(book.files[name]) == text_of(plain[name].encode())
    told = [clip[2:] for each in book.overlays().values() for clip in heard(each)]
    assert told == [(clip.begins, clip.ends) for clip in book.recording.clips]
    test_every_sentence_is_shown_once_and_every_target_is_there(case, lambda _: book)


# --- The field's own validators --------------------------------------------------------


@pytest.fixture(scope="module")
def to_validate(
    book_of: Callable[[str], Book],
    beeps: Callable[[Publication, Path], Recording],
    everything: Publication,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Path]:
    """Every case as one book with pages and a claim; both editions of the guide; right to left."""
    folder = tmp_path_factory.mktemp("validated")
    pages = PageMap({}, (1, 1, 2, 4), 4, "Words, Word edition")
    sound = beeps(everything, folder)
    options = Options(folder / "book.epub", CLOCK, pages=pages, recording=sound)
    claimed = epub.certify(epub.build(everything, options), "Us & Co", CLOCK)
    names = ("standard", "easy-read", "right-to-left")
    return {"everything": claimed.path} | {name: book_of(name).artifact.path for name in names}


@pytest.mark.validator
@pytest.mark.parametrize("name", ["everything", "standard", "easy-read", "right-to-left"])
def test_epubcheck(
    to_validate: dict[str, Path], require_tool: Callable[[str], str], name: str
) -> None:
    require_tool("java")
    assert [str(finding) for finding in epubcheck.validate(to_validate[name])] == []


@pytest.mark.validator
@pytest.mark.parametrize("case", ["markup as words", "other scripts", "nothing but empty sections"])
def test_epubcheck_of_bad_input(
    case: str, written: Callable[[str], Book], require_tool: Callable[[str], str]
) -> None:
    require_tool("java")
    book = written(HOSTILE[case])
    assert [str(finding) for finding in epubcheck.validate(book.artifact.path)] == []


@pytest.mark.validator
@pytest.mark.parametrize("name", ["everything", "standard", "easy-read"])
def test_ace(to_validate: dict[str, Path], require_tool: Callable[[str], str], name: str) -> None:
    tools.find_tool("ace", "ace-cli") or require_tool("ace")
    require_tool("chromium")
    assert [str(finding) for finding in ace.validate(to_validate[name])] == []
