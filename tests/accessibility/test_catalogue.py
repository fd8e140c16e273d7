"""Every code has a rule, a test, a place in the docs and a hint."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plainpress.accessibility import catalogue

if TYPE_CHECKING:
    from plainpress.accessibility.catalogue import Rule


HERE = Path(__file__).parent
ROOT = HERE.parent.parent
RULES = list(catalogue.rules().values())
ROOM = ROOT / "accessibility"
OURS = [ROOM / "wording.py", *ROOM.glob("structure/*.py"), *ROOM.glob("files/**/*.py")]


def _by_hand() -> set[str]:
    spec = importlib.util.spec_from_file_location("documents", HERE / "test_documents.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return set(module.BY_HAND)


def _tested_in(rule: Rule, place: str) -> bool:
    folder = HERE / rule.code
    match place:
        case "document":
            whole = all((folder / n).exists() for n in ("fails.md", "passes.md", "findings.txt"))
            return whole or rule.code in _by_hand()
        case "word" | "epub" | "web" | "pdf" | "audio" | "daisy":
            return (folder / f"{place}.toml").exists() or rule.code == "file-unreadable"
        case _:
            adapters = (HERE / "test_conformance.py", HERE / "test_verapdf.py")
            return any(rule.code in path.read_text("utf-8") for path in adapters)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_is_tested_wherever_it_is_held(rule: Rule) -> None:
    assert [place for place in rule.places if not _tested_in(rule, place)] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_says_what_why_and_what_to_do(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.code)
    assert rule.link.startswith("https://")
    assert rule.places
    assert rule.why.endswith(".")
    assert rule.hint
    assert not rule.hint.endswith(".")
    assert not rule.title.endswith(".")


def test_every_folder_and_every_code_in_the_checks_is_in_the_catalogue() -> None:
    folders = {path.parent.name for path in HERE.glob("*/fails.md")}
    folders |= {
        path.parent.name
        for n in ("word", "epub", "web", "pdf", "audio", "daisy")
        for path in HERE.glob(f"*/{n}.toml")
    }
    codes = {
        node.value
        for path in OURS
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert {folder for folder in folders if folder not in catalogue.rules()} == set()
    made = {"figure-never-mentioned", "table-never-mentioned"}  # put together from the kind
    validators = {rule.code for rule in RULES if "validator" in rule.places}
    assert {rule.code for rule in RULES} - codes - made - validators == set()


def test_the_docs_are_made_from_the_catalogue(accept: bool) -> None:
    page = ROOT / "docs" / "checks.md"
    if accept:
        page.parent.mkdir(exist_ok=True)
        page.write_text(catalogue.as_markdown(), "utf-8")
    assert page.read_text("utf-8") == catalogue.as_markdown()


def test_a_code_that_is_not_in_the_catalogue_cannot_be_reported() -> None:
    with pytest.raises(KeyError):
        catalogue.finding("no-such-code", "nothing")


def test_a_validators_code_belongs_to_its_family() -> None:
    rule = catalogue.rule_of("epubcheck-rsc-005")
    assert rule is not None
    assert rule.code == "epubcheck"
    assert catalogue.rule_of("figure-from-the-reader") is None
