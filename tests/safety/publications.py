"""Random publications as somebody might write them, or mean ill with them: names and contents.

Most of what is drawn is right, so that it goes deep into the builders; some of it is not.
"""

from __future__ import annotations

import re
import struct
import tomllib
import zlib
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs",))
PIECES = tomllib.loads(Path(__file__).with_name("pieces.toml").read_text("utf-8"))


def one(name: str) -> st.SearchStrategy[str]:
    """One of the pieces of this name."""
    return st.sampled_from(PIECES[name])


WORD = st.one_of(one("words"), st.text(LETTERS, min_size=1, max_size=9), one("words"))
LABEL, NAME, LANGUAGE = one("labels"), one("pictures"), one("languages")


def joined(parts: st.SearchStrategy[str], most: int, between: str = " ") -> st.SearchStrategy[str]:
    return st.lists(parts, min_size=1, max_size=most).map(between.join)


def marks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        inner.map("*{}*".format),
        inner.map("**{}**".format),
        inner.map("`{}`".format),
        inner.map("[{}]{{lang=cy}}".format),
        inner.map("{{term}}`{}`".format),
        inner.map("{{abbr}}`NHS ({})`".format),
        inner.map("^[{}]".format),
        st.builds("[{}](#{})".format, inner, LABEL),
        st.builds("[{}](https://example.org/{})".format, inner, st.text(LETTERS, max_size=5)),
        LABEL.map("{{numref}}`{}`".format),
        LABEL.map("[^{}]".format),
        LABEL.map("{{cite:p}}`{}`".format),
        st.builds("![{}]({})".format, inner, NAME),
    )


LINE = joined(st.recursive(joined(WORD, 6), marks, max_leaves=4), 5)


def fence(name: str, head: str, options: str, body: str, colons: int) -> str:
    rest = f"\n{options}\n" if options else "\n"
    return f"{':' * colons}{{{name}}} {head}{rest}\n{body}\n{':' * colons}"


OPTIONS = joined(
    st.one_of(
        LABEL.map(":name: {}".format),
        LINE.map(":alt: {}".format),
        st.integers(-1, 9).map(":header-rows: {}".format),
        st.integers(-1, 9).map(":header-columns: {}".format),
        one("options"),
    ),
    3,
    "\n",
)
DIRECTIVE = one("directives")
TABLE = st.lists(st.lists(LINE, min_size=1, max_size=4), min_size=1, max_size=4).map(
    lambda rows: "\n".join(
        [f"| {' | '.join(rows[0])} |", "|---" * len(rows[0]) + "|"]
        + [f"| {' | '.join(row)} |" for row in rows[1:]]
    )
)
SIMPLE = st.one_of(
    LINE,
    LINE,
    TABLE,
    st.builds(fence, st.just("figure"), NAME, OPTIONS, LINE, st.just(3)),
    st.builds(fence, DIRECTIVE, LINE, OPTIONS, LINE, st.just(3)),
    st.builds("{}\n: {}".format, LINE, LINE),
    st.builds("[^{}]: {}".format, LABEL, LINE),
    LINE.map("```\n{}\n```".format),
    one("blocks"),
)


