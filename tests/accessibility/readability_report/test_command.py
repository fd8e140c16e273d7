"""`plainpress report` as a person uses it; the hook and the action for other repositories."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from plainpress.accessibility.readability_report import every
from plainpress.press.command import main

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTINGS = 'title = "A booklet"\nlanguage = "en-GB"\n'
LONG = "This sentence goes on " + "and on " * 20 + "to its end."


@pytest.fixture
def booklet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1748736000")
    folder = tmp_path / "booklet"
    folder.mkdir()
    (folder / "publication.toml").write_text(SETTINGS, encoding="utf-8")
    text = f"(start)=\n# Start\n\nWords that somebody wrote.\n\n{LONG}\n\n# More\n\nIt is short.\n"
    (folder / "01.md").write_text(text, encoding="utf-8")
    return folder


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["report", *words], prog_name="plainpress")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def test_it_writes_a_page_and_its_json_and_prints_a_table(booklet: Path) -> None:
    code, text = run("booklet")
    assert code == 0, text
    lines = text.splitlines()
    assert lines[0] == "1 of 3 sentences is too long for public readers."
    assert lines[1].split("  ")[0] == "Section"
    assert lines[2].startswith("Standard edition, for public readers")
    assert lines[3].startswith("  Start")
    assert lines[3].endswith("fails")
    assert lines[4] == ""
    assert lines[5].split() == ["Measure", "Standard", "edition"]
    assert lines[-4:] == [
        "",
        "1 of 2 sections keeps its targets.",
        "Wrote dist/booklet/readability.html.",
        "Wrote dist/booklet/readability.json.",
    ]
    folder = booklet.parent / "dist" / "booklet"
    assert sorted(each.name for each in folder.iterdir()) == [
        "readability.html",
        "readability.json",
    ]
    assert json.loads((folder / "readability.json").read_text("utf-8"))["date"] == "2025-06-01"
    assert not (booklet / "report-history.json").exists()


MEASURES = [column.name for topic in every.TOPICS for column in topic.columns]


def heads(lines: list[str]) -> list[str]:
    """The measures that head the columns of tables by section."""
    rows = (line for line in lines if line.startswith("Standard edition  "))
    return [name for row in rows for name in re.split(r"  +", row)[1:]]


def test_it_prints_every_measure_of_each_edition(booklet: Path) -> None:
    lines = run("booklet")[1].splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("Measure"))
    shown = dict(re.split(r"  +", line) for line in lines[start + 1 :] if "  " in line)
    assert list(shown) == MEASURES
    assert shown["Sentences too long"] == "1 (33%)"
    assert shown["Longest paragraph, sentences"] == "1"
    assert heads(lines) == []


def test_with_all_it_prints_every_measure_of_each_section(booklet: Path) -> None:
    lines = run("booklet", "--all")[1].splitlines()
    assert heads(lines) == MEASURES
    assert sum(line.startswith("Start  ") for line in lines) == len(every.TOPICS)
    assert sum(line.startswith("More  ") for line in lines) == len(every.TOPICS)


def test_what_cannot_be_measured_has_no_table_of_measures(booklet: Path) -> None:
    (booklet / "publication.toml").write_text(SETTINGS.replace("en-GB", "cy"), encoding="utf-8")
    code, text = run("booklet", "--all")
    assert code == 0
    assert "The standard edition cannot be measured." in text
    assert "Flesch" not in text


def test_it_writes_where_it_is_told_and_the_same_bytes_again(booklet: Path) -> None:
    for name in ("a.html", "b.html"):
        assert run("booklet", "-o", f"out/{name}")[0] == 0
    one, other = (booklet.parent / "out" / name for name in ("a.html", "b.html"))
    assert one.read_bytes() == other.read_bytes()
    assert one.with_suffix(".json").read_bytes() == other.with_suffix(".json").read_bytes()


def test_only_with_keep_is_the_history_written(booklet: Path) -> None:
    for _ in range(2):
        assert run("booklet", "--keep")[0] == 0
    kept = json.loads((booklet / "report-history.json").read_text("utf-8"))
    assert [each["date"] for each in kept["reports"]] == ["2025-06-01", "2025-06-01"]
    assert kept["reports"][0]["editions"][0]["sections"]["start"]["long"] == 1


def test_a_damaged_history_is_not_overwritten(booklet: Path) -> None:
    history = booklet / "report-history.json"
    history.write_text("{ half", encoding="utf-8")
    code, text = run("booklet", "--keep")
    assert code == 1
    assert "the history of reports cannot be read" in text
    assert not (booklet.parent / "dist").exists()
    code, text = run("booklet")
    assert code == 0
    assert "the history of reports cannot be read" in text
    page = (booklet.parent / "dist/booklet/readability.html").read_text("utf-8")
    assert "history of reports cannot be read" in page
    assert history.read_text("utf-8") == "{ half"


def test_a_single_file_has_its_own_history(booklet: Path) -> None:
    assert run("booklet/01.md", "--keep", "-o", "x.html")[0] == 0
    assert (booklet / "01-report-history.json").exists()


def test_exceptions_and_the_baseline_are_told(booklet: Path) -> None:
    entry = """
        [[exceptions]]
        rule = "sentence-too-long"
        section = "start"
        reason = "The Act's own words"
        until = 2030-01-01
    """
    (booklet / "publication.toml").write_text(SETTINGS + dedent(entry), encoding="utf-8")
    assert run("booklet")[0] == 0
    page = (booklet.parent / "dist/booklet/readability.html").read_text("utf-8")
    assert "<q>The Act&#x27;s own words</q> Until 1 January 2030." in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("booklet", "-o", "report.txt"), "ends in .html"),
        (("booklet", "--edition", "large-print"), "no edition called"),
        (("nothing",), "no file, folder or publication"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    words: tuple[str, ...], said: str, booklet: Path
) -> None:
    code, text = run(*words)
    assert code == 2
    assert said in text
    assert len(text.splitlines()) == 1


def test_a_date_that_is_none_is_refused(booklet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert run("booklet")[0] == 2


# --- For other repositories ----------------------------------------------------------


def steps(root: Path) -> Iterator[tuple[str, str]]:
    """The name and the script of each step of action.yml that runs one."""
    text = (root / "action.yml").read_text(encoding="utf-8")
    for step in re.split(r"\n    - ", text)[1:]:
        name = re.search(r"name: (.+)", step)
        script = re.search(r"run: (?:\|\n((?: {8}.*(?:\n|$))+)|(.+))", step)
        if name and script:
            yield name[1], dedent(script[1]) if script[1] else script[2]


def in_action(script: str, publication: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A step as GitHub runs it: bash with its options, inputs in the environment."""
    (folder / "runner").mkdir(exist_ok=True)
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PUBLICATION": publication,
        "STRICT": "false",
        "TIME_LIMIT": "10",
        "RUNNER_TEMP": str(folder / "runner"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        "GITHUB_OUTPUT": str(folder / "output.txt"),
    }
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_the_steps_of_the_action_check_and_report(booklet: Path, root: Path) -> None:
    scripts = dict(steps(root))
    assert list(scripts) == ["Install plainpress", "Check the publication", "Write the report"]
    folder = booklet.parent
    assert in_action(scripts["Check the publication"], "booklet", folder).returncode in {0, 1}
    done = in_action(scripts["Write the report"], "booklet", folder)
    assert done.returncode == 0, done.stderr
    assert (folder / "runner/plainpress/readability.html").exists()
    assert "1 of 3 sentences is too long" in (folder / "summary.md").read_text("utf-8")
    assert "report=" in (folder / "output.txt").read_text("utf-8")


@pytest.mark.parametrize("evil", ["$(touch pwned)", '"; touch pwned; "', "-h; touch pwned"])
def test_a_hostile_name_is_only_a_name(evil: str, booklet: Path, root: Path) -> None:
    for name, script in steps(root):
        if name != "Install plainpress":
            assert in_action(script, evil, booklet.parent).returncode != 0
    assert not (booklet.parent / "pwned").exists()


def test_the_action_puts_no_input_into_a_script(root: Path) -> None:
    assert all("${{" not in script for _, script in steps(root))


def test_the_hook_calls_a_command_that_there_is(root: Path) -> None:
    text = (root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    entries = re.findall(r"entry: plainpress (\w+)(.*)", text)
    assert entries
    for command, options in entries:
        known = {name for parameter in main.commands[command].params for name in parameter.opts}
        assert set(re.findall(r"--\w+", options)) <= known
