"""Putting finished files into place: whole or not at all; then the page to choose on."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from plainpress.press import release
from plainpress.press.command import main


def folder(path: Path, **files: str) -> Path:
    path.mkdir(parents=True)
    for name, text in files.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


def test_a_file_takes_the_place_of_an_older_one(tmp_path: Path) -> None:
    made, place = folder(tmp_path / "stage", a="new"), folder(tmp_path / "dist", a="old")
    assert release.put(made / "a", place) == place / "a"
    assert (place / "a").read_text() == "new"


@pytest.mark.parametrize("exchange", [release.exchange, lambda *_: False], ids=["one", "two"])
def test_a_folder_takes_the_place_of_an_older_one_with_nothing_left_over(
    exchange: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, place = tmp_path / "dist" / ".stage", tmp_path / "dist"
    folder(place / "web", old="old", page="old")
    folder(made / "web", page="new")
    monkeypatch.setattr(release, "exchange", exchange)
    assert release.put(made / "web", place) == place / "web"
    assert [path.name for path in (place / "web").iterdir()] == ["page"]
    assert (place / "web" / "page").read_text() == "new"
    folder(made / "other", page="first")
    assert release.put(made / "other", place) == place / "other"


def test_the_older_folder_comes_back_if_the_new_one_cannot_be_put(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, place = folder(tmp_path / "stage" / "web", page="new"), tmp_path / "dist"
    folder(place / "web", page="old")
    rename = os.rename

    def stopped(source: Any, target: Any) -> None:
        if Path(source) == made:
            raise KeyboardInterrupt
        rename(source, target)

    monkeypatch.setattr(release, "exchange", lambda *_: False)
    monkeypatch.setattr(release.os, "rename", stopped)
    with pytest.raises(KeyboardInterrupt):
        release.put(made, place)
    assert (place / "web" / "page").read_text() == "old"


def test_the_older_folder_comes_back_with_the_next_build_if_the_new_one_never_came(
    tmp_path: Path,
) -> None:
    folder(tmp_path / "stage" / "web.older", page="old")
    folder(tmp_path / "stage" / ".page" / "page.older", style="old")
    folder(tmp_path / "dist" / "page", style="new")
    release.restore(tmp_path / "stage", tmp_path / "dist")
    assert (tmp_path / "dist" / "web" / "page").read_text() == "old"
    assert (tmp_path / "dist" / "page" / "style").read_text() == "new"


@pytest.mark.skipif(sys.platform not in ("linux", "darwin"), reason="no such call there")
def test_two_folders_change_places_in_one_step(tmp_path: Path) -> None:
    one, other = folder(tmp_path / "one", page="1"), folder(tmp_path / "other", page="2")
    assert release.exchange(one, other)
    assert ((one / "page").read_text(), (other / "page").read_text()) == ("2", "1")
    assert not release.exchange(one, tmp_path / "nowhere")


@pytest.fixture
def booklet(tmp_path: Path) -> Path:
    settings = 'title = "A booklet"\nlanguage = "en-GB"\ncontact = "us@example.org"\n'
    source = folder(tmp_path / "booklet")
    (source / "publication.toml").write_text(f'{settings}site = "https://example.org/b"\n')
    (source / "01.md").write_text("(start)=\n# Start\n\nWords that somebody wrote.\n")
    return source


def build(source: Path, *arguments: str) -> Path:
    output = source.parent / "dist"
    main(["build", str(source), "-o", str(output), *arguments], standalone_mode=False)
    return output


def test_a_build_of_pages_makes_the_page_to_choose_on(booklet: Path) -> None:
    output = build(booklet, "--format", "epub")
    assert not (output / "index.html").exists()
    build(booklet, "--format", "web")
    shown = (path.name for path in output.iterdir() if not path.name.startswith("."))
    assert sorted(shown) == [
        *("booklet.epub", "feed.xml", "index.html", "manifest.json", "page", "sitemap.xml", "web"),
    ]
    page = (output / "index.html").read_text(encoding="utf-8")
    assert "Book for phones and e-readers" in page
    assert "us@example.org" in page
    chapter = (output / "web" / "start.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://example.org/b/web/start.html">' in chapter


def test_the_manifest_tells_what_the_checks_found(booklet: Path) -> None:
    (booklet / "01.md").write_text("(start)=\n# Start\n\n[here](https://example.org/) is more.\n")
    output = build(booklet, "--format", "web", "--draft")
    manifest = json.loads((output / "manifest.json").read_text("utf-8"))
    (row,) = manifest["artifacts"]
    assert [(each["code"], each["count"]) for each in row["findings"]] == [("link-words", 1)]
    assert ("standard", "link-words") in {
        (each["edition"], each["code"]) for each in manifest["shortfalls"]
    }
