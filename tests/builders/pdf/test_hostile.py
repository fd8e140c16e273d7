"""Bad input: every document comes out, whole and on the page, or says what it has lost."""

from __future__ import annotations

import datetime as dt
import importlib.util
import re
import struct
import subprocess
import zlib
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from plainpress.accessibility.files import pdf as checks
from plainpress.builders import pdf
from plainpress.builders.artifact import Artifact, Options
from plainpress.builders.print import typeface
from plainpress.document.errors import UsageError
from plainpress.document.model import (
    Abbreviation,
    Code,
    CodeBlock,
    CrossReference,
    Figure,
    ImageFile,
    Language,
    Link,
    Paragraph,
    Publication,
    Section,
    Text,
)
from plainpress.document.walk import transform

if TYPE_CHECKING:
    from collections.abc import Callable

    from plainpress.document.model import Block, Inline

CLOCK = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)
OUR_LETTERS = "abcdefghijklmnoprstuvwyz"
LONG = "Pneumono" * 38  # 304 letters
HEAD = "---\ntitle: Bad input\nlanguage: en-GB\n---\n\n# A chapter\n\n"


def png(path: Path, width: int, height: int) -> ImageFile:
    def part(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = (b"\x00" + b"\x40\x80\xc0" * width) * height
    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + part(b"IHDR", size)
        + part(b"IDAT", zlib.compress(rows))
        + part(b"IEND", b"")
    )
    return ImageFile(path.name, "image/png", width, height, path)


def publication(*blocks: Block) -> Publication:
    section = Section(level=1, title=(Text("A chapter"),), label="chapter", blocks=blocks)
    return Publication(title="Bad input", language="en-GB", sections=(section,))


def paragraph(*inlines: Inline) -> Paragraph:
    return Paragraph(inlines)


def lost(artifact: Artifact) -> list[str]:
    return [loss.what for loss in artifact.losses]


def codes(artifact: Artifact, source: Publication) -> list[str]:
    return [finding.code for finding in checks.check(artifact.path, source)]


# --- Words ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        '#let x = 5; #panic("no") $x^2$ @nobody <label> // gone /* gone */ `raw` *bold* _em_',
        '\\ " \\" \\u{41} #{ } [ ] ( ) ; , \' -- --- ... ~ \u00a0 https://example.org',
        '"]#import "/etc/passwd"; #read("/etc/passwd")[',
        "= no heading - no list + no list / no: term",
    ],
)
def test_no_words_are_taken_for_markup(words: str, build: Callable[..., Artifact]) -> None:
    source = publication(paragraph(Text(words)))
    artifact = build(source)
    assert codes(artifact, source) == []
    assert lost(artifact) == []


def test_a_missing_character_is_named_with_its_place(build: Callable[..., Artifact]) -> None:
    artifact = build(f"{HEAD}A \U0001f9ff bead, and \U00016a3e, a letter of Mro.\n")
    named = "\n".join(lost(artifact))
    assert "U+16A3E" in named
    assert {loss.span.first for loss in artifact.losses} == {8}
    assert checks.check(artifact.path) == ()


def test_signs_that_our_letters_lack_come_from_a_font_that_typst_brings(
    build: Callable[..., Artifact],
) -> None:
    source = publication(paragraph(Text("From here → there ✓, αβγ, привет, ĥ")))
    artifact = build(source)
    assert lost(artifact) == []
    assert codes(artifact, source) == []


def test_urdu_is_shown_or_named(build: Callable[..., Artifact]) -> None:
    artifact = build(f"{HEAD}In Urdu: [سلام]{{lang=ur}}.\n")
    with checks.document.opened(artifact.path) as document:
        assert document.tags is not None
        text = document.text(document.tags)
    assert ("س" in text and "□" not in text) or "ARABIC LETTER SEEN" in "".join(lost(artifact))


def test_a_letter_of_several_signs_is_said_to_be_heard_twice(
    build: Callable[..., Artifact],
) -> None:
    artifact = build(publication(paragraph(Text("h\u0306ad"))))
    assert lost(artifact) == ["letters of several signs such as h\u0306 may be heard twice"]


