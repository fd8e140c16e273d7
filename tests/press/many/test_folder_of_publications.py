"""A folder of publications is built: what is good comes out, what is not is named."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_what_is_good_comes_out_and_what_is_not_is_named(
    here: Path, root: Path, run: Callable[..., tuple[int, str]], record: Callable[[Path], Any]
) -> None:
    code, text = run("build", "leaflets", "--format", "web", "--format", "word", "--no-layout")
    assert code == 1
    assert "leaflets/bad/01.md:3: error: nothing is labelled “nowhere”" in text
    assert "Built 2 of 3 publications, 4 files, into dist in" in text
    assert "Failed: 1." in text
    assert not (here / "dist/bad").exists()
    for name in ("good/good.docx", "good/web", "health/teeth/teeth.docx", "health/teeth/web"):
        assert (here / "dist" / name).exists()
    rows = record(here / "dist/builds.json")
    assert {name: row["state"] for name, row in rows.items()} == {
        "bad": "failed",
        "good": "built",
        "health/teeth": "built",
    }
    assert rows["bad"]["findings"][0]["line"] == 3
    manifest = json.loads((here / "dist/good/manifest.json").read_text("utf-8"))
    told = {each["file"]: each["sha256"] for each in rows["good"]["files"]}
    assert told == {each["file"]: each["sha256"] for each in manifest["artifacts"]}


def test_the_same_comes_out_as_from_a_build_of_each(
    here: Path, root: Path, run: Callable[..., tuple[int, str]]
) -> None:
    run("build", "leaflets", "--format", "epub")
    assert run("build", "leaflets/good", "--format", "epub", "-o", "alone")[0] == 0
    alone, many = here / "alone/good.epub", here / "dist/good/good.epub"
    assert alone.read_bytes() == many.read_bytes()


def test_what_has_not_changed_is_kept(
    here: Path, root: Path, run: Callable[..., tuple[int, str]], record: Callable[[Path], Any]
) -> None:
    words = ("build", "leaflets", "--format", "web", "--format", "epub")
    assert "Kept" not in run(*words)[1]
    (root / "good/01.md").write_text("(start)=\n# Start\n\nOther words now.\n", "utf-8")
    text = run(*words, "--explain")[1]
    assert "Kept, since nothing in them has changed: 2 of the files." in text
    rows = [line.split(maxsplit=2) for line in text.splitlines() if line.startswith("good/")]
    assert rows == [
        [f"good/{name}", "ran", "changed: the edition"] for name in ("good.epub", "web")
    ]
    assert "health/teeth/web         kept\n" in text
    why = {name: row["why"] for name, row in record(here / "dist/builds.json").items()}
    assert why == {"bad": "", "good": "changed: 01.md", "health/teeth": ""}
    assert "Kept" not in run(*words, "--fresh")[1]


def test_a_folder_without_publications_is_said_in_one_line(
    here: Path, run: Callable[..., tuple[int, str]]
) -> None:
    (here / "empty/below").mkdir(parents=True)
    code, text = run("build", "empty")
    assert code == 2
    assert text.startswith("plainpress: there is no publication in empty: ")
    assert text.count("\n") == 1
    assert not (here / "dist").exists()


def test_a_folder_of_texts_still_lacks_its_settings(
    here: Path, run: Callable[..., tuple[int, str]]
) -> None:
    (here / "texts").mkdir()
    (here / "texts/01.md").write_text("# Start\n\nWords.\n", "utf-8")
    code, text = run("build", "texts")
    assert code == 1
    assert "the folder has no publication.toml" in text


def test_one_publication_is_built_as_ever(
    here: Path, root: Path, run: Callable[..., tuple[int, str]]
) -> None:
    assert run("build", "leaflets/good", "--format", "web")[0] == 0
    assert not (here / "dist/builds.json").exists()


@pytest.mark.parametrize("option", [("--shard", "1/2"), ("--executor", "dask")])
def test_what_is_for_a_folder_is_refused_for_one(
    root: Path, option: tuple[str, str], run: Callable[..., tuple[int, str]]
) -> None:
    code, text = run("build", "leaflets/good", *option)
    assert code == 2
    assert text == f"plainpress: {option[0]} is for a folder of publications: give its path\n"


def test_wishes_that_none_can_meet_are_refused_before_anything_is_built(
    here: Path, root: Path, run: Callable[..., tuple[int, str]]
) -> None:
    for wish in (
        ("--format", "scroll"),
        ("--edition", "easyread"),
        ("--template", "none.docx"),
        ("--executor", "ray"),
        ("--executor", "processes=2"),
    ):
        code, text = run("build", "leaflets", *wish)
        assert code == 2, text
        assert text.count("\n") == 1
    assert not (here / "dist").exists()


def test_an_output_that_cannot_be_is_said_before_anything_is_built(
    here: Path, root: Path, run: Callable[..., tuple[int, str]]
) -> None:
    (here / "file").write_text("mine")
    code, text = run("build", "leaflets", "-o", "file/below")
    assert code == 3
    assert text.startswith("plainpress: file/below: not a directory; ")
    assert text.count("\n") == 1


def test_publications_without_an_edition_are_left_out(
    here: Path, root: Path, run: Callable[..., tuple[int, str]], record: Callable[[Path], Any]
) -> None:
    (root / "bad/01.md").write_text("(start)=\n# Start\n\nWords.\n", "utf-8")
    easy = root / "good/easy-read"
    easy.mkdir()
    words = '{covers="start"}\n# Start\n\n![](picture:meeting) You can meet us.\n'
    (easy / "01.md").write_text(words, "utf-8")
    code, text = run("build", "leaflets", "--edition", "easy-read", "--format", "web", "--draft")
    assert code == 0, text
    assert "Left out, since they have no such edition: 2." in text
    states = {name: row["state"] for name, row in record(here / "dist/builds.json").items()}
    assert states == {"bad": "left out", "good": "built", "health/teeth": "left out"}


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("a/Teeth", "a/teeth", "a/Teeth and a/teeth would be built into the same folder"),
        ("caf\u00e9", "cafe\u0301", "would be built into the same folder"),
        ("health", "health/teeth", "health/teeth lies inside the publication health"),
        ("health", "Health/a/b", "Health/a/b lies inside the publication health"),
    ],
)
def test_outputs_that_would_meet_are_an_error_before_anything_is_built(
    here: Path,
    publication: Callable[..., Path],
    run: Callable[..., tuple[int, str]],
    first: str,
    second: str,
    why: str,
) -> None:
    publication(here / "many/other")
    publication(here / "many" / first)
    try:
        publication(here / "many" / second)
    except FileExistsError:
        pytest.skip("this file system takes both names for one")
    code, text = run("build", "many")
    assert code == 2
    assert why in text
    assert text.count("\n") == 1
    assert not (here / "dist").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links want special rights there")
def test_links_are_not_followed_and_circles_do_no_harm(
    here: Path, root: Path, run: Callable[..., tuple[int, str]]
) -> None:
    (root / "bad/01.md").unlink()
    (root / "bad/publication.toml").unlink()
    (root / "health/circle").symlink_to(root, target_is_directory=True)
    (root / "itself").symlink_to("itself")
    (root / "linked").symlink_to("good", target_is_directory=True)
    code, text = run("build", "leaflets", "--format", "web")
    assert code == 0, text
    assert "leaflets/linked is a link to a folder: links are not followed" in text
    assert "Built 2 of 2 publications" in text


def test_a_name_that_is_no_text_is_refused(
    here: Path, root: Path, publication: Callable[..., Path], run: Callable[..., tuple[int, str]]
) -> None:
    for name in (b"two\nlines", b"\xff"):
        try:
            folder = publication(root / os.fsdecode(name))
        except OSError:
            pytest.skip("this file system has no such names")
        code, text = run("build", "leaflets")
        assert code == 2
        assert "has a name that cannot be printed: rename it" in text
        assert text.count("\n") == 1
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()


def test_settings_that_are_no_file_harm_no_other(
    here: Path, root: Path, run: Callable[..., tuple[int, str]]
) -> None:
    (root / "folder/publication.toml").mkdir(parents=True)
    (root / "bad/publication.toml").unlink()
    (root / "bad/publication.toml").symlink_to("nowhere")
    code, text = run("build", "leaflets", "--format", "web")
    assert code == 1
    assert "leaflets/bad/publication.toml" in text
    assert "Built 2 of 3 publications" in text


def test_hidden_folders_and_the_output_are_passed_over(
    here: Path, publication: Callable[..., Path], run: Callable[..., tuple[int, str]]
) -> None:
    publication(here / "many/one")
    publication(here / "many/.git/two")
    publication(here / "many/out/three")
    code, text = run("build", "many", "--format", "web", "-o", "many/out")
    assert code == 0, text
    assert "Built 1 of 1 publication, 1 file, into many/out" in text


def test_the_time_that_was_given_reaches_every_publication(
    here: Path,
    root: Path,
    run: Callable[..., tuple[int, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "when")
    code, text = run("build", "leaflets", "--format", "web")
    assert code == 1
    assert "leaflets/good: error: SOURCE_DATE_EPOCH is 'when'" in text
