"""`plainpress script`: what is said of a publication, by which rule, and what stops it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from plainpress.document.walk import plain_text
from plainpress.press import script
from plainpress.press.command import main

if TYPE_CHECKING:
    from pathlib import Path

    from plainpress.document.narration import Change, Narration

EDITIONS = ("standard", "easy-read")
# Words, and signs that are said as words.
WORDS = re.compile(r"\w+|[£$€%&=°@#/+]")


@pytest.fixture
def booklet(tmp_path: Path) -> Path:
    folder = tmp_path / "booklet"
    folder.mkdir()
    settings = 'title = "A booklet"\nlanguage = "en-GB"\n[pronunciations]\nSCIE = "sky"\n'
    (folder / "publication.toml").write_text(settings, "utf-8")
    (folder / "01.md").write_text("# One\n\nSCIE pays £5 to the NHS.\n", "utf-8")
    return folder


def run(*words: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["script", *map(str, words)], prog_name="plainpress")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def told(root: Path, name: str, edition: str) -> Narration:
    wishes: script.ScriptWishes = {"editions": (edition,), "form": None, "output": None}
    return script.narrations(script.request(str(root / "sources" / name), wishes))[0]


# --- The promise -----------------------------------------------------------------------------


def by_rules(written: str, changes: tuple[Change, ...]) -> str:
    """Written words with nothing done to them but what the changes say, in their order."""
    out, place = "", 0
    for change in changes:
        found = written.index(change.written, place)
        out += written[place:found] + change.spoken
        place = found + len(change.written)
    return out + written[place:]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("name", ["guide", "library"])
def test_nothing_spoken_differs_from_the_text_without_a_rule(
    root: Path, name: str, edition: str
) -> None:
    spoken = told(root, name, edition).utterances
    of_the_text = [each for each in spoken if each.inlines]
    assert len(of_the_text) > 50
    for each in of_the_text:
        expected = WORDS.findall(by_rules(plain_text(each.inlines), each.changes))
        assert WORDS.findall(each.text) == expected, each.text


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_change_is_in_the_script_with_its_rule(root: Path, edition: str) -> None:
    code, text = run(root / "sources" / "guide", "--edition", edition)
    assert code == 0
    lines = text.splitlines()
    for each in told(root, "guide", edition).utterances:
        assert any(each.text in line for line in lines)
        for change in each.changes:
            if change.rule != "lead":
                start, end = f"“{' '.join(change.written.split())}” -> ", f" ({change.rule})"
                assert any(start in line and line.endswith(end) for line in lines), change


# --- Forms -----------------------------------------------------------------------------------


def test_the_script_stands_below_its_sentence(booklet: Path) -> None:
    code, text = run(booklet)
    assert code == 0
    head, *lines = text.splitlines()
    assert head == "A booklet (standard): 5 sentences, 3 changes, 0 left out"
    place = lines.index("[text] sky pays 5 pounds to the N H S.  (0.7 s)")
    assert lines[place + 1 : place + 4] == [
        "    “SCIE” -> “sky” (pronunciation)",
        "    “£5” -> “5 pounds” (money)",
        "    “NHS” -> “N H S” (letters)",
    ]


def test_json_holds_the_same_for_programs(booklet: Path) -> None:
    code, text = run(booklet, "--form", "json")
    assert code == 0
    content: dict[str, Any] = json.loads(text)
    assert (content["version"], content["publication"]) == (1, "booklet")
    (edition,) = content["editions"]
    assert edition["chapters"][1] == {"number": 1, "title": "One", "first": 1, "end": 5}
    sentence = edition["utterances"][3]
    assert sentence["text"] == "sky pays 5 pounds to the N H S."
    assert sentence["printed"] == "SCIE pays £5 to the NHS."
    assert (sentence["file"], sentence["line"]) == ("01.md", 3)
    assert sentence["changes"][0] == {"rule": "pronunciation", "written": "SCIE", "spoken": "sky"}


def test_all_editions_are_printed_unless_one_is_named(root: Path) -> None:
    guide = root / "sources" / "guide"
    heads = [
        line for line in run(guide)[1].splitlines() if re.search(r"\): [\d,]+ sentences, ", line)
    ]
    assert ["(standard)" in heads[0], "(easy-read)" in heads[1], len(heads)] == [True, True, 2]
    assert "(standard):" not in run(guide, "--edition", "easy-read")[1]


def test_the_same_source_gives_the_same_bytes(booklet: Path, tmp_path: Path) -> None:
    for form in script.FORMS:
        names = [tmp_path / f"{number}.{form}" for number in range(2)]
        for name in names:
            assert run(booklet, "--form", form, "-o", name)[0] == 0
        assert names[0].read_bytes() == names[1].read_bytes()


def test_a_files_ending_tells_its_form(booklet: Path, tmp_path: Path) -> None:
    file = tmp_path / "deep" / "script.json"
    code, text = run(booklet, "-o", file)
    assert code == 0
    assert text.splitlines()[1].split() == [str(file), "standard", "2", "KB", "5", "3", "0"]
    assert json.loads(file.read_text("utf-8"))["publication"] == "booklet"


def test_a_folder_takes_the_transcripts_of_all_editions(root: Path, tmp_path: Path) -> None:
    code, text = run(root / "sources" / "library", "-o", tmp_path / "new")
    assert code == 0
    names = ["library", "library-easy-read"]
    assert {path.name for path in (tmp_path / "new").iterdir()} == {
        f"{name}-transcript.{end}" for name in names for end in ("html", "txt")
    }
    assert text.count("-transcript.") == 4
    for form in ("text", "json", "html"):
        code, text = run(root / "sources" / "library", "--form", form, "-o", tmp_path)
        assert code == 2
        assert "leave --form out" in text


def test_the_transcript_as_a_page_on_the_screen_and_in_a_file(
    booklet: Path, tmp_path: Path
) -> None:
    code, text = run(booklet, "--form", "html")
    assert code == 0
    assert "SCIE pays £5 to the NHS." in text
    assert run(booklet, "-o", tmp_path / "page.html")[0] == 0
    assert (tmp_path / "page.html").read_text("utf-8") == text


def test_a_page_holds_one_edition(root: Path, tmp_path: Path) -> None:
    code, text = run(root / "sources" / "guide", "-o", tmp_path / "page.html")
    assert code == 2
    assert "--edition standard or --edition easy-read" in text
    assert not list(tmp_path.iterdir())


def test_what_plain_text_cannot_hold_is_said(booklet: Path, tmp_path: Path) -> None:
    (booklet / "01.md").write_text("# One\n\n[Bore da]{lang=cy}\n", "utf-8")
    code, text = run(booklet, "-o", tmp_path)
    assert code == 0
    assert "01.md:3" in text
    assert "booklet-transcript.txt: plain text has no mark for the language of “Bore da”" in text


# --- What stops it ---------------------------------------------------------------------------


def test_an_edition_that_is_not_there_is_named_with_those_that_are(booklet: Path) -> None:
    code, text = run(booklet, "--edition", "easy-read")
    assert code == 2
    assert "no edition called 'easy-read': it has standard" in text


def test_no_publication_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, text = run()
    assert code == 2
    assert text.count("\n") == 1
    assert "plainpress new NAME" in text


def test_a_finished_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "guide.docx").write_bytes(b"")
    code, text = run(tmp_path / "guide.docx")
    assert code == 2
    assert "give the publication that it is made from" in text


def test_an_error_in_the_source_stops_it_and_leaves_the_old_script(
    booklet: Path, tmp_path: Path
) -> None:
    file = tmp_path / "script.txt"
    file.write_text("old", "utf-8")
    (booklet / "01.md").write_text("# One\n\nSee [](#nowhere).\n", "utf-8")
    code, text = run(booklet, "-o", file)
    assert code == 1
    assert "01.md:3" in text
    assert file.read_text("utf-8") == "old"


@pytest.mark.parametrize("name", ["script.txt", "folder"])
def test_a_place_that_cannot_be_written_is_named(booklet: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    code, text = run(booklet, "-o", tmp_path / "file" / name)
    assert code == 3
    assert str(tmp_path / "file" / name) in text
    assert text.count("\n") == 1
