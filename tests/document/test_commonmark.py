"""Every example of the CommonMark specification is read, and every word of it is kept."""

from __future__ import annotations

import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plainpress.document import model
from plainpress.document.reader import read
from plainpress.document.walk import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = json.loads(Path(__file__).with_name("commonmark").joinpath("examples.json").read_text())
WORD = re.compile(r"\w+")


class _Words(HTMLParser):
    """The text content of an HTML page as a reader sees it: no scripts, no styles, no comments."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self._unseen = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style"}:
            self._unseen = tag
        if tag == "img":
            self.text += [value or "" for key, value in attrs if key == "alt"]

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unseen:
            self._unseen = ""

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.text.append(data)

    def unknown_decl(self, data: str) -> None:
        self.text.append(data.removeprefix("CDATA["))


def _html_words(html: str) -> Counter[str]:
    parser = _Words()
    parser.feed(html)
    parser.close()
    return Counter(WORD.findall(" ".join(parser.text)))


def _texts(publication: model.Publication) -> Iterator[str]:
    for node in nodes(publication):
        match node:
            case model.Text(text=text) | model.Code(text=text) | model.CodeBlock(text=text):
                yield text
            case model.Publication(title=title):
                yield title  # the only "#" above "##" is the title of a single file
            case model.Image(alt=alt) | model.Figure(alt=alt):
                yield alt
            case _:
                pass


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example["example"]))
def test_every_word_is_kept(example: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "source.md"
    path.write_text(example["markdown"], "utf-8")
    reading = read(path)
    kept = Counter[str]()
    if reading.publication:
        kept = Counter(WORD.findall(" ".join(_texts(reading.publication))))
    assert not _html_words(example["html"]) - kept
