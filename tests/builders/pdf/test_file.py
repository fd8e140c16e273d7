"""The file around the words: bytes, metadata, bookmarks, pages, links, letters."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pypdf
import pytest

from plainpress.builders import epub, pdf
from plainpress.builders.artifact import Options
from plainpress.builders.pdf import typesetter
from plainpress.builders.pdf.objects import Objects, UnknownShapeError
from plainpress.document.model import Paragraph, Section, Text
from plainpress.document.outline import outline, sections
from plainpress.document.walk import plain_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from plainpress.builders.artifact import Artifact
    from plainpress.document.model import Publication


CLOCK = dt.datetime(2025, 6, 1, 12, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("name", "size"), [("standard", ""), ("standard", "large"), ("easy-read", "")]
)
def test_the_same_source_gives_the_same_bytes(
    name: str,
    size: str,
    built: Callable[..., Artifact],
    publication_of: Callable[[str], Publication],
    tmp_path: Path,
) -> None:
    again = pdf.build(publication_of(name), Options(tmp_path / "x.pdf", CLOCK, print=size))
    assert again.digest == built(name, size).digest


def test_an_edition_is_set_once(
    publication_of: Callable[[str], Publication], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typst takes most of the time: after an edit as well, the guide goes through it once."""
    runs = []

    def counted(*arguments: Any) -> Any:
        runs.append(arguments)
        return typesetter.typeset(*arguments)

    monkeypatch.setattr(sys.modules[pdf.build.__module__], "typeset", counted)
    publication = publication_of("standard")
    first, *others = publication.sections
    blocks = (Paragraph((Text("One more paragraph."),)), *first.blocks)
    edited = replace(publication, sections=(replace(first, blocks=blocks), *others))
    for each in (publication, edited):
        pdf.build(each, Options(tmp_path / "x.pdf", CLOCK))
    assert len(runs) == 2


def test_our_work_grows_in_step_with_the_text(build: Callable[..., Artifact]) -> None:
    """What each chapter adds to the calls in Python is the same, however many there are."""

    def calls(chapters: int) -> int:
        text = "---\nlanguage: en\n---\n"
        for number in range(chapters):
            rows = f"| a | b |\n|---|---|\n| {number} | two |\n"
            note = f"Words, and a note.[^{number}] See [](#c{number}).\n\n[^{number}]: It is short."
            text += f"\n(c{number})=\n# Chapter\n\n{note}\n\n- one\n- two\n\n{rows}"
        counted = Counter[str]()
        sys.setprofile(lambda _frame, event, _argument: counted.update((event,)))
        try:
            build(text)
        finally:
            sys.setprofile(None)
        return counted["call"]

    calls(1)  # what is imported and read once
    few, more, most = calls(20), calls(40), calls(80)
    assert most - more <= 2.02 * (more - few)


def _reader(artifact: Artifact) -> pypdf.PdfReader:
    return pypdf.PdfReader(artifact.path)


def test_what_the_file_says_of_itself(built: Callable[..., Artifact]) -> None:
    reader = _reader(built("standard"))
    metadata: Any = reader.metadata
    assert metadata.title.startswith("A Guide to Co-production")
    assert metadata.author == "Nadia Brookes, Vanessa Abrahamson, Lisa Richardson"
    assert metadata["/Keywords"].startswith("Co-production, Health research")
    assert metadata["/ModDate"] == "D:20250601123000Z"
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def test_the_bookmarks_are_the_chapters(
    built: Callable[..., Artifact], publication_of: Callable[[str], Publication]
) -> None:
    outline: list[Any] = _reader(built("standard")).outline
    titles = [entry.title for entry in outline if not isinstance(entry, list)]
    chapters = [plain_text(section.title) for section in publication_of("standard").sections]
    assert titles == chapters


def test_every_label_stands_on_the_page_that_the_map_says(
    built: Callable[..., Artifact], publication_of: Callable[[str], Publication]
) -> None:
    artifact = built("standard")
    assert artifact.pages is not None
    texts = ["".join(page.extract_text().split()) for page in _reader(artifact).pages]
    assert artifact.pages.pages == len(texts)
    for section in sections(publication_of("standard")):
        title = "".join(plain_text(section.title).split())
        assert title in texts[artifact.pages.labels[section.label] - 1]


def test_every_block_stands_on_the_page_that_the_map_says(
    built: Callable[..., Artifact], publication_of: Callable[[str], Publication]
) -> None:
    artifact = built("standard")
    assert artifact.pages is not None
    texts = ["".join(page.extract_text().split()) for page in _reader(artifact).pages]
    blocks = [
        block
        for section in sections(publication_of("standard"))
        for block in (section, *section.blocks)
    ]
    assert len(artifact.pages.blocks) == len(blocks)
    assert list(artifact.pages.blocks) == sorted(artifact.pages.blocks)
    for block, page in zip(blocks, artifact.pages.blocks, strict=True):
        if isinstance(block, Paragraph) and isinstance(block.children[0], Text):
            start = "".join(block.children[0].text.split())[:12]
            assert start in texts[page - 1], start