def test_a_link_to_nowhere_and_an_empty_link_are_words(build: Callable[..., Artifact]) -> None:
    source = publication(
        paragraph(
            Link("", (Text("nothing"),)),
            Link("https://example.org", ()),
            Link("https://example.org", (Text("\u00ad"),)),
            CrossReference("gone", "words", (Text("gone"),)),
        )
    )
    assert codes(build(source), source) == []


def test_headings_that_skip_a_level_or_have_no_words_come_out(
    build: Callable[..., Artifact],
) -> None:
    below = Section(level=4, title=(Text("Deep"),), label="deep")
    top = Section(level=1, title=(), label="empty", sections=(below,))
    source = Publication(title="T", language="en", sections=(top,))
    assert codes(build(source), source) == []


# --- What is too large for a page ----------------------------------------------------

ROWS = "".join(
    f"| {' | '.join(f'responsibility {n} antidisestablishmentarianism' for n in range(12))} |\n"
    for _ in range(3)
)
WIDE = f"| {' | '.join(f'Column {n}' for n in range(12))} |\n|{'---|' * 12}\n{ROWS}"
DEEP = "".join(f"{'    ' * n}- level {n}\n" for n in range(14))
LARGE = (
    f"{HEAD}{LONG} and `{'x' * 300}` and <https://example.org/{'a' * 200}/{'b-c' * 60}>\n\n"
    f"# {LONG}\n\n{WIDE}\n| a | b |\n|---|---|\n| {LONG} | {LONG} |\n\n{DEEP}\n"
    f"> A quotation {LONG}\n\n```\n{'code' * 80}\n```\n\n"
    f"Note.[^1]\n\n[^1]: A note {LONG}\n\nTerm {LONG}\n: means {LONG}\n\n"
    f":::{{activity}} {LONG}\n{LONG}\n\n1. {LONG}\n:::\n"
)


@pytest.mark.validator
@pytest.mark.parametrize("print_size", ["", "large", "giant"])
def test_nothing_stands_off_the_page(
    print_size: str, build: Callable[..., Artifact], require_tool: Callable[[str], str]
) -> None:
    artifact = build(LARGE, print=print_size)
    result = subprocess.run(
        [require_tool("pdftotext"), "-bbox", str(artifact.path), "-"],
        check=True,
        capture_output=True,
        text=True,
    )
    width = height = 0.0
    words = 0
    for found in re.finditer(
        r'<page width="([\d.]+)" height="([\d.]+)"|'
        r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)"',
        result.stdout,
    ):
        if found[1]:
            width, height = float(found[1]), float(found[2])
            continue
        words += 1
        left, top, right, bottom = (float(found[group]) for group in (3, 4, 5, 6))
        assert left >= 40, found[0]
        assert right <= width - 40, found[0]
        assert top >= 10, found[0]
        assert bottom <= height - 10, found[0]
    assert words > 200


@pytest.mark.parametrize("print_size", ["", "large", "giant"])
def test_every_word_is_there_however_long(
    print_size: str, build: Callable[..., Artifact], tmp_path: Path
) -> None:
    from plainpress.document.reader import read

    artifact = build(LARGE, print=print_size)
    source = read(tmp_path / "source.md").publication
    assert source is not None
    found = checks.check(artifact.path, pdf.printed(source, print_size))
    assert {finding.code for finding in found} == {"heading-too-long"}


# --- Pictures ------------------------------------------------------------------------


def test_a_picture_of_one_by_ten_thousand_pixels(
    build: Callable[..., Artifact], tmp_path: Path
) -> None:
    source = publication(Figure(png(tmp_path / "thin.png", 1, 10_000), "A thin line"))
    assert codes(build(source), source) == []


def test_a_png_that_is_called_jpg(build: Callable[..., Artifact], tmp_path: Path) -> None:
    source = publication(Figure(png(tmp_path / "photo.jpg", 40, 30), "A photo"))
    assert codes(build(source), source) == []


