"""One folder a case: source.md, and the tags that come of it, with what each of them says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plainpress.accessibility.files import pdf as checks
from plainpress.accessibility.files.pdf.document import Element, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from plainpress.accessibility.files.pdf.document import Document
    from plainpress.builders.artifact import Artifact
    from plainpress.document.model import Publication

FOLDER = Path(__file__).parent
CASES = sorted(path.parent.name for path in FOLDER.glob("*/source.md"))


def _lines(document: Document, element: Element, depth: int) -> Iterator[str]:
    says = [element.kind]
    says += [f"lang={element.language}"] if element.language else []
    says += [f"alt={element.alt!r}"] if element.alt is not None else []
    says += [
        f"{name[1:].lower()}={element.attributes[name]}"
        for name in ("/ID", "/Scope", "/Headers")
        if element.attributes.get(name)
    ]
    yield f"{'  ' * depth}{' '.join(map(str, says))}"
    for child in element.children:
        if isinstance(child, Element):
            yield from _lines(document, child, depth + 1)
        else:
            piece = document.piece(*child)
            language = f" lang={piece.language}" if piece.language else ""
            yield f"{'  ' * (depth + 1)}“{piece.text}”{language}"


def tags(path: Path) -> str:
    """The tags below the list of contents, a line each."""
    with opened(path) as document:
        assert document.tags is not None
        (top,) = document.tags.children
        assert isinstance(top, Element)
        kinds = [child.kind for child in top.children if isinstance(child, Element)]
        body = top.children[len(kinds) - kinds[::-1].index("TOC") :]
        lines = [
            line for each in body if isinstance(each, Element) for line in _lines(document, each, 0)
        ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("case", CASES)
def test_tags(case: str, built: Callable[..., Artifact], accept: bool) -> None:
    found, expected = tags(built(case).path), FOLDER / case / "tags.txt"
    if accept:
        expected.write_text(found, "utf-8")
    assert found == expected.read_text("utf-8")


@pytest.mark.parametrize("print_size", ["", "large", "giant"])
@pytest.mark.parametrize("name", [*CASES, "standard", "easy-read"])
def test_every_word_stands_in_order_with_its_language_and_its_alternative(
    name: str,
    print_size: str,
    built: Callable[..., Artifact],
    publication_of: Callable[[str], Publication],
) -> None:
    from plainpress.builders.pdf import printed

    artifact = built(name, print_size)
    found = checks.check(artifact.path, printed(publication_of(name), print_size))
    # What runs from right to left cannot be compared: that is said, and is no fault.
    remarks = ["reading-order-unchecked"] if name == "right-to-left" else []
    assert [finding.code for finding in found] == remarks, found
    assert [loss.what for loss in artifact.losses if "Typst says" in loss.what] == []
