"""What Word cannot hold, what this machine lacks, and what no Markdown of ours makes yet."""

from __future__ import annotations

import datetime as dt
import zipfile
from typing import TYPE_CHECKING, Any

import docx
import pytest

from plainpress.builders.word import layout
from plainpress.document.errors import UsageError
from plainpress.document.model import (
    Block,
    BulletList,
    Contributor,
    CrossReference,
    Footnote,
    ImageFile,
    Language,
    Licence,
    ListItem,
    NoteReference,
    Paragraph,
    PictureRow,
    Publication,
    Section,
    Table,
    TableCell,
    TableRow,
    Term,
    Text,
    ThematicBreak,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from plainpress.builders.artifact import Artifact

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMES = {"w": W[1:-1], "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative"}


def words(text: str) -> Paragraph:
    return Paragraph(children=(Text(text=text),))


def publication(*blocks: Block, **more: Any) -> Publication:
    chapter = Section(level=1, title=(Text(text="One"),), label="one", blocks=blocks)
    return Publication(**{"title": "Book", "language": "en-GB", "sections": (chapter,)} | more)


def nested(depth: int) -> BulletList:
    inner: tuple[Block, ...] = (words("deep"),)
    for _ in range(depth):
        inner = (words("item"), BulletList(items=(ListItem(children=inner),)))
    found = inner[1]
    assert isinstance(found, BulletList)
    return found


def text_of(tree: Any) -> str:
    return "".join(tree.itertext(f"{W}t"))


@pytest.fixture
def svg(tmp_path: Path) -> ImageFile:
    path = tmp_path / "dot.svg"
    path.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30"><circle r="9"/></svg>'
    )
    return ImageFile("dot.svg", "image/svg+xml", 60, 30, path)


def test_lists_beyond_nine_levels_are_a_loss(build: Callable[..., Artifact]) -> None:
    assert build(publication(nested(9))).losses == ()
    losses = build(publication(nested(10))).losses
    assert len(losses) == 1
    assert "9 levels" in losses[0].what


def test_deep_nesting(build: Callable[..., Artifact]) -> None:
    # The reader lets things stand in one another some 50 deep.
    assert build(publication(nested(50))).size > 0


def test_footnotes_that_word_cannot_hold(parts: Callable[..., dict[str, Any]]) -> None:
    inner = Paragraph(children=(Text(text="See"), NoteReference(label="b", number=2)))
    book = publication(
        Paragraph(children=(NoteReference(label="a", number=1),)),
        footnotes=(
            Footnote(label="a", number=1, children=(inner,)),
            Footnote(label="b", number=2, children=(words("Second"),)),
        ),
    )
    notes = parts(book)["word/footnotes.xml"]
    assert text_of(notes).split() == ["See2"]


def test_footnotes_that_are_lost_are_told(build: Callable[..., Artifact]) -> None:
    note = Footnote(label="a", number=1, children=(words("Lost"),))
    losses = build(publication(words("Text"), footnotes=(note,))).losses
    assert [loss.what for loss in losses] == ["nothing in the text refers to the footnote a"]


def test_references_to_nowhere_keep_their_words(parts: Callable[..., dict[str, Any]]) -> None:
    book = publication(
        Paragraph(
            children=(
                CrossReference(label="gone", style="title", children=(Text(text="Title"),)),
                Term(label="gone", children=(Text(text="Term"),)),
                NoteReference(label="gone", number=7),
            )
        )
    )
    assert text_of(parts(book)["word/document.xml"]).endswith("TitleTerm7")


def test_forbidden_characters_are_left_out(parts: Callable[..., dict[str, Any]]) -> None:
    body = parts(publication(words("a\x00\x01\x05b\ufffe\x06c")))["word/document.xml"]
    assert text_of(body).endswith("abc")


