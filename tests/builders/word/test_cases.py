"""One folder a case: source.md, and the body of the document that comes of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Callable

    from plainpress.builders.artifact import Artifact

FOLDER = Path(__file__).parent
CASES = sorted(path.parent.name for path in FOLDER.glob("*/source.md"))


def canonical(tree: Any) -> bytes:
    return etree.tostring(tree, method="c14n2")


def pretty(tree: Any) -> str:
    # White space counts inside `w:t` and nowhere else.
    return etree.tostring(tree, pretty_print=True, encoding="unicode")


def without_layout(path: Path) -> Any:
    return etree.parse(path, etree.XMLParser(remove_blank_text=True)).getroot()


@pytest.mark.parametrize("case", CASES)
def test_document(
    case: str, parts: Callable[..., dict[str, Any]], publication_of: Callable, accept: bool
) -> None:
    found = parts(publication_of(case))["word/document.xml"]
    expected = FOLDER / case / "document.xml"
    if accept:
        expected.write_text(pretty(found), encoding="utf-8")
    assert canonical(found) == canonical(without_layout(expected))


@pytest.mark.parametrize("case", [*CASES, "guide"])
def test_schema(case: str, build: Callable[..., Artifact], publication_of: Callable) -> None:
    from openxml_audit import FileFormat, OpenXmlValidator

    artifact = build(publication_of(case))
    validator = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0)
    errors = validator.validate(str(artifact.path)).errors
    assert [f"{error.part_uri} {error.path}: {error.description}" for error in errors] == []


@pytest.mark.parametrize("case", CASES)
def test_the_same_bytes_twice(
    case: str, build: Callable[..., Artifact], publication_of: Callable
) -> None:
    first = build(publication_of(case), name="first.docx")
    second = build(publication_of(case), name="second.docx")
    assert first.digest == second.digest
    assert first.path.read_bytes() == second.path.read_bytes()
