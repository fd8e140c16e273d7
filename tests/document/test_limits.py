"""Sources beyond all measure are read or refused within seconds; nothing is lost in silence."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from plainpress.document import model
from plainpress.document.reader import read
from plainpress.document.report import data
from plainpress.document.walk import nodes, nodes_of

if TYPE_CHECKING:
    from pathlib import Path

    from plainpress.document.reader import Reading

SECONDS = 10.0  # of CPU, on a machine that others use too


def _read(folder: Path, text: str) -> Reading:
    path = folder / "source.md"
    path.write_text(text, "utf-8")
    return read(path)


def _words(reading: Reading) -> Counter[str]:
    assert reading.publication
    texts = (node.text for node in nodes_of(model.Text, reading.publication))
    return Counter(" ".join(texts).split())


def test_a_paragraph_of_five_megabytes(tmp_path: Path) -> None:
    before = time.process_time()
    reading = _read(tmp_path, "# Title\n\n" + "many *words* here\n" * 300_000)
    assert time.process_time() - before < SECONDS
    assert [f.code for f in reading.findings] == ["language-assumed", "too-much-paragraph"]
    assert _words(reading)["many"] == 300_000


@pytest.mark.parametrize(
    "text",
    ["> " * 200 + "deep", "- " * 200 + "deep", ":::{note}\n" * 200 + "deep\n" + ":::\n" * 200],
    ids=["quotations", "lists", "directives"],
)
def test_two_hundred_levels(text: str, tmp_path: Path) -> None:
    reading = _read(tmp_path, f"# Title\n\n{text}\n\n# Another\n\nWords.\n")
    assert "too-much-nesting" in {finding.code for finding in reading.findings}
    assert "deep" in " ".join(_words(reading))


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    reading = _read(tmp_path, "words " * 4_000_000)
    assert reading.publication is None
    assert "file-too-large" in {finding.code for finding in reading.findings}


@pytest.mark.parametrize(
    ("limit", "most", "code"),
    [
        ("pictures", 1, "too-many-pictures"),
        ("picture-bytes", 300, "too-many-pictures"),
        ("text", 30, "too-much-text"),
        ("files", 1, "too-much-text"),
        ("data", 30, "file-too-large"),
    ],
)
def test_a_publication_over_the_limits_says_so(
    limit: str, most: int, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"><!--'
        + " " * 100
        + "--></svg>"
    )
    (tmp_path / "publication.toml").write_text(
        'title = "A"\nlanguage = "en-GB"\nsubjects = ["b"]\n'
    )
    for name in "abc":
        (tmp_path / f"{name}.md").write_text(f"# {name}\n\n![Words.]({name}.svg)\n", "utf-8")
        (tmp_path / f"{name}.svg").write_text(svg, "utf-8")
    assert read(tmp_path).findings == ()
    monkeypatch.setitem(data("limits.toml"), limit, most)
    assert code in {finding.code for finding in read(tmp_path).findings}


def test_a_library_over_the_limit_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "publication.toml").write_text(
        'kind = "library"\ntitle = "A"\nlanguage = "en-GB"\n', "utf-8"
    )
    (tmp_path / "resources").mkdir()
    for name in "ab":
        (tmp_path / "resources" / f"{name}.toml").write_text('title = "One"\n', "utf-8")
    monkeypatch.setitem(data("limits.toml"), "resources", 1)
    assert "too-much-text" in {finding.code for finding in read(tmp_path).findings}


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "source.md"
    path.write_text("# Title\n")
    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    assert "file-unreadable" in {finding.code for finding in read(path).findings}


HARD = {
    "brackets": "[" * 20_000,
    "images": "![" * 12_000,
    "links": "[a](" * 12_000,
    "emphasis": "*a **b " * 7_000,
    "ticks": " ".join("`" * n for n in range(1, 400)),
    "roles": "{a}`" * 12_000,
    "roles that stay open": "{a}``x " * 7_000,
    "notes": "[^a" * 8_000,
    "spans": "[a]{b=" * 7_000,
    "tags": "<a " * 16_000,
    "html": "x <!-- " * 7_000,
    "substitutions": "{{a " * 12_000,
    "ampersands": "&a" * 24_000,
    "fences": ":::{note}\n" * 5_000,
    "fences and headings": ":::{note}\n# One\n" * 5_000 + ":::\n" * 5_000,
    "fences of all lengths": "".join(f"{':' * n}{{note}}\n" for n in range(3, 700)) + ":::\n" * 700,
    "fences in lists": "".join(f"{' ' * n}- :::{{note}}\n" for n in range(700)) + ":::\n" * 700,
    "targets": "(label)=\n" * 10_000,
    "attributes": "{a=b}\n" * 10_000,
    "headings": "# Same\n\n" * 8_000,
    "footnotes": "".join(f"[^{n}]: note\n\n" for n in range(5_000)),
    "references": "[](#nowhere)\n" * 3_500,
    "tables": "|" * 20_000 + "\n" + "|-" * 20_000 + "|\n",
    "definitions": "term\n: definition\n\n" * 5_000,
    "quotations": "> a\n" * 20_000,
    "items": "- a\n" * 20_000,
    "spaces": " " * 45_000 + "x",
    "lines": "\n" * 500_000 + "x",
}


@pytest.mark.parametrize("name", HARD)
def test_text_made_to_be_slow_is_not(name: str, tmp_path: Path) -> None:
    before = time.process_time()
    _read(tmp_path, HARD[name])
    assert time.process_time() - before < SECONDS


# Each of a length that takes minutes where time grows with its square, or faster.
HARD_SETTINGS = {
    "digits": "9" * 100_000,
    "dots": "a." * 50_000,
    "quotes": "\"'" * 50_000,
    "quoted keys": '"a"' * 40_000,
    "an open header": "[" + " \t" * 50_000 + "x",
    "open headers": "[[" * 50_000,
    "headers": "[a]\n" * 30_000,
    "equals signs": "a=" * 50_000,
    "lists": "a = " + "[" * 50_000,
    "open strings": 'a = """' * 20_000,
}


@pytest.mark.parametrize("name", HARD_SETTINGS)
def test_settings_made_to_be_slow_are_not(name: str, tmp_path: Path) -> None:
    (tmp_path / "publication.toml").write_text(HARD_SETTINGS[name], encoding="utf-8")
    (tmp_path / "01.md").write_text("# Start\n\nWords.\n", encoding="utf-8")
    before = time.process_time()
    assert read(tmp_path).findings
    assert time.process_time() - before < SECONDS


def test_every_node_says_where_it_stood(tmp_path: Path) -> None:
    lines = [
        "# Title",
        "",
        "One *two*",
        "three.",
        "",
        "- item",
        "",
        "> quoted",
        "",
        "| a |",
        "|---|",
    ]
    reading = _read(tmp_path, "\n".join(lines))
    assert reading.publication
    for section in reading.publication.sections:
        for node in nodes(section):
            assert node.span.path == "source.md"
            assert 1 <= node.span.first <= node.span.last <= len(lines)
