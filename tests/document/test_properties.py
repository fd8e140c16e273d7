"""Whatever a file holds, reading it raises nothing and loses no plain word."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plainpress.document import model
from plainpress.document.reader import read, shortcuts
from plainpress.document.reader.parser import parser
from plainpress.document.walk import nodes_of

if TYPE_CHECKING:
    from markdown_it.token import Token

PIECES = [
    *(
        "# ",
        "## ",
        "- ",
        "1. ",
        "> ",
        ": ",
        "    ",
        "\n",
        "\n\n",
        "| a | b |\n|---|---|\n",
        "---\n",
    ),
    *(
        "*",
        "**",
        "`",
        "``",
        "[",
        "]",
        "(",
        ")",
        "![",
        "](x)",
        "[](#a)",
        "<b>",
        "</b>",
        "<!--",
        "-->",
    ),
    *(
        ":::{note}\n",
        "::::{figure} x.png\n",
        ":::{list-table} c\n",
        ":::\n",
        "::::\n",
        "```{tip}\n",
    ),
    *(
        ":::{glossary}\n",
        ":name: a\n",
        "(a)=\n",
        "{audience=public}\n",
        "{lang=cy}",
        "{.decorative}",
    ),
    *("{ref}`a`", "{term}`a`", "{abbr}`A (B)`", "{cite:p}`a`", "{x}`y`", "[^a]", "[^a]: ", "^[n]"),
    *(" ", "  \n", "a\tb", "\\|", "=\n", "1) ", "~ ", "    * ", "+ ", "#", "> > "),
    *("% c\n", "+++\n", "{{ s }}", "\\", "&#0;", "&amp;", "\t", "\u202e", "\U0001f600", "word "),
]
ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    path for room in ("docs", "sources", "tests") for path in (ROOT / room).rglob("*.md")
)
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def _read(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "source.md")
        path.write_bytes(raw)
        reading = read(path)
        assert reading.publication is not None or reading.findings


@QUICK
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_mixture_of_marks_is_read(pieces: list[str]) -> None:
    _read("".join(pieces).encode())


@QUICK
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    _read(text.encode("utf-8", "surrogatepass"))


@QUICK
@given(st.binary(max_size=200))
def test_any_bytes_are_read(raw: bytes) -> None:
    _read(raw)


@QUICK
@given(st.text(max_size=200))
def test_any_settings_are_read(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "publication.toml").write_bytes(text.encode("utf-8", "surrogatepass"))
        Path(folder, "text.md").write_text("# Title\n\nWords.\n")
        assert read(Path(folder)).publication is not None


@QUICK
@given(st.lists(st.from_regex(r"[a-z]{1,9}", fullmatch=True), min_size=1, max_size=60))
def test_words_of_a_paragraph_are_kept_in_order(words: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "source.md")
        path.write_text("# Title\n\n" + "\n".join(words))
        publication = read(path).publication
        assert publication
        paragraph = next(nodes_of(model.Paragraph, publication))
        assert [node.text for node in nodes_of(model.Text, paragraph)] == [" ".join(words)]


# --- The shortcuts of the parser ---------------------------------------------------------


def _tokens(text: str, *, quick: bool) -> list[object]:
    """The tokens of a text; plain words, which a quick parser keeps in less room, by content."""
    careful, ours = shortcuts.careful_cells, shortcuts.cells
    with mock.patch.object(shortcuts.table, "escapedSplit", ours if quick else careful):
        tokens = parser(quick=quick).parse(text + "\n", {})
    shown: list[object] = []
    for token in tokens:
        shown += [_plain(child) for child in token.children or ()]
        token.children = None
        shown.append(token)
    return shown


def _plain(child: Token) -> object:
    return (child.type, child.content) if child.type in {"text", "softbreak"} else child


def test_shortcuts_lead_to_the_same_tokens_for_every_document() -> None:
    assert len(DOCUMENTS) > 300
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8", errors="replace")
        assert _tokens(text, quick=True) == _tokens(text, quick=False), path


@QUICK
@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_shortcuts_lead_to_the_same_tokens_for_any_mixture(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert _tokens(text, quick=True) == _tokens(text, quick=False)
