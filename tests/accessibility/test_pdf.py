"""The checks on a finished PDF: a sound file, and one planted fault a code.

`files/pdf/source.md` is built once. A `<code>/pdf.toml` says what to `find` in the file, as a
regular expression, and with what to `replace` it; what is shorter is filled up with spaces, so
that everything stays in its place. With `source = true` the source is changed in place of the
file. The findings stand beside it in `pdf.txt`.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plainpress.accessibility.files import pdf
from plainpress.builders import pdf as builder
from plainpress.builders.artifact import Options
from plainpress.document.model import Figure, Language, Paragraph, Section, Table, Text
from plainpress.document.reader import read
from plainpress.document.walk import transform

if TYPE_CHECKING:
    from plainpress.document.findings import Finding
    from plainpress.document.model import Node, Publication

HERE = Path(__file__).parent
SOUND = HERE / "files" / "pdf"
CASES = sorted(HERE.glob("*/pdf.toml"))
CLOCK = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)


def _publication(source: Path) -> Publication:
    publication = read(source).publication
    assert publication is not None
    return publication


def _built(publication: Publication, folder: Path) -> Path:
    return builder.build(publication, Options(folder / "trees.pdf", CLOCK)).path


@pytest.fixture(scope="module")
def publication() -> Publication:
    return _publication(SOUND / "source.md")


@pytest.fixture(scope="module")
def sound(publication: Publication, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _built(publication, tmp_path_factory.mktemp("sound"))


def test_a_sound_file_has_no_finding(sound: Path, publication: Publication) -> None:
    assert pdf.check(sound, publication) == ()


def _planted(sound: Path, find: str, put: str, folder: Path) -> Path:
    text = sound.read_bytes().decode("latin-1")

    def put_in(found: re.Match[str]) -> str:
        new = found.expand(put)
        assert len(new) <= len(found[0])
        return new.ljust(len(found[0]))

    changed = re.sub(find, put_in, text)
    assert changed != text, f"{find} is not in the file"
    path = folder / "trees.pdf"
    path.write_bytes(changed.encode("latin-1"))
    return path


def _replanted(find: str, put: str, folder: Path) -> tuple[Path, Publication]:
    shutil.copytree(SOUND, folder / "source")
    source = folder / "source" / "source.md"
    text = source.read_text("utf-8")
    assert find in text
    source.write_text(text.replace(find, put), "utf-8")
    publication = _publication(source)
    return _built(publication, folder), publication


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.parent.name)
def test_a_planted_fault_is_found(
    case: Path, sound: Path, publication: Publication, accept: bool, tmp_path: Path
) -> None:
    fault = tomllib.loads(case.read_text("utf-8"))
    if fault.get("source"):
        path, publication = _replanted(fault["find"], fault["replace"], tmp_path)
    else:
        path = _planted(sound, fault["find"], fault["replace"], tmp_path)
    found = pdf.check(path, publication)
    assert case.parent.name in {finding.code for finding in found}
    lines = "".join(f"{finding.code}: {finding.message}\n" for finding in found)
    expected = case.with_suffix(".txt")
    if accept:
        expected.write_text(lines, "utf-8")
    assert lines == expected.read_text("utf-8")


# --- The file against another edition ----------------------------------------------------


def _codes(found: tuple[Finding, ...]) -> set[str]:
    return {finding.code for finding in found}


def _changed(publication: Publication, kind: type[Node], **values: object) -> Publication:
    return transform(
        publication, lambda node: replace(node, **values) if isinstance(node, kind) else node
    )


def test_another_word_is_found(sound: Path, publication: Publication) -> None:
    other = transform(
        publication,
        lambda node: (
            replace(node, text=node.text.replace("thousand", "million"))
            if isinstance(node, Text)
            else node
        ),
    )
    assert _codes(pdf.check(sound, other)) == {"reading-order-changed"}


def test_two_chapters_in_another_order_are_found(sound: Path, publication: Publication) -> None:
    other = replace(publication, sections=publication.sections[::-1])
    assert _codes(pdf.check(sound, other)) == {"reading-order-changed"}


def test_a_footnote_that_is_gone_is_found(sound: Path, publication: Publication) -> None:
    lost = transform(
        publication,
        lambda node: (
            replace(node, text="None lives longer.")
            if isinstance(node, Text) and node.text == "Some live longer."
            else node
        ),
    )
    assert _codes(pdf.check(sound, lost)) == {"reading-order-changed"}


def test_another_language_of_the_whole_is_found(sound: Path, publication: Publication) -> None:
    assert "language-lost" in _codes(pdf.check(sound, replace(publication, language="de")))


def test_another_language_of_a_passage_is_found(sound: Path, publication: Publication) -> None:
    other = _changed(publication, Language, language="ga")
    assert _codes(pdf.check(sound, other)) == {"language-lost"}


def test_a_picture_that_is_gone_is_found(sound: Path, publication: Publication) -> None:
    other = _changed(publication, Figure, decorative=True)
    assert _codes(pdf.check(sound, other)) == {"alt-changed"}


def test_row_headers_that_are_gone_are_found(sound: Path, publication: Publication) -> None:
    other = _changed(publication, Table, header_columns=2)
    assert _codes(pdf.check(sound, other)) == {"header-cell-lost"}


def test_words_that_nobody_painted_are_found(sound: Path, publication: Publication) -> None:
    more = Section(level=1, title=(), label="", blocks=(Paragraph((Text("Added later."),)),))
    other = replace(publication, sections=(*publication.sections, more))
    assert _codes(pdf.check(sound, other)) == {"reading-order-changed"}


# --- What cannot be read never passes ----------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04", b"Dear all, hello"])
def test_what_is_no_pdf_is_an_error(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(content)
    assert _codes(pdf.check(path)) == {"file-unreadable"}


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    assert _codes(pdf.check(tmp_path / "nowhere.pdf")) == {"file-unreadable"}


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_file_cut_short_is_never_sound(sound: Path, share: float, tmp_path: Path) -> None:
    data = sound.read_bytes()
    path = tmp_path / "cut.pdf"
    path.write_bytes(data[: round(len(data) * share)])
    assert _codes(pdf.check(path)) & {"file-unreadable", "tags-missing"}


@pytest.mark.parametrize("seed", range(40))
def test_no_broken_file_breaks_a_check(sound: Path, seed: int, tmp_path: Path) -> None:
    """Odd numbers, names and lengths give findings or nothing, never an exception."""
    import random

    chance = random.Random(seed)  # noqa: S311 # the same files each time
    data = bytearray(sound.read_bytes())
    for _ in range(30):
        data[chance.randrange(len(data))] = chance.randrange(256)
    path = tmp_path / "broken.pdf"
    path.write_bytes(bytes(data))
    assert isinstance(pdf.check(path), tuple)
