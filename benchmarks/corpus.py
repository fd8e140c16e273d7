"""Takes a number of words; gives the same generated book twice: for plainpress and for pandoc.

The words are paragraphs of the guide, in an order drawn from a fixed seed. Every chapter has
headings, lists, a table, a figure, footnotes, links and cross references, each in the dialect
of the tool that will read it.
"""

from __future__ import annotations

import random
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plainpress.document.model import Paragraph
from plainpress.document.reader import read
from plainpress.document.walk import nodes_of, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

GUIDE = Path(__file__).resolve().parent.parent / "sources" / "guide"
CHAPTER_WORDS = 2500
SHORTEST = 12


@dataclass(frozen=True, slots=True)
class Book:
    """A generated book: the folder that plainpress reads, the file that pandoc reads, its words."""

    publication: Path
    markdown: Path
    words: int


def paragraphs() -> list[str]:
    """The guide's paragraphs of some length, as plain words safe in any Markdown."""
    publication = read(GUIDE).publication
    if publication is None:
        raise SystemExit("the guide cannot be read")
    texts = (plain_text(node.children) for node in nodes_of(Paragraph, publication))
    plain = str.maketrans("", "", "*_`[]<>#|:@{}\\$^~")
    return sorted({text.translate(plain) for text in texts if len(text.split()) >= SHORTEST})


def make(words: int, folder: Path, chapter: int = CHAPTER_WORDS) -> Book:
    """Write both versions of a book of about that many words, in chapters of so many."""
    draw = random.Random(words)  # noqa: S311 - a fixed seed for the same book each time
    texts = paragraphs()
    publication = folder / f"book-{words}-{chapter}"
    publication.mkdir(parents=True, exist_ok=True)
    (publication / "figures").mkdir(exist_ok=True)
    (publication / "figures" / "plan.png").write_bytes(_png(640, 400))
    ours, theirs, count, number = [], [], 0, 0
    while count < words:
        number += 1
        seed = draw.random()
        ours.append("\n\n".join(_Chapter(number, seed, texts, chapter).blocks(ours=True)))
        theirs.append("\n\n".join(_Chapter(number, seed, texts, chapter).blocks(ours=False)))
        count += len(ours[-1].split())
        (publication / f"{number:04}.md").write_text(ours[-1] + "\n", encoding="utf-8")
    (publication / "publication.toml").write_text('title = "A book"\nlanguage = "en-GB"\n')
    markdown = publication.with_suffix(".md")
    head = "---\ntitle: A book\nlang: en-GB\n---\n\n"
    markdown.write_text(head + "\n\n".join(theirs) + "\n", encoding="utf-8")
    return Book(publication, markdown, count)


class _Chapter:
    """One chapter, drawn from a seed, so that it can be drawn again in the other dialect."""

    def __init__(self, number: int, seed: float, texts: list[str], words: int) -> None:
        self.number, self.texts, self.words = number, texts, words
        self.draw = random.Random(seed)  # noqa: S311 - as above

    def text(self) -> str:
        return self.draw.choice(self.texts)

    def blocks(self, *, ours: bool) -> Iterator[str]:
        name = f"chapter-{self.number}"
        yield (
            f"({name})=\n# Chapter {self.number}"
            if ours
            else f"# Chapter {self.number} {{#{name}}}"
        )
        words, part = 0, 0
        while words < self.words:
            part += 1
            for block in self._part(part, ours=ours):
                words += len(block.split())
                yield block

    def _part(self, part: int, *, ours: bool) -> Iterator[str]:
        label = f"{self.number}-{part}"
        yield f"## Part {part}"
        yield f"{self.text()}[^n{label}] See [the chapter](#chapter-{self.number})."
        link = f"[a page about it](https://example.org/{label})"
        yield f"*{self._cell()}* and **more** in {link}. {self.text()}"
        yield "\n".join(f"- {self.text()}" for _ in range(4))
        yield self.text()
        yield self._table(label, ours=ours)
        yield self._figure(label, ours=ours)
        yield self._note(ours=ours)
        yield self.text()
        yield f"[^n{label}]: {self.text()}"

    def _cell(self) -> str:
        return " ".join(self.text().split()[:8])

    def _table(self, label: str, *, ours: bool) -> str:
        rows = ["| Stage | In services | In research |", "|---|---|---|"]
        rows += [f"| {self._cell()} | {self._cell()} | {self._cell()} |" for _ in range(5)]
        table, caption = "\n".join(rows), self._cell()
        if ours:
            return f":::{{table}} {caption}\n:name: table-{label}\n\n{table}\n:::"
        return f"{table}\n\n: {caption}"

    def _figure(self, label: str, *, ours: bool) -> str:
        alt, caption = self._cell(), self._cell()
        if ours:
            return (
                f":::{{figure}} figures/plan.png\n:name: fig-{label}\n:alt: {alt}\n\n{caption}\n:::"
            )
        return f'![{caption}](figures/plan.png){{#fig-{label} alt="{alt}"}}'

    def _note(self, *, ours: bool) -> str:
        opening = ":::{note}" if ours else "::: note"
        return f"{opening}\n{self.text()}\n:::"


def _png(width: int, height: int) -> bytes:
    """A small grey picture, so that both tools copy the same bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = b"".join(b"\0" + bytes((x + y) % 256 for x in range(width)) for y in range(height))
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts
