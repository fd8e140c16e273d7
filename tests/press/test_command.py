"""The command line, used as a person uses it: one clear line, the right exit code, nothing lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from plainpress.press.command import main

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = sorted(main.commands)
CHAPTER = "(start)=\n# Start\n\nWords that somebody wrote.\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return tmp_path


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, words, prog_name="plainpress")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert "Traceback" not in done.output
    return done.exit_code, done.output


def contents(path: Path) -> dict[Path, bytes]:
    """The bytes of a file, or of every file of a folder."""
    files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    return {file: file.read_bytes() for file in files}


def publication(folder: Path, text: str = CHAPTER, settings: str = "") -> Path:
    folder.mkdir(parents=True)
    head = 'title = "A booklet"\nlanguage = "en-GB"\n'
    (folder / "publication.toml").write_text(head + settings, encoding="utf-8")
    (folder / "01.md").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_that_starts_with_what_it_does(command: str) -> None:
    code, text = run(command, "--help")
    assert code == 0
    assert main.commands[command].help, command
    assert f"plainpress {command}" in text


def test_version(here: Path) -> None:
    assert run("--version") == (0, "plainpress 0.1.0\n")


def test_a_new_publication_builds_at_once(here: Path) -> None:
    assert run("new", "leaflet", "--title", 'The "quoted" leaflet')[0] == 0
    code, text = run("build", "leaflet", "--no-layout")
    assert code == 0, text
    assert (here / "dist/leaflet/leaflet.docx").stat().st_size > 0
    assert (here / "dist/leaflet/leaflet.epub").stat().st_size > 0
    assert run("check", "leaflet", "--strict")[0] == 0


@pytest.mark.parametrize("name", ["", ".", "..", "a b", "-x", "ünder"])
def test_a_name_that_will_not_do_is_refused(here: Path, name: str) -> None:
    assert run("new", "--", name)[0] == 2
    assert list(here.iterdir()) == []


def test_new_never_overwrites(here: Path) -> None:
    (here / "mine").mkdir()
    assert run("new", "mine")[0] == 2
    assert list((here / "mine").iterdir()) == []


def test_the_manifest_tells_of_every_file(here: Path) -> None:
    source = publication(here / "booklet")
    assert run("build", str(source), "--no-layout")[0] == 0
    manifest = json.loads((here / "dist/booklet/manifest.json").read_text(encoding="utf-8"))
    files = {entry["file"]: entry for entry in manifest["artifacts"]}
    assert set(files) == {
        "booklet.docx",
        "booklet.pdf",
        "booklet.epub",
        "booklet-daisy.zip",
        "booklet-read-aloud.epub",
        "audio",
        "web",
    }
    for name, entry in files.items():
        made = contents(here / "dist/booklet" / name)
        assert sum(map(len, made.values())) == entry["size"]
    # A build of one format keeps the entries of the others.
    assert run("build", str(source), "--format", "web")[0] == 0
    again = json.loads((here / "dist/booklet/manifest.json").read_text(encoding="utf-8"))
    assert again == manifest


def test_a_build_says_what_its_checks_could_not_tell(here: Path) -> None:
    publication(here / "one", "# Trees\n\nIn Hebrew a tree is [עץ]{lang=he}.\n")
    code, text = run("build", "one", "--format", "pdf")
    assert code == 0
    assert text.count("remark: the words “עץ” (01.md:3) run from right to left") == 1
    [row] = json.loads((here / "dist/one/manifest.json").read_text("utf-8"))["artifacts"]
    assert [each["code"] for each in row["remarks"]] == ["reading-order-unchecked"]
    assert row["findings"] == []


def test_a_source_with_errors_touches_nothing(here: Path) -> None:
    source = publication(here / "booklet")
    assert run("build", str(source), "--no-layout")[0] == 0
    before = contents(here / "dist/booklet")
    (source / "01.md").write_text(CHAPTER + "\nSee [](#nowhere) and ![x](gone.png).\n")
    code, text = run("build", str(source), "--no-layout")
    assert code == 1
    assert "01.md:" in text
    assert contents(here / "dist/booklet") == before


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("build", "nowhere"), 2),
        (("build",), 2),
        (("build", "booklet", "--format", "papyrus"), 2),
        (("build", "booklet", "--edition", "klingon"), 2),
        (("build", "booklet", "--template", "gone.docx"), 2),
        (("check", "booklet/publication.toml"), 0),
        (("check", "booklet", "--form", "poem"), 2),
        (("dance",), 2),
    ],
)
def test_wrong_use_is_one_clear_line(here: Path, words: tuple[str, ...], code: int) -> None:
    publication(here / "booklet")
    assert run(*words)[0] == code


@pytest.mark.parametrize("form", ["json", "github", "sarif", "junit", "checkstyle", "text"])
def test_check_reports_in_every_form(here: Path, form: str) -> None:
    source = publication(here / "booklet", text=CHAPTER + "\n# \n\nSee [](#nowhere).\n")
    code, text = run("check", str(source), "--form", form)
    assert code == 1
    assert "nowhere" in text
    code, text = run("check", str(source), "--form", form, "-o", "report")
    assert code == 1
    assert "nowhere" in (here / "report").read_text(encoding="utf-8")


def test_check_reads_finished_files(here: Path) -> None:
    source = publication(here / "booklet")
    assert run("build", str(source), "--no-layout")[0] == 0
    for name in ("booklet.docx", "booklet.epub"):
        code, text = run("check", f"dist/booklet/{name}")
        assert code == 0, text
    (here / "broken.docx").write_bytes(b"not a zip")
    assert run("check", "broken.docx")[0] == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_folder_is_one_clear_line(here: Path) -> None:
    publication(here / "booklet")
    (here / "locked").mkdir(mode=0o500)
    assert run("build", "booklet", "-o", "locked/out")[0] == 3


def test_an_output_folder_that_is_a_file_is_one_clear_line(here: Path) -> None:
    publication(here / "booklet")
    (here / "out").write_text("mine")
    assert run("build", "booklet", "-o", "out")[0] == 3
    assert (here / "out").read_text() == "mine"


@pytest.mark.parametrize("epoch", ["soon", "9" * 30])
def test_a_wrong_source_date_epoch_is_named(
    here: Path, epoch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    publication(here / "booklet")
    code, text = run("build", "booklet", "--no-layout")
    assert (code, "SOURCE_DATE_EPOCH" in text) == (2, True)


def test_help_imports_no_heavy_library() -> None:
    script = (
        "import sys\nfrom click.testing import CliRunner\n"
        "from plainpress.press.command import main\n"
        "CliRunner().invoke(main, ['--help'])\n"
        "heavy = {'docx', 'ebooklib', 'lxml', 'markdown_it', 'citeproc', 'rich', 'PIL'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