def test_each_picture_row_is_a_table_for_layout(
    parts: Callable[..., dict[str, Any]], svg: ImageFile
) -> None:
    row = PictureRow(image=svg, children=(words("We meet."), words("You can come.")))
    told = PictureRow(image=svg, children=(words("We talk."),), alt="Two people")
    files = parts(publication(row, told, edition="easy-read", draft=True))
    body = files["word/document.xml"]
    tables = list(body.iter(f"{W}tbl"))
    assert len(tables) == 2
    for table in tables:
        assert len(table.findall("w:tr/w:trPr/w:cantSplit", NAMES)) == 1
        assert table.find("w:tr/w:trPr/w:tblHeader", NAMES) is None
    assert len(list(body.iter(f"{{{NAMES['adec']}}}decorative"))) == 1
    assert "Easy read draft" in text_of(body)
    sizes = files["word/styles.xml"].find("w:docDefaults//w:sz", NAMES)
    assert sizes.get(f"{W}val") == "32"


def test_a_break_is_no_blank_paragraph(parts: Callable[..., dict[str, Any]]) -> None:
    book = publication(words("Before"), ThematicBreak(), words("After"))
    body = parts(book)["word/document.xml"]
    assert [text_of(paragraph) for paragraph in body.iter(f"{W}p")][-2:] == ["Before", "After"]


def test_tables_that_touch_stay_apart(parts: Callable[..., dict[str, Any]]) -> None:
    table = Table(rows=(TableRow(cells=(TableCell(children=(words("x"),)),)),))
    body = parts(publication(table, table))["word/document.xml"][0]
    tags = [child.tag.removeprefix(W) for child in body]
    assert tags[-5:] == ["tbl", "p", "tbl", "p", "sectPr"]


def test_a_wide_table_at_the_end_leaves_no_empty_page(parts: Callable[..., dict[str, Any]]) -> None:
    row = TableRow(cells=tuple(TableCell(children=(words("long " * 30),)) for _ in range(4)))
    body = parts(publication(words("Upright"), Table(rows=(row,))))["word/document.xml"]
    sections = [
        section.find("w:pgSz", NAMES).get(f"{W}orient") for section in body.iter(f"{W}sectPr")
    ]
    assert sections == [None, "landscape"]


def test_a_few_words_go_with_a_wide_table(parts: Callable[..., dict[str, Any]]) -> None:
    """A chapter that begins with them would else leave a page nearly empty."""
    row = TableRow(cells=tuple(TableCell(children=(words("long " * 30),)) for _ in range(4)))
    start = Section(level=1, title=(Text(text="Zero"),), label="zero", blocks=(words("Upright"),))
    few = Section(
        level=1, title=(Text(text="One"),), label="one", blocks=(words("Few"), Table((row,)))
    )
    body = parts(Publication("B", "en-GB", (start, few)))["word/document.xml"]
    ends = [
        "".join(paragraph.itertext())
        for paragraph in body.iter(f"{W}p")
        if paragraph.find("w:pPr/w:sectPr", NAMES) is not None
    ]
    assert ends == ["Upright"]
    [narrow] = [p for p in body.iter(f"{W}p") if "".join(p.itertext()) == "Few"]
    assert int(narrow.find("w:pPr/w:ind", NAMES).get(f"{W}right")) > 0


def test_wide_tables_in_a_row_share_a_section(parts: Callable[..., dict[str, Any]]) -> None:
    row = TableRow(cells=tuple(TableCell(children=(words("long " * 30),)) for _ in range(4)))
    wide = Table(rows=(row,))
    body = parts(publication(words("Upright"), wide, wide, words("After")))["word/document.xml"]
    sections = [
        section.find("w:pgSz", NAMES).get(f"{W}orient") for section in body.iter(f"{W}sectPr")
    ]
    assert sections == [None, "landscape", None]


def test_a_paragraph_in_arabic_runs_from_the_right(parts: Callable[..., dict[str, Any]]) -> None:
    arabic = Paragraph(children=(Language(language="ar", children=(Text(text="سلام"),)),))
    body = parts(publication(arabic))["word/document.xml"]
    assert body.findall(".//w:pPr/w:bidi", NAMES)
    assert body.find(".//w:r/w:rPr/w:lang", NAMES).get(f"{W}bidi") == "ar"


