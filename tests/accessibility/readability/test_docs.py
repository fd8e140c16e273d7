"""docs/readability.md names every rule, every kind of text and every formula."""

from __future__ import annotations

from pathlib import Path

from plainpress.accessibility.readability.counting import counting
from plainpress.accessibility.readability.rules import rules
from plainpress.accessibility.readability.scorer import formulas

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "readability.md").read_text("utf-8")


def test_every_code_is_in_the_docs() -> None:
    for room in ("readability", "language"):
        for rule in rules(f"plainpress.accessibility.{room}").values():
            row = f"| `{rule.code}` | {rule.severity.name.lower()} | {rule.title} | {rule.hint} |"
            assert row in PAGE


def test_every_kind_of_text_is_in_the_docs() -> None:
    for kind in counting().kinds.values():
        assert f"| {kind.name} | {kind.standing} | {kind.why} |" in PAGE


def test_every_formula_is_in_the_docs_with_its_paper() -> None:
    for formula in formulas().values():
        assert formula["paper"] in PAGE


def test_every_data_file_names_its_source() -> None:
    from importlib.resources import files

    folder = files("plainpress.accessibility.readability") / "data"
    sources = (folder / "SOURCES.md").read_text("utf-8")
    for entry in folder.iterdir():
        if entry.name != "SOURCES.md":
            assert f"`{entry.name}`" in sources