def test_a_damaged_picture_gives_its_words_and_a_loss(
    build: Callable[..., Artifact], tmp_path: Path
) -> None:
    image = png(tmp_path / "cut.png", 400, 300)
    image.file.write_bytes(image.file.read_bytes()[:60])
    sound = Figure(png(tmp_path / "good.png", 40, 30), "A sound one")
    artifact = build(publication(Figure(image, "What it shows"), sound))
    assert lost(artifact) == ["the picture cut.png cannot be put into a PDF"]
    with checks.document.opened(artifact.path) as document:
        assert document.tags is not None
        assert "What it shows" in document.text(document.tags)


def test_a_picture_without_words_is_passed_over_and_named(
    build: Callable[..., Artifact], tmp_path: Path
) -> None:
    artifact = build(publication(Figure(png(tmp_path / "mute.png", 4, 3), "")))
    assert lost(artifact) == ["the picture mute.png has no words: it is passed over"]


# --- Any publication -----------------------------------------------------------------


def _any_publication() -> Any:
    """The module with the random publications that go through every builder."""
    path = Path(__file__).parent.parent / "test_any_publication.py"
    spec = importlib.util.spec_from_file_location("any_publication", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


ANY = _any_publication()


def _in_our_letters(source: Publication) -> Publication:
    """The same publication in letters that our typeface has, from left to right."""
    return replace(transform(source, _legible), title=_plain(source.title))


def _legible(node: Any) -> Any:
    match node:
        case Text() | Code() | CodeBlock():
            return replace(node, text=_plain(node.text))
        case Abbreviation():
            return replace(node, text=_plain(node.text), expansion=_plain(node.expansion))
        case Language(language="ar") | Publication(language="ar"):
            return replace(node, language="fr")
        case _:
            return node


def _plain(text: str) -> str:
    return "".join(
        each if typeface().has(each) else OUR_LETTERS[ord(each) % len(OUR_LETTERS)] for each in text
    )


SETTINGS = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),  # to make a failing one smaller takes hundreds of builds
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("print_size", ["", "giant"])
@given(held=ANY.publications().map(_in_our_letters).map(ANY.Held))
@SETTINGS
def test_any_publication_comes_out_whole(print_size: str, held: Any) -> None:
    source = held.publication
    with TemporaryDirectory() as folder:
        made = [
            pdf.build(source, Options(Path(folder) / f"{n}.pdf", CLOCK, print=print_size))
            for n in range(2)
        ]
        assert made[0].digest == made[1].digest
        found = checks.check(made[0].path, pdf.printed(source, print_size))
        faults = {"heading-empty", "heading-too-long", "table-without-header"}
        assert [str(each) for each in found if each.code not in faults] == []


@given(held=ANY.publications().map(ANY.Held))
@SETTINGS
def test_any_letters_of_any_script_come_out(held: Any) -> None:
    """Which of them stand where cannot be told from a file that paints them from the right."""
    with TemporaryDirectory() as folder:
        made = pdf.build(held.publication, Options(Path(folder) / "any.pdf", CLOCK))
        found = {each.code for each in checks.check(made.path, held.publication)}
        assert found <= {
            "heading-empty",
            "heading-too-long",
            "table-without-header",
            "reading-order-changed",
            "reading-order-unchecked",
            "language-lost",
        }


# --- Options -------------------------------------------------------------------------


def test_a_font_that_is_not_here_is_a_clear_error(build: Callable[..., Artifact]) -> None:
    with pytest.raises(UsageError, match="no font of this machine is called 'No Such Font'"):
        build(f"{HEAD}Words.\n", font="No Such Font")


def test_a_font_of_typst_can_be_chosen(build: Callable[..., Artifact]) -> None:
    artifact = build(f"{HEAD}Words.\n", font="libertinus serif")
    assert b"LibertinusSerif" in artifact.path.read_bytes()


def test_a_size_of_print_that_is_not_known_is_a_clear_error(
    build: Callable[..., Artifact],
) -> None:
    with pytest.raises(UsageError, match="no size of print is called 'huge'"):
        build(f"{HEAD}Words.\n", print="huge")
