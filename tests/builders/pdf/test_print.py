"""Large print: italics become bold, tables of many columns lists of records."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from plainpress.builders import print as large_print
from plainpress.builders.artifact import Options
from plainpress.builders.print import SIZES, prepared, records
from plainpress.document.model import (
    BulletList,
    DefinitionList,
    Emphasis,
    Paragraph,
    Publication,
    Section,
    Strong,
    Table,
    TableCell,
    TableRow,
    Text,
)
from plainpress.document.walk import nodes_of, plain_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CLOCK = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)
LARGE, GIANT = SIZES
WIDTH = 480.0


def row(*cells: str) -> TableRow:
    return TableRow(tuple(TableCell((Paragraph((Text(cell),)),)) for cell in cells))


def table(*rows: TableRow) -> Table:
    return Table(rows, caption=(Text("Who does what"),), label="who", number=3)


def edition(*blocks: Table | Paragraph) -> Publication:
    section = Section(level=1, title=(Text("A chapter"),), label="chapter", blocks=blocks)
    return Publication(title="T", language="en", sections=(section,))


WORK = table(row("Stage", "Team", "Partners"), row("Plan", "writes", "choose"), row("Do", "", "x"))


def words(node: object) -> list[str]:
    return [plain_text(each.children) for each in nodes_of(Paragraph, node)]  # type: ignore[type-var]


def test_a_record_has_a_name_and_a_line_for_each_other_column() -> None:
    holder, found = records(WORK)
    assert isinstance(holder, Table)
    assert (holder.rows, holder.label, holder.number) == ((), "who", 3)
    assert isinstance(found, DefinitionList)
    assert [plain_text(item.term) for item in found.items] == ["Stage: Plan", "Stage: Do"]
    assert words(found) == ["Team: writes", "Partners: choose", "Team: \N{EN DASH}", "Partners: x"]


def test_the_heading_of_each_line_is_bold() -> None:
    _, found = records(WORK)
    assert [plain_text(node.children) for node in nodes_of(Strong, found)] == [
        "Team:",
        "Partners:",
        "Team:",
        "Partners:",
    ]


def test_a_table_without_a_header_row_gives_its_values_alone() -> None:
    bare = Table((row("a", "b"),), header_rows=0)
    (found,) = records(bare)
    assert isinstance(found, DefinitionList)
    assert plain_text(found.items[0].term) == "a"
    assert words(found) == ["b"]


def test_two_header_rows_are_joined() -> None:
    both = Table((row("", "Cost"), row("Item", "in pounds"), row("Tea", "2")), header_rows=2)
    (found,) = records(both)
    assert words(found) == ["Cost, in pounds: 2"]


def test_a_table_of_header_rows_alone_keeps_their_words() -> None:
    _, found = records(table(row("a", "b")))
    assert isinstance(found, DefinitionList)
    assert plain_text(found.items[0].term) == "a"
    assert words(found) == ["b"]


@pytest.mark.parametrize(
    ("made", "crowded"),
    [
        (table(row("Tree", "Height"), row("Oak", "30 m")), False),
        (table(row("a", "b", "c"), row("1", "2", "3")), False),
        (table(row("a", "b", "c", "d"), row("1", "2", "3", "4")), True),
        (table(row("a", "b"), row("1", "word " * 40)), True),
        (
            table(
                row("misunderstandings", "misunderstandings", "misunderstandings"),
            ),
            True,
        ),
    ],
)
def test_only_a_crowded_table_becomes_records(made: Table, crowded: bool) -> None:
    found = prepared(edition(made), LARGE, WIDTH)
    assert bool(list(nodes_of(DefinitionList, found))) == crowded


def test_a_table_in_a_cell_of_a_list_becomes_records_as_well() -> None:
    from plainpress.document.model import DefinitionItem, ListItem

    wide = table(row("a", "b", "c", "d"), row("1", "2", "3", "4"))
    items = BulletList((ListItem((wide,)),))
    terms = DefinitionList((DefinitionItem((Text("term"),), ((wide,),)),))
    section = Section(level=1, title=(Text("A"),), label="a", blocks=(items, terms))
    source = Publication(title="T", language="en", sections=(section,))
    found = prepared(source, GIANT, WIDTH)
    assert [each.rows for each in nodes_of(Table, found)] == [(), ()]


def test_italics_become_bold() -> None:
    source = edition(Paragraph((Emphasis((Text("slanted"),)),)))
    found = prepared(source, LARGE, WIDTH)
    assert not list(nodes_of(Emphasis, found))
    assert [plain_text(each.children) for each in nodes_of(Strong, found)] == ["slanted"]


def test_standard_print_changes_nothing() -> None:
    source = edition(WORK)
    assert prepared(source, None, WIDTH) is source


def test_the_sizes_have_names() -> None:
    assert large_print.size("") is None
    assert large_print.size("large") is LARGE
    assert large_print.size("giant") is GIANT


# --- Word ----------------------------------------------------------------------------


@pytest.mark.parametrize("size", ["large", "giant"])
def test_word_is_large_too(
    size: str, publication_of: Callable[[str], Publication], tmp_path: Path
) -> None:
    import re
    import zipfile

    from plainpress.accessibility.files import word as checks
    from plainpress.builders import word

    options = Options(tmp_path / "book.docx", CLOCK, print=size, layout=False)
    artifact = word.build(publication_of("standard"), options)
    print_size = large_print.size(size)
    assert print_size is not None
    assert artifact.print == size
    with zipfile.ZipFile(artifact.path) as package:
        styles = package.read("word/styles.xml").decode()
        body = package.read("word/document.xml").decode()
    sizes = {int(each) for each in re.findall(r'<w:sz w:val="(\d+)"', styles)} - {2}
    assert min(sizes) == print_size.points * 2
    assert print_size.label in body
    assert "landscape" not in body
    assert [str(finding) for finding in checks.check(artifact.path)] == []
