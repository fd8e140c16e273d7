"""The bodies that EPUB, web and PDF share: what the cases of one format do not show."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from plainpress.builders.xhtml import BodyWriter, Flavour, direction, escape, survey
from plainpress.document.model import (
    Bibliography,
    BibliographyEntry,
    Block,
    BulletList,
    Citation,
    CitedWork,
    CrossReference,
    Emphasis,
    Figure,
    Footnote,
    Image,
    ImageFile,
    Inline,
    ListItem,
    Note,
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
)

PICTURE = ImageFile("p/a b.svg", "image/svg+xml", 100.4, 50, Path("/p/a b.svg"))


def words(text: str) -> tuple[Inline, ...]:
    return (Text(text),)


def paragraph(*inlines: Inline) -> Paragraph:
    return Paragraph(inlines)


def written(
    *blocks: Block, flavour: Flavour = Flavour.WEB, notes: tuple[Footnote, ...] = ()
) -> str:
    section = Section(level=1, title=words("Title"), label="title", blocks=blocks)
    publication = Publication("T", "en", (section,), notes)
    writer = BodyWriter(survey(publication, ["a.html"]).links, "a.html", flavour)
    text = writer.section(section) + writer.footnotes(notes)
    body = f'<body xmlns:epub="http://www.idpf.org/2007/ops">{text}</body>'
    etree.fromstring(body, etree.XMLParser(huge_tree=True))  # for the deep ones
    return text


def test_epub_types_only_for_epub() -> None:
    note = Note("tip", (), (paragraph(Text("x")),))
    assert "epub:type" not in written(note)
    assert 'role="doc-tip"' in written(note)
    assert 'epub:type="tip"' in written(note, flavour=Flavour.EPUB)


def test_a_wide_drawing_can_be_moved_where_it_would_be_too_small() -> None:
    """Its frame can be reached with the keyboard, and has a name (WCAG 2.2, 2.1.1)."""
    wide = replace(PICTURE, width=640.0, height=500.0)
    text = written(Figure(wide, "A ring", (Text("Ring"),), label="ring", number=1))
    assert 'class="drawing" role="group" aria-labelledby="' in text
    assert 'tabindex="0"><img ' in text
    assert 'class="drawing" role="group" aria-label="' in written(Figure(wide, "A ring"))
    assert "drawing" not in written(Figure(PICTURE, "A dot"))
    photograph = replace(wide, media_type="image/png")
    assert "drawing" not in written(Figure(photograph, "A dot"))


@pytest.mark.parametrize(
    ("columns", "length", "long"), [(4, 100, True), (4, 80, False), (3, 100, False)]
)
def test_a_table_of_many_long_cells_is_cards_for_longer(
    columns: int, length: int, long: bool
) -> None:
    row = TableRow(tuple(TableCell((paragraph(Text("x" * length)),)) for _ in range(columns)))
    text = written(Table((row, row), header_rows=1))
    assert ('class="table long"' in text) is long


def test_a_link_to_nowhere_keeps_its_words() -> None:
    text = written(
        paragraph(
            CrossReference("gone", "words", words("see there")),
            Term("gone", words("a term")),
            CitedWork("gone", words("Nobody, 1900")),
            NoteReference("gone", 7),
        )
    )
    assert "<a " not in text
    assert "see therea termNobody, 1900<sup>7</sup>" in text


def test_a_citation_leads_to_its_work() -> None:
    text = written(
        paragraph(
            Citation(
                narrative=False, children=(Text("("), CitedWork("a:1", words("A, 2001")), Text(")"))
            )
        ),
        Bibliography((BibliographyEntry("a:1", words("A (2001) Book.")),)),
        flavour=Flavour.EPUB,
    )
    link = '(<a href="#work-a-1" role="doc-biblioref" epub:type="biblioref">A, 2001</a>)'
    assert link in text
    assert '<li id="work-a-1">A (2001) Book.</li>' in text
    assert 'role="doc-bibliography"' in text


def test_a_note_that_nobody_mentions_is_kept() -> None:
    text = written(notes=(Footnote("n", 1, (paragraph(Text("Kept.")),)),))
    assert "<p>Kept.</p>" in text
    assert "backlink" not in text


def test_a_note_in_a_note() -> None:
    inner = Footnote("b", 2, (paragraph(Text("Inner.")),))
    outer = Footnote("a", 1, (paragraph(Text("Outer."), NoteReference("b", 2)),))
    text = written(paragraph(NoteReference("a", 1)), notes=(outer, inner))
    assert text.count('href="#note.2"') == 1
    assert 'href="#note.2.mark.1"' in text


def test_a_figure_without_words_has_no_role_to_hide_it() -> None:
    assert 'alt="" width="100"' in written(Figure(PICTURE, ""))
    decorations = (
        Figure(PICTURE, "", decorative=True),
        PictureRow(PICTURE, (paragraph(Text("x")),)),
        paragraph(Image(PICTURE, "", decorative=True)),
    )
    for block in decorations:
        assert 'alt="" role="presentation"' in written(block, flavour=Flavour.EPUB)
        assert 'alt="" width="100"' in written(block)  # HTML allows no role there


def test_picture_names_are_plain() -> None:
    assert 'src="images/a-b.svg"' in written(Figure(PICTURE, "x"))


def test_two_labels_never_make_one_id() -> None:
    sections = tuple(
        Section(level=1, title=words(label), label=label) for label in ("a b", "a-b", "a/b", "1")
    )
    links = survey(Publication("T", "en", sections), ["1", "2", "3", "4"]).links
    ids = [place.id for place in links.labels.values()]
    assert ids == ["a-b", "a-b-2", "a-b-3", "_1"]


def test_headings_stop_at_the_sixth_level() -> None:
    section = Section(level=9, title=words("Deep"), label="deep")
    links = survey(Publication("T", "en", (section,)), ["a"]).links
    assert "<h6" in BodyWriter(links, "a", Flavour.WEB).section(section)


def test_a_table_without_headers_does_not_become_cards() -> None:
    row = TableRow(tuple(TableCell((paragraph(Text(word)),)) for word in "abc"))
    text = written(Table((row, row), header_rows=0))
    assert "<th" not in text
    assert "data-label" not in text
    assert written(Table((row, row))).count("data-label") == 3


@pytest.mark.parametrize("depth", [200])
def test_deep_nesting(depth: int) -> None:
    block: Block = paragraph(Text("deep"))
    inline: Inline = Text("deep")
    for _ in range(depth):
        block = BulletList((ListItem((block,)),))
        inline = Emphasis((inline,))
    text = written(block, paragraph(inline))
    assert text.count("<ul>") == depth
    assert text.count("<em>") == depth


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en-GB", "ltr"),
        ("ar", "rtl"),
        ("he-IL", "rtl"),
        ("az-Arab", "rtl"),
        ("ur-Latn", "ltr"),
        ("UR", "rtl"),
    ],
)
def test_direction(language: str, expected: str) -> None:
    assert direction(language) == expected


def test_escape() -> None:
    assert escape("a < b & c > d \"e\" 'f'") == "a &lt; b &amp; c &gt; d \"e\" 'f'"
