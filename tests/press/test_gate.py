"""The readability gate, as an editor meets it: refused, let in in writing, or out as a draft."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pypdf
import pytest
from click.testing import CliRunner

from plainpress.press.command import main

if TYPE_CHECKING:
    from pathlib import Path

LONG = (
    "The committee that met in the large hall on the first day of the month said to all of the "
    "people who had come from the town and from the villages around it that the plan for the new "
    "path by the river would be put off until the next year."
)
PLAIN = "We met in the hall. People came from the town. The path will wait until next year."

SCHEMA = "http://schema.org/"


@pytest.fixture
def booklet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")  # 15 June 2025
    folder = tmp_path / "booklet"
    folder.mkdir()
    settings(folder)
    write(folder, LONG)
    return folder


def settings(folder: Path, more: str = "") -> None:
    head = 'title = "A booklet"\nlanguage = "en-GB"\n'
    (folder / "publication.toml").write_text(head + more, encoding="utf-8")


def write(folder: Path, *paragraphs: str) -> None:
    text = "(path)=\n# The path\n\n" + "\n\n".join(paragraphs) + "\n"
    (folder / "01.md").write_text(text, encoding="utf-8")


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, words)
    assert "Traceback" not in done.output
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def test_a_text_over_its_target_does_not_come_out(booklet: Path) -> None:
    code, text = run("build", "booklet", "--no-layout")
    assert code == 1
    assert "booklet/01.md:4: error: a sentence has 51 words" in text
    assert not list((booklet.parent / "dist").glob("*/*"))
    assert run("check", "booklet")[0] == 1
    write(booklet, PLAIN)
    assert run("build", "booklet", "--no-layout")[0] == 0


@pytest.mark.parametrize("heading", ["##", "## [^why]"])
def test_a_heading_without_words_is_one_error_and_comes_out_in_no_draft(
    booklet: Path, heading: str
) -> None:
    write(booklet, PLAIN, heading, PLAIN.replace("We", "They"), "[^why]: A note.")
    code, text = run("build", "booklet", "--draft", "--no-layout")
    assert code == 1
    said = [line for line in text.splitlines() if "heading" in line]
    mend = "the heading has no words; give it a title, or remove it"
    assert said == [f"booklet/01.md:6: error: {mend} (heading-empty)"]


def test_two_sentences_of_a_line_with_as_many_words_are_two_findings(booklet: Path) -> None:
    write(booklet, f"{LONG} {LONG.replace('committee', 'board').replace('The', 'Our', 1)}")
    text = run("check", "booklet")[1]
    found = [line for line in text.splitlines() if "(sentence-too-long)" in line]
    assert len(found) == 2
    assert ': "The committee that met in' in found[0]
    assert ': "Our board that met in' in found[1]


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a build as a draft."""
    folder = tmp_path_factory.mktemp("draft")
    settings(folder)
    write(folder, LONG)
    output = folder / "out"
    code, text = run("build", str(folder), "--draft", "--no-layout", "-o", str(output))
    assert code == 0, text
    assert "a sentence has 51 words" in text
    return output


def only(folder: Path, suffix: str) -> Path:
    """The one file with an ending and no other words to its name."""
    (found,) = (path for path in folder.glob(f"*{suffix}") if path.stem == folder.parent.name)
    return found


def test_a_draft_says_so_in_the_word_file(draft: Path) -> None:
    with zipfile.ZipFile(only(draft, ".docx")) as word:
        assert ">Draft<" in word.read("word/document.xml").decode()
        core = word.read("docProps/core.xml").decode()
    assert "<cp:contentStatus>Draft</cp:contentStatus>" in core


def test_a_draft_says_so_in_the_epub(draft: Path) -> None:
    with zipfile.ZipFile(only(draft, ".epub")) as epub:
        package = epub.read("EPUB/content.opf").decode()
        front = [epub.read(f"EPUB/{name}.xhtml").decode() for name in ("cover", "title")]
    assert '<meta property="schema:creativeWorkStatus">Draft</meta>' in package
    assert all("Draft" in page for page in front)


def test_a_draft_says_so_on_the_cover_of_the_pdf_and_in_its_properties(draft: Path) -> None:
    reader = pypdf.PdfReader(only(draft, ".pdf"))
    assert "Draft" in reader.pages[0].extract_text().split()
    metadata: Any = reader.metadata
    assert metadata["/Keywords"].split(", ")[0] == "Draft"
    root: Any = reader.trailer["/Root"]
    packet = ET.fromstring(root["/Metadata"].get_data())  # noqa: S314 - our own
    assert [each.text for each in packet.iter(f"{{{SCHEMA}}}creativeWorkStatus")] == ["Draft"]


def test_a_draft_says_so_on_every_page_of_the_web_and_in_its_head(draft: Path) -> None:
    pages = [path.read_text(encoding="utf-8") for path in (draft / "web").glob("*.html")]
    assert pages
    for page in pages:
        assert "This is a draft. It may still change." in page
        assert '<meta property="schema:creativeWorkStatus" content="Draft">' in page