def test_a_cross_reference_says_the_page_of_its_target(
    built: Callable[..., Artifact], publication_of: Callable[[str], Publication]
) -> None:
    artifact = built("standard")
    assert artifact.pages is not None
    text = " ".join("".join(page.extract_text() for page in _reader(artifact).pages).split())
    found = re.findall(r"(Figure \d+) \(page\s?(\d+)\)", text)
    figures = {
        f"Figure {number}": artifact.pages.labels[label]
        for label, target in outline(publication_of("standard")).labels.items()
        if (number := getattr(target.node, "number", 0)) and label.startswith("fig-")
    }
    # The text also speaks of figures in other works, further on.
    assert {name: int(page) for name, page in found[: len(figures)]} == figures


def test_the_pages_feed_the_page_list_of_an_epub(
    built: Callable[..., Artifact],
    publication_of: Callable[[str], Publication],
    tmp_path: Path,
) -> None:
    import zipfile

    pages = built("standard").pages
    book = epub.build(
        publication_of("standard"), Options(tmp_path / "book.epub", CLOCK, pages=pages)
    )
    with zipfile.ZipFile(book.path) as package:
        opf_name = next(name for name in package.namelist() if name.endswith(".opf"))
        opf = package.read(opf_name).decode()
        navigation = package.read("EPUB/nav.xhtml").decode()
    assert "Commissioners, PDF edition" in opf
    assert 'epub:type="page-list"' in navigation


def test_a_wide_table_lies_on_its_side_in_standard_print_only(
    built: Callable[..., Artifact],
) -> None:
    def shapes(artifact: Artifact) -> set[bool]:
        boxes = [page.mediabox for page in _reader(artifact).pages]
        return {box.width > box.height for box in boxes}

    assert shapes(built("standard")) == {True, False}
    assert shapes(built("standard", "large")) == {False}
    assert shapes(built("standard", "giant")) == {False}


def test_no_page_is_left_empty_before_a_wide_table(build: Callable[..., Artifact]) -> None:
    """Neither where a chapter is nothing else, nor where a few words lead to the table."""
    long = "many long words " * 8
    table = f"| a | b | c | d |\n|---|---|---|---|\n| {long} | {long} | {long} | {long} |\n"
    few = f"# One\n\nUpright.\n\n# Two\n\nA few words.\n\n{table}\n"
    text = f"---\nlanguage: en\n---\n{few}# Three\n\n{table}\n# Four\n\nEnd.\n"
    pages = _reader(build(text)).pages
    shapes = [page.mediabox.width > page.mediabox.height for page in pages]
    assert shapes[-4:] == [False, True, True, False]
    assert "A few words" in pages[-3].extract_text()


@pytest.mark.parametrize(("size", "label"), [("large", "Large print"), ("giant", "Giant print")])
def test_the_cover_says_the_size_of_print(
    size: str, label: str, built: Callable[..., Artifact]
) -> None:
    assert label in _reader(built("standard", size)).pages[0].extract_text()


@pytest.mark.parametrize("name", ["text", "lists", "tables", "boxes", "notes", "references"])
@pytest.mark.parametrize(("size", "least"), [("large", 18), ("giant", 24)])
def test_no_letter_is_smaller_than_the_size_of_print(
    name: str, size: str, least: float, built: Callable[..., Artifact]
) -> None:
    found = set()
    for page in _reader(built(name, size)).pages:
        contents: Any = page.get_contents()
        found |= {float(each) for each in re.findall(rb"/f\d+ ([\d.]+) Tf", contents.get_data())}
    # Raised and lowered letters, such as the marks of footnotes, are smaller everywhere.
    raised = {round(least * 0.6, 2)}
    assert {each for each in found if each < least} <= raised


def test_an_easy_read_booklet_has_at_most_24_pages(built: Callable[..., Artifact]) -> None:
    pages = built("easy-read").pages
    assert pages is not None
    assert pages.pages <= 24


# --- Objects -------------------------------------------------------------------------


def test_objects_that_nobody_changed_are_written_as_they_were(
    built: Callable[..., Artifact],
) -> None:
    data = built("text").path.read_bytes()
    assert Objects(data).write() == data


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"startxref\n5\n%%EOF"])
def test_a_file_of_another_shape_is_refused(data: bytes) -> None:
    with pytest.raises(UnknownShapeError):
        Objects(data)


def test_a_table_that_is_not_there_is_refused(built: Callable[..., Artifact]) -> None:
    from plainpress.builders.pdf import tags

    with pytest.raises(UnknownShapeError, match="1 were drawn"):
        tags.completed(built("text").path.read_bytes(), [1])


def test_a_list_that_ends_an_item_stands_in_the_item(build: Callable[..., Artifact]) -> None:
    from plainpress.accessibility.files.pdf.document import opened

    artifact = build("---\ntitle: T\nlanguage: en\n---\n\n# A\n\n- one\n    - two\n- three\n")
    with opened(artifact.path) as document:
        assert document.tags is not None
        lists = [each for each in document.tags.elements() if each.kind == "L"]
        parents = {
            id(child): each.kind for each in document.tags.elements() for child in each.children
        }
    assert [parents[id(each)] for each in lists] == ["Document", "LBody"]


def test_section_without_a_label_has_a_page(build: Callable[..., Artifact]) -> None:
    from plainpress.document.model import Publication as Edition

    bare = Section(level=1, title=(Text("No label"),), label="")
    artifact = build(Edition(title="T", language="en", sections=(bare, bare)))
    assert artifact.pages is not None
    assert artifact.pages.blocks == (3, 4)
