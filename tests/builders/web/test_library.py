"""The page of a library as text: what it holds without a script, and that nothing can act."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest

from plainpress.builders import web
from plainpress.builders.artifact import Options
from plainpress.document.reader import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SETTINGS = """\
kind = "library"
title = "Shelf <b>"
language = "en-GB"
[library.themes]
one = "Theme & one"
"""
HOSTILE = """\
title = "<script>alert(1)</script>"
subtitle = "\\"onload=x"
kind = "case studies"
themes = ["one"]
link = "https://example.org/\\"><script>"
description = "<img src=x onerror=alert(1)>\\n\\nSecond \u202e paragraph."
"""


@pytest.fixture
def build(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """A function from entries by key to the folder of pages made of them."""

    def make(entries: dict[str, str]) -> Path:
        source = tmp_path / "shelf"
        (source / "resources").mkdir(parents=True)
        (source / "publication.toml").write_text(SETTINGS, "utf-8")
        for key, text in entries.items():
            (source / "resources" / f"{key}.toml").write_text(text, "utf-8")
        reading = read(source)
        assert reading.publication
        output = tmp_path / "web"
        clock = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
        web.build(reading.publication, Options(output, clock, library=reading.library))
        return output

    return make


def test_every_resource_stands_in_the_page(build: Callable[[dict[str, str]], Path]) -> None:
    entry = 'title = "T{0}"\nkind = "book"\ndescription = "Words {0}."\n'
    folder = build({f"r{n}": entry.format(n) for n in range(150)})
    page = (folder / "index.html").read_text("utf-8")
    for number in range(150):
        assert f'<li id="r{number}" data-kind="book">\n<h3>T{number}</h3>' in page
    assert re.search(r'<form class="filters"[^>]* hidden', page)
    names = {each.name for each in folder.iterdir()}
    assert names >= {"index.html", "library.css", "library.js", "site.css", "site.js", "fonts"}
    assert [name for name in names if name.endswith(".html")] == ["index.html"]


def test_hostile_words_are_words(build: Callable[[dict[str, str]], Path]) -> None:
    page = (build({"bad": HOSTILE}) / "index.html").read_text("utf-8")
    assert re.findall(r"<script[^>]*>", page) == [
        '<script src="site.js" defer>',
        '<script src="library.js" defer>',
    ]
    assert "<img" not in page
    assert not re.search(r"<[^>]*\son\w+=", page)
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert 'href="https://example.org/&#34;&gt;&lt;script&gt;"' in page
    assert 'data-kind="case-studies" data-themes="one"' in page


def test_a_filter_that_no_resource_has_is_not_offered(
    build: Callable[[dict[str, str]], Path],
) -> None:
    page = (build({"bad": HOSTILE}) / "index.html").read_text("utf-8")
    assert re.findall(r'data-group="(\w+)"', page) == ["kind", "themes"]
    assert 'value="year"' not in page


def test_the_same_source_gives_the_same_page(build: Callable[[dict[str, str]], Path]) -> None:
    first = (build({"bad": HOSTILE}) / "index.html").read_bytes()
    assert b"\r" not in first
    assert first.count(b'id="bad"') == 1
