"""Each folder of tests/document/reader is a case: a source, its tree, and its findings.

A case is one file, `source.md`, or a publication with a `publication.toml`; with a folder
`easy-read`, that edition is read. `expected.txt` is the tree, `findings.txt` every finding.
`pytest --accept` writes both anew.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plainpress.document.reader import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from plainpress.document.reader import Reading

HERE = Path(__file__).parent
CASES = sorted(path for path in (HERE / "reader").iterdir() if path.is_dir())
CATALOGUE = tomllib.loads((HERE.parents[1] / "document/data/findings.toml").read_text("utf-8"))


def _read(case: Path) -> Reading:
    edition = "easy-read" if (case / "easy-read").exists() else "standard"
    single = case / "source.md"
    return read(single if single.exists() else case, edition, (HERE / "pictures",))


def _findings(reading: Reading) -> str:
    return "".join(f"{f.severity.name.lower()} {f.code}: {f}\n" for f in reading.findings)


def _compare(path: Path, found: str, *, accept: bool) -> None:
    if accept:
        path.write_text(found, "utf-8")
    assert found == path.read_text("utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path, accept: bool, dump: Callable[[Reading], str]) -> None:
    reading = _read(case)
    _compare(case / "expected.txt", dump(reading), accept=accept)
    _compare(case / "findings.txt", _findings(reading), accept=accept)


def test_a_publication_is_the_same_however_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = HERE / "reader" / "several-files"
    publication = read(folder).publication
    assert publication
    assert read(folder / "publication.toml").publication == publication
    monkeypatch.chdir(folder)
    assert read(Path()).publication == publication


def test_a_path_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    reading = read(tmp_path / "nowhere")
    assert reading.publication is None
    assert [finding.code for finding in reading.findings] == ["file-missing"]


def _publication(folder: Path, text: str) -> Path:
    folder.mkdir()
    (folder / "publication.toml").write_text('title = "T"\nlanguage = "en"\n', "utf-8")
    (folder / "01.md").write_text(text, "utf-8")
    return folder


def test_a_link_of_the_file_system_leads_to_nothing_outside(tmp_path: Path) -> None:
    folder = _publication(tmp_path / "guide", "# T\n\n![A tree](linked.svg)\n")
    outside = HERE / "reader" / "figures" / "figures" / "one.svg"
    (folder / "linked.svg").symlink_to(outside)
    (folder / "02.md").symlink_to(HERE / "reader" / "lists" / "source.md")
    found = {(f.code, f.span.path, f.span.first) for f in read(folder).findings}
    assert found == {("path-outside", "01.md", 3), ("path-outside", "02.md", 1)}
    (folder / "02.md").unlink()
    (folder / "linked.svg").unlink()
    (folder / "real.svg").write_bytes(outside.read_bytes())
    (folder / "linked.svg").symlink_to("real.svg")
    assert read(folder).findings == ()


def test_settings_that_link_elsewhere_are_not_read(tmp_path: Path) -> None:
    folder = _publication(tmp_path / "guide", "# T\n\nWords.\n")
    (folder / "publication.toml").rename(tmp_path / "other.toml")
    (folder / "publication.toml").symlink_to("../other.toml")
    assert [f.code for f in read(folder).findings] == ["path-outside"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_file_in_another_encoding_is_one_fault_and_is_read(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "source.md"
    path.write_bytes("---\nlanguage: en\n---\n\n# Caf\u00e9\n\nWords.\n".encode(encoding))
    reading = read(path)
    assert [(f.code, f.span.first) for f in reading.findings] == [("not-utf8", 1)]
    assert reading.publication
    assert reading.publication.title == "Café"


def test_no_link_of_the_file_system_is_committed() -> None:
    root = HERE.parents[1]
    ours = (each for each in root.iterdir() if each.name in {"sources", "templates", "tests"})
    assert [path for folder in ours for path in folder.rglob("*") if path.is_symlink()] == []


def test_every_finding_has_a_case_that_shows_it() -> None:
    shown = {
        line.partition(": ")[0].split()[1]
        for case in CASES
        for line in (case / "findings.txt").read_text("utf-8").splitlines()
        if ": " in line
    }
    of_limits = {"too-much-paragraph", "too-much-text", "too-many-pictures"}
    assert set(CATALOGUE) - shown == {"file-too-large", "file-unreadable"} | of_limits


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_finding_says_what_is_wrong_and_what_to_do(code: str) -> None:
    entry = CATALOGUE[code]
    assert entry["severity"] in {"error", "warning", "information"}
    assert entry["hint"]
    for text in (entry["message"], entry["hint"], entry.get("otherwise", "")):
        assert not text.endswith(".")