def test_a_draft_says_so_where_people_choose_it(draft: Path) -> None:
    entries = json.loads((draft / "manifest.json").read_text(encoding="utf-8"))["artifacts"]
    assert entries
    assert all(entry["draft"] for entry in entries)
    choices = (draft / "index.html").read_text(encoding="utf-8")
    assert choices.count('<span class="label">Draft</span>') == len(entries)


def test_what_is_finished_says_nowhere_that_it_is_a_draft(booklet: Path) -> None:
    write(booklet, PLAIN)
    assert run("build", "booklet", "--no-layout")[0] == 0
    out = booklet.parent / "dist" / "booklet"
    reader = pypdf.PdfReader(out / "booklet.pdf")
    root: Any = reader.trailer["/Root"]
    assert b"creativeWorkStatus" not in root["/Metadata"].get_data()
    assert "Draft" not in reader.pages[0].extract_text()
    assert "raft" not in (out / "web" / "index.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(out / "booklet.docx") as word:
        assert "Draft" not in word.read("docProps/core.xml").decode()


def test_a_fault_of_the_source_is_no_draft(booklet: Path) -> None:
    write(booklet, "See [](#nowhere).")
    assert run("build", "booklet", "--draft")[0] == 1


def test_an_exception_needs_a_reason_and_ends(booklet: Path) -> None:
    rule = '[[exceptions]]\nrule = "sentence-too-long"\nsection = "path"\n'
    settings(booklet, f'{rule}reason = "Their own words"\nuntil = 2025-06-15\n')
    assert run("check", "booklet")[0] == 0
    settings(booklet, f'{rule}reason = "Their own words"\nuntil = 2025-06-14\n')
    code, text = run("check", "booklet")
    assert (code, "exception-expired" in text) == (1, True)
    settings(booklet, f"{rule}until = 2025-06-15\n")
    code, text = run("check", "booklet")
    assert (code, "reason" in text) == (1, True)


def test_a_remark_above_the_block_lets_it_in(booklet: Path) -> None:
    write(booklet, f"% plainpress: allow sentence-too-long because it is the law's text\n\n{LONG}")
    code, text = run("check", "booklet")
    assert code == 0, text


def test_the_baseline_lets_the_old_text_in_and_only_shrinks(booklet: Path) -> None:
    code, text = run("check", "booklet", "--update-baseline")
    assert code == 0, text
    first = json.loads((booklet / "baseline.json").read_text(encoding="utf-8"))
    assert run("build", "booklet", "--no-layout")[0] == 0
    other = LONG.replace("river", "railway")
    write(booklet, LONG, other)
    code, text = run("check", "booklet", "--update-baseline")
    assert (code, "railway" in text or ":6: error" in text) == (1, True)
    assert json.loads((booklet / "baseline.json").read_text(encoding="utf-8")) == first
    write(booklet, PLAIN)
    assert run("check", "booklet", "--update-baseline")[0] == 0
    assert not (booklet / "baseline.json").exists()


def test_a_language_that_cannot_be_measured_is_never_a_pass(booklet: Path) -> None:
    (booklet / "publication.toml").write_text('title = "Llyfryn"\nlanguage = "cy"\n')
    code, text = run("check", "booklet")
    assert (code, "language-not-measured" in text) == (1, True)


def test_a_single_file_has_no_baseline(booklet: Path) -> None:
    assert run("check", "booklet/01.md", "--update-baseline")[0] == 2


def test_the_manifest_gives_the_reading_age_with_its_formula(booklet: Path) -> None:
    write(booklet, *[PLAIN] * 12)
    assert run("build", "booklet", "--no-layout", "--draft")[0] == 0
    path = booklet.parent / "dist" / "booklet" / "manifest.json"
    entry = json.loads(path.read_text(encoding="utf-8"))["artifacts"][0]
    assert entry["reading_age"]["formula"] == "Flesch-Kincaid grade + 5"
    assert entry["reading_age"]["years"] < 10


def test_a_publication_has_an_audience_of_its_own_with_a_name(booklet: Path) -> None:
    settings(booklet, 'audience = "staff"\n[targets.staff]\ntitle = "our staff"\nlong = 20\n')
    text = run("check", "booklet")[1]
    assert "a sentence has 51 words, and 40 is the limit for our staff" in text
    settings(booklet, 'audience = "staff"\n[targets.staff]\nlong = "twenty"\n')
    code, text = run("check", "booklet")
    assert (code, "“targets.staff.long” is of the wrong kind; give a number" in text) == (1, True)


def test_a_style_that_is_none_is_never_taken_for_silence(booklet: Path) -> None:
    write(booklet, f"{PLAIN} We meet on 3 April 2025.")
    settings(booklet, '[style]\ndates = "month-day-year"\n')
    assert 'write "April 3, 2025" (date-style)' in run("check", "booklet")[1]
    settings(booklet, '[style]\ndates = "June 30, 2025"\n')
    code, text = run("check", "booklet")
    assert code == 1
    assert "“style.dates” is of the wrong kind; give one of day-month-year, month-day" in text
    settings(booklet, '[style]\ndate = "off"\n')
    assert "style.dat" in run("check", "booklet")[1]