def boxes(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = joined(inner, 3, "\n\n")
    indented = several.map(lambda text: text.replace("\n", "\n  "))
    return st.one_of(
        joined(indented.map("- {}".format), 3, "\n"),
        joined(indented.map("1. {}".format), 3, "\n"),
        several.map(lambda text: "> " + text.replace("\n", "\n> ")),
        st.builds(fence, DIRECTIVE, LINE, OPTIONS, several, st.integers(3, 6)),
        joined(joined(LINE, 3, "\n  - ").map("* - {}".format), 3, "\n").map(
            lambda rows: f":::{{list-table}} Rows\n:header-rows: 1\n\n{rows}\n:::"
        ),
    )


BLOCK = st.recursive(SIMPLE, boxes, max_leaves=5)
HEADING = st.builds(
    "{}{} {}".format,
    one("before-headings"),
    one("headings"),
    LINE,
)
CHAPTER = st.builds(
    "(start)=\n# {}\n\n{}\n".format, LINE, joined(st.one_of(BLOCK, BLOCK, HEADING), 7, "\n\n")
)
ROW = st.builds("![]({}) {}".format, one("rows"), LINE)
EASY = st.builds('(easy)=\n{{covers="start"}}\n# {}\n\n{}\n'.format, LINE, joined(ROW, 3, "\n\n"))

FORBIDDEN = {34: "'", 92: "/", 127: " ", **dict.fromkeys(range(32), " ")}
TEXT = st.text(LETTERS, min_size=1, max_size=20).map(lambda text: f'"{text.translate(FORBIDDEN)}"')
VALUE = st.one_of(TEXT, TEXT.map("[{}]".format), one("values"))
SETTINGS = st.builds(
    lambda title, language, pairs: "".join(
        [f"title = {title}\nlanguage = {language!r}\n"]
        + [f"{key} = {value}\n" for key, value in pairs.items()]
    ),
    TEXT,
    LANGUAGE,
    st.dictionaries(one("keys"), VALUE, max_size=3),
)
FIELD = st.builds("{} = {{{}}}".format, one("fields"), st.one_of(LINE, one("field-values")))
WORK = st.builds("@{}{{key, {}}}".format, one("works"), joined(FIELD, 4, ", "))
BIB = joined(WORK, 3, "\n")


def png(width: int, height: int, depth: int, colours: int, content: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(content))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


PNG = st.one_of(
    st.just(png(4, 3, 8, 2, bytes(3 * 13))),
    st.builds(
        png,
        st.integers(0, 90),
        st.integers(0, 90),
        st.sampled_from([1, 4, 8, 16]),
        st.sampled_from([0, 2, 3, 4, 6, 9]),
        st.binary(max_size=300),
    ),
    st.binary(max_size=60).map(b"\x89PNG\r\n\x1a\n".__add__),
    st.binary(max_size=60).map(b"\xff\xd8\xff\xe0".__add__),
    st.binary(max_size=60).map(b"GIF89a".__add__),
)
SVG = st.builds(
    '<svg xmlns="http://www.w3.org/2000/svg" {}>{}</svg>'.format,
    one("drawings"),
    joined(one("shapes"), 5, ""),
).map(str.encode)


# What is wrong in most texts that are drawn, and what stands in its place in a sound one.
MENDED = [
    (r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]", ""),
    (r"\]\(#[^)\n]*\)", "](#start)"),
    (r"\{numref\}`[^`\n]*`|\{term\}|\{\{x\}\}|\[\^[^\]\n]*\]:? ?", ""),
    (r"\{cite:p\}`[^`\n]*`", "{cite:p}`key`"),
    (r"(?m)^ *:[\w-]+:.*\n|^\([ab]\)=\n", ""),
    (
        r"\{(?:include|eval-rst|glossary|description|bibliography|figure|table|list-table)\}",
        "{note}",
    ),
    (r"<", "&lt;"),
    (r"(?<=\]\()(?!#|http|picture:m)[^)\n]*|http://127[^)\s]*", "e.svg"),
    (r"(?<=\]\()picture:\w*", "e.svg"),
]
MEND = [True] * 4 + [False]
SOUND = 'title = "A"\nlanguage = "en-GB"\ndate = 2025-06-01\n'
CITED = "\n# Works\n\n{cite:t}`key`\n\n:::{bibliography}\n:::\n"


def mended(files: dict[str, Any]) -> dict[str, Any]:
    """The same publication with nothing wrong in it that a reader would stop at, in most cases."""
    made = {name: text for name, text in files.items() if name.endswith((".svg", ".png"))}
    for name, text in files.items():
        if name.endswith(".md"):
            for wrong, right in MENDED if "/" not in name else MENDED[:-1]:
                text = re.sub(wrong, right, text)  # noqa: PLW2901 - one after the other
            made[name] = text if name != "02.md" else text.replace("(start)=", "(second)=")
    made["01.md"] += CITED
    made["references.bib"] = "@book{key, title = {T}, author = {A B}, year = 2020}"
    return {**made, "publication.toml": SOUND}


@st.composite
def publications(draw: st.DrawFn) -> dict[str, bytes]:
    """The files of a publication: name to bytes."""
    files: dict[str, Any] = {"publication.toml": draw(SETTINGS), "01.md": draw(CHAPTER)}
    if draw(st.booleans()):
        files["02.md"] = draw(st.one_of(CHAPTER, CHAPTER, st.text(LETTERS, max_size=60)))
    if draw(st.integers(0, 3)) == 0:
        files["easy-read/01.md"] = draw(EASY)
    if draw(st.booleans()):
        files["references.bib"] = draw(BIB)
    for name, pictures in (("a.svg", SVG), ("b.svg", SVG), ("c.png", PNG), ("d.png", PNG)):
        if draw(st.booleans()):
            files[name] = draw(pictures)
    files["e.svg"] = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    if draw(st.sampled_from(MEND)):
        files = mended(files)
    return {
        name: text.encode("utf-8", "replace") if isinstance(text, str) else text
        for name, text in files.items()
    }
