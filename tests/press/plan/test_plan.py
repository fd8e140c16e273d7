"""A build makes anew what has changed, says why, and keeps the rest."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from plainpress.press import plan
from plainpress.press.build import Outcome, Request, build
from plainpress.press.formats import BUILT_IN
from plainpress.press.plan import digests

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FORMATS = tuple(form for form in BUILT_IN if form.name in {"word", "pdf", "epub", "web"})
SETTINGS = 'title = "A booklet"\nlanguage = "en-GB"\ndate = 2025-06-01\n'
TEXT = "(start)=\n# Start\n\nSome words to read. Here are some more of them.\n"
READING = '# Start\n\n{covers="start"}\n## Start\n\nYou can read this.\n'


@pytest.fixture
def booklet(tmp_path: Path) -> Path:
    source = tmp_path / "booklet"
    source.mkdir()
    (source / "publication.toml").write_text(SETTINGS, encoding="utf-8")
    (source / "01.md").write_text(TEXT, encoding="utf-8")
    return source


@pytest.fixture
def make(booklet: Path) -> Callable[..., Outcome]:
    """A function that builds the booklet into `dist`; its arguments are fields of `Request`."""

    def builder(**wishes: Any) -> Outcome:
        given = {"formats": FORMATS, "editions": ("standard",), "layout": False, **wishes}
        return build(Request(source=booklet, output=booklet.parent / "dist", **given))

    return builder


def why(outcome: Outcome) -> dict[str, str]:
    return {item.artifact.path.name: item.why for item in outcome.made}


def kept(outcome: Outcome) -> set[str]:
    return {name for name, reason in why(outcome).items() if not reason}


ALL = {"booklet.docx", "booklet.pdf", "booklet.epub", "web"}


def test_nothing_changed_nothing_is_read_or_made(
    make: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = make()
    assert set(why(first).values()) == {"it was not made before"}
    monkeypatch.setattr("plainpress.press.check.read_editions", None)  # it would fail
    second = make()
    assert second.reading == ""
    assert kept(second) == ALL
    assert second.findings == first.findings
    assert [item.artifact for item in second.made] == [item.artifact for item in first.made]
    assert [item.findings for item in second.made] == [item.findings for item in first.made]


def test_a_changed_word_is_named_and_everything_made_of_it(
    make: Callable[..., Outcome], booklet: Path
) -> None:
    make()
    (booklet / "01.md").write_text(TEXT.replace("Some", "Many"), encoding="utf-8")
    done = make()
    assert done.reading == "changed: 01.md"
    assert set(why(done).values()) == {"changed: the edition"}
    assert "Many words" in (booklet.parent / "dist" / "web" / "start.html").read_text("utf-8")


def test_a_file_that_changes_no_edition_is_read_and_makes_nothing_anew(
    make: Callable[..., Outcome], booklet: Path
) -> None:
    make()
    (booklet / "notes.txt").write_text("Call Ann.", encoding="utf-8")
    done = make()
    assert done.reading == "new: notes.txt"
    assert kept(done) == ALL


def test_a_file_that_is_gone_or_damaged_is_made_anew(
    make: Callable[..., Outcome], booklet: Path
) -> None:
    dist = booklet.parent / "dist"
    whole = {item.artifact.path.name: item.artifact.digest for item in make().made}
    (dist / "booklet.pdf").unlink()
    (dist / "web" / "start.html").write_text("No page.", encoding="utf-8")
    done = make()
    assert why(done)["booklet.pdf"] == "it is gone"
    assert why(done)["web"] == "its file is not what was made"
    assert kept(done) == {"booklet.docx", "booklet.epub"}
    assert {name: plan.digest_of(dist / name) for name in whole} == whole


def test_a_file_with_another_time_and_the_same_bytes_is_kept(
    make: Callable[..., Outcome], booklet: Path
) -> None:
    make()
    copy = booklet.parent / "copy"
    shutil.copytree(booklet.parent / "dist", copy, copy_function=shutil.copyfile)
    shutil.rmtree(booklet.parent / "dist")
    copy.rename(booklet.parent / "dist")
    assert kept(make()) == ALL


@pytest.mark.parametrize("name", ["manifest.json", "index.html"])
def test_the_manifest_and_its_page_come_back(
    name: str, make: Callable[..., Outcome], booklet: Path
) -> None:
    make()
    file = booklet.parent / "dist" / name
    whole = file.read_bytes()
    file.write_text("{}", encoding="utf-8")
    assert kept(make()) == ALL
    if name == "index.html":  # the manifest that was damaged has forgotten nothing that is kept
        assert file.read_bytes() == whole
    rows = json.loads((booklet.parent / "dist" / "manifest.json").read_text("utf-8"))["artifacts"]
    assert {row["file"] for row in rows} == ALL


@pytest.mark.parametrize(
    "record",
    ["", "{", "[]", '{"version": 1}', '{"version": 0}', '{"version": 1, "kept": {"web": 3}}'],
)
def test_a_damaged_record_remembers_nothing(
    record: str, make: Callable[..., Outcome], booklet: Path
) -> None:
    make()
    (booklet.parent / "dist" / plan.FILE).write_text(record, encoding="utf-8")
    assert kept(make()) == set()
    assert kept(make()) == ALL


def test_options_and_the_wish_for_all_anew(
    make: Callable[..., Outcome], booklet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make()
    assert set(why(make(fresh=True)).values()) == {"--fresh"}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1234567890")
    assert set(why(make()).values()) == {"changed: SOURCE_DATE_EPOCH"}
    template = booklet.parent / "own.docx"
    template.write_bytes((booklet.parent / "dist" / "booklet.docx").read_bytes())
    assert "--template" in why(make(template=template))["booklet.docx"]


def test_code_that_changed_runs_only_what_runs_on_it(
    make: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    make()
    code = digests.code
    monkeypatch.setattr(
        digests, "code", lambda room: "other" if room == "accessibility" else code(room)
    )
    checked = make()
    assert checked.reading == "changed: plainpress (accessibility)"
    assert {item.why for item in checked.made} == {"changed: plainpress (accessibility)"}
    assert not any(item.built for item in checked.made)
    monkeypatch.setattr(digests, "code", lambda room: "other" if room == "builders" else code(room))
    assert all(item.built for item in make().made)


def test_new_page_numbers_go_into_the_book(make: Callable[..., Outcome], booklet: Path) -> None:
    make()
    record = booklet.parent / "dist" / plan.FILE
    held = json.loads(record.read_text("utf-8"))
    held["kept"]["booklet.pdf"]["artifact"]["pages"]["pages"] = 99
    record.write_text(json.dumps(held), encoding="utf-8")
    assert why(make())["booklet.epub"] == "changed: page numbers"


def test_formats_that_were_not_asked_for_stay_known(make: Callable[..., Outcome]) -> None:
    make()
    assert kept(make(formats=FORMATS[-1:])) == {"web"}
    assert kept(make()) == ALL


def test_a_build_that_failed_is_not_remembered(make: Callable[..., Outcome], booklet: Path) -> None:
    make()
    (booklet / "01.md").write_text("# Start\n\n[](#nowhere)\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(Exception, match="nowhere"):
            make()
    (booklet / "01.md").write_text(TEXT, encoding="utf-8")
    assert kept(make()) == ALL


def test_sources_that_lie_outside_are_not_opened(booklet: Path) -> None:
    secret = booklet.parent / "secret.txt"
    secret.write_text("one", encoding="utf-8")
    (booklet / "link.txt").symlink_to(secret)
    (booklet / "again").symlink_to(booklet, target_is_directory=True)
    os.mkfifo(booklet / "pipe")
    found = digests.of_sources(booklet, booklet / "dist")
    assert found is not None
    assert set(found) == {"01.md", "again", "link.txt", "pipe", "publication.toml"}
    secret.write_text("two", encoding="utf-8")
    assert digests.of_sources(booklet, booklet / "dist") == found


def test_the_same_edition_has_the_same_digest_on_another_machine(booklet: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from plainpress.document.reader import read;"
        "from plainpress.press.plan import digests;"
        "print(digests.of_value(read(Path(sys.argv[1])).publication))"
    )
    (booklet / "dot.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><rect width="3" height="3"/>'
        "</svg>",
        encoding="utf-8",
    )
    figure = "\n:::{figure} dot.svg\n:name: dot\n:alt: A dot.\n\nA dot\n:::\n"
    (booklet / "01.md").write_text(TEXT + figure, encoding="utf-8")
    copy = booklet.parent / "elsewhere" / "booklet"
    shutil.copytree(booklet, copy)
    found = {
        subprocess.run(
            [sys.executable, "-c", script, str(source)],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, source in enumerate((booklet, copy))
    }
    assert len(found) == 1
    (copy / "dot.svg").write_text(
        (booklet / "dot.svg").read_text("utf-8").replace('height="3"', 'height="2"'), "utf-8"
    )
    changed = subprocess.run(
        [sys.executable, "-c", script, str(copy)], capture_output=True, text=True, check=True
    )
    assert changed.stdout not in found