def test_properties(build: Callable[..., Artifact]) -> None:
    people = (Contributor("Ann Lee"), Contributor("Ben Roy"), Contributor("Cy Fox", "edt"))
    book = publication(
        words("Text"),
        subtitle="For all",
        publisher="A Press",
        contributors=people,
        description="What it is.",
        subjects=("One", "Two"),
        date=dt.date(2021, 4, 1),
        licence=Licence("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    )
    core = docx.Document(str(build(book).path)).core_properties
    assert (core.title, core.subject, core.author) == ("Book", "For all", "Ann Lee; Ben Roy")
    assert (core.keywords, core.comments, core.language) == ("One; Two", "What it is.", "en-GB")
    assert (core.created.date(), core.modified.date()) == (dt.date(2021, 4, 1), dt.date(2025, 6, 1))


def test_cover(parts: Callable[..., dict[str, Any]]) -> None:
    people = (Contributor("Ann Lee"), Contributor("Ben Roy"), Contributor("Cy Fox", "edt"))
    book = publication(
        publisher="A Press", contributors=people, modified=dt.date(2025, 6, 1), draft=True
    )
    lines = [text_of(line) for line in parts(book)["word/document.xml"].iter(f"{W}p")]
    assert lines[:6] == [
        "Book",
        "Draft",
        "By Ann Lee and Ben Roy",
        "Edited by Cy Fox",
        "Published by A Press",
        "1 June 2025",
    ]


def test_nothing_asks_at_opening(parts: Callable[..., dict[str, Any]]) -> None:
    files = parts(publication(words("Text")))
    assert files["word/settings.xml"].find("w:updateFields", NAMES) is None
    assert not files["word/document.xml"].findall(".//*[@w:dirty]", NAMES)


def test_without_libreoffice_no_number_is_shown(
    build: Callable[..., Artifact], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout, "available", lambda: "")
    see = CrossReference(label="one", style="title", children=(Text(text="One"),))
    artifact = build(publication(Paragraph(children=(see,))), layout=True)
    assert artifact.pages is None
    assert ["LibreOffice is not installed" in loss.what for loss in artifact.losses] == [True]
    with zipfile.ZipFile(artifact.path) as package:
        body = package.read("word/document.xml").decode()
    assert "PAGEREF one \\p \\h" in body
    assert ">above<" in body


@pytest.mark.parametrize(
    ("script", "reason"),
    [("sleep 60", "longer than"), ("exit 0", "could not lay"), ("exit 77", "could not lay")],
)
def test_a_libreoffice_that_fails_is_a_loss(
    script: str,
    reason: str,
    build: Callable[..., Artifact],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(layout, "available", lambda: str(program))
    monkeypatch.setattr(layout, "_TIMEOUT", 0.5)
    artifact = build(publication(words("Text")), layout=True)
    assert [reason in loss.what for loss in artifact.losses] == [True]


def test_other_letters_give_no_page_numbers(
    build: Callable[..., Artifact], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a font as wide as Arial, every page would end elsewhere than it does in Word."""
    monkeypatch.setattr(layout, "available", lambda: "soffice")
    monkeypatch.setattr(
        layout, "_convert", lambda _program, folder, _file: (folder / "layout.pdf").touch()
    )
    monkeypatch.setattr(layout, "_read", lambda _pdf: ({"/one": 3}, 4, {"AAAAAA+DejaVuSans"}))
    artifact = build(publication(words("Text")), layout=True)
    assert artifact.pages is None
    assert ["fonts-liberation" in loss.what for loss in artifact.losses] == [True]


def test_a_template_that_is_none(build: Callable[..., Artifact], tmp_path: Path) -> None:
    path = tmp_path / "mine.docx"
    path.write_bytes(b"PK, but not a package")
    with pytest.raises(UsageError, match="not a Word file"):
        build(publication(words("Text")), template=path)
    with pytest.raises(UsageError, match="not a Word file"):
        build(publication(words("Text")), template=tmp_path / "missing.docx")
