"""A reader's own template: its styles and running heads, and ours for what it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import docx
import pytest
from docx.shared import Pt

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from plainpress.builders.artifact import Artifact

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMES = {"w": W[1:-1]}


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A template in a house style: a letter size, a running head, an id unlike its name."""
    document = docx.Document()
    document.styles["Heading 1"].font.size = Pt(31)
    document.styles["List Bullet 2"].element.set(f"{W}styleId", "HouseList")
    document.sections[0].header.paragraphs[0].text = "Our house"
    path = tmp_path / "house.docx"
    document.save(str(path))
    return path


@pytest.mark.parametrize("case", ["boxes", "figures", "lists", "notes", "tables", "text"])
def test_schema(
    case: str, build: Callable[..., Artifact], publication_of: Callable, template: Path
) -> None:
    from openxml_audit import FileFormat, OpenXmlValidator

    path = build(publication_of(case), template=template).path
    validator = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0)
    errors = validator.validate(str(path)).errors
    assert [error.description for error in errors] == []


def test_its_styles_and_heads(
    parts: Callable[..., dict[str, Any]], publication_of: Callable, template: Path
) -> None:
    files = parts(publication_of("text"), template=template)
    styles = {
        style.find("w:name", NAMES).get(f"{W}val"): style
        for style in files["word/styles.xml"].findall("w:style", NAMES)
    }
    assert styles["heading 1"].find("w:rPr/w:sz", NAMES).get(f"{W}val") == "62"
    used = {element.get(f"{W}val") for element in files["word/document.xml"].iter(f"{W}pStyle")}
    assert "HouseList" in used
    assert used <= {style.get(f"{W}styleId") for style in styles.values()}
    heads = [tree for name, tree in files.items() if "header" in name and name.endswith(".xml")]
    assert ["".join(tree.itertext(f"{W}t")) for tree in heads] == ["Our house"]


def test_each_missing_style_is_told_once(
    build: Callable[..., Artifact], publication_of: Callable, template: Path
) -> None:
    losses = [loss.what for loss in build(publication_of("boxes"), template=template).losses]
    assert len(losses) == len(set(losses))
    assert 'the template house.docx has no style "Activity": ours stands in its place' in losses
    assert not any("Definition" in loss for loss in losses), "nothing uses it"
    assert not any("Heading" in loss for loss in losses), "the template has them"


def test_ordered_lists_start_afresh(
    parts: Callable[..., dict[str, Any]], publication_of: Callable, template: Path
) -> None:
    files = parts(publication_of("lists"), template=template)
    instances = {
        number.get(f"{W}numId"): number
        for number in files["word/numbering.xml"].findall("w:num", NAMES)
    }
    used = [
        element.get(f"{W}val")
        for element in files["word/document.xml"].iterfind(".//w:numPr/w:numId", NAMES)
    ]
    starts = [
        instances[number].find("w:lvlOverride/w:startOverride", NAMES).get(f"{W}val")
        for number in dict.fromkeys(used)
        if instances[number].find("w:lvlOverride", NAMES) is not None
    ]
    assert starts == ["1", "1", "1", "5"]
