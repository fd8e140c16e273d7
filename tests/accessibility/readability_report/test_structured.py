"""The report as JSON fits its schema, and says what the page says."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from plainpress.accessibility.readability.measure import measure
from plainpress.accessibility.readability_report import structured
from plainpress.document.reader import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from plainpress.accessibility.readability_report.results import Results

GRADES = {
    "flesch_kincaid",
    "error",
    "flesch_ease",
    "smog",
    "gunning_fog",
    "dale_chall",
    "reading_age",
}
KINDS: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}


def fits(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> None:
    """The part of JSON Schema that schema.json uses."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    assert not kinds or any(isinstance(value, KINDS[kind]) for kind in kinds), (value, kinds)
    assert "const" not in schema or value == schema["const"]
    assert "enum" not in schema or value in schema["enum"]
    assert "minimum" not in schema or value >= schema["minimum"]
    assert "pattern" not in schema or re.search(schema["pattern"], value)
    if isinstance(value, dict):
        _object(value, schema, root)
    for item in value if isinstance(value, list) and "items" in schema else ():
        fits(item, schema["items"], root)


def _object(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any]) -> None:
    properties, more = schema.get("properties", {}), schema.get("additionalProperties", True)
    assert set(schema.get("required", ())) <= set(value)
    assert more is not False or set(value) <= set(properties)
    for name, inner in value.items():
        if name in properties:
            fits(inner, properties[name], root)
        elif isinstance(more, dict):
            fits(inner, more, root)


def test_json_fits_its_schema(case: Path, of_case: Callable[[str], Results]) -> None:
    source = files("plainpress.accessibility.readability_report").joinpath("schema.json")
    schema = json.loads(source.read_text(encoding="utf-8"))
    report = json.loads(structured.render(of_case(case.name)))
    fits(report, schema, schema)


def test_json_says_what_the_page_says(of_case: Callable[[str], Results]) -> None:
    report = json.loads(structured.render(of_case("mends-needed")))
    edition = report["editions"][0]
    assert report["truth"].startswith("2 of 11 sentences")
    assert edition["audiences"][0]["long"] == 2
    assert edition["audiences"][0]["state"] == "fail"
    assert {section["state"] for section in edition["sections"]} == {"pass", "warn", "fail"}
    assert edition["measures"]["lengths"][-1] == report["worst"][0]["words"]
    assert report["worst"][0]["path"] == "source.md"


def test_a_grade_of_one_sentence_has_no_error(of_case: Callable[[str], Results]) -> None:
    report = json.loads(structured.render(of_case("two-editions")))
    section = report["editions"][0]["sections"][1]
    assert section["measures"]["grades"]["error"] is None
    assert section["grade_held"] is False


def test_json_has_every_measure_of_each_edition_and_each_section(
    of_case: Callable[[str], Results],
) -> None:
    report = json.loads(structured.render(of_case("two-editions")))
    for edition in report["editions"]:
        for text in (edition, *edition["audiences"], *edition["sections"]):
            assert set(text["measures"]["grades"] or GRADES) == GRADES
            assert text["measures"]["words_by_level"]
            share = text["long"] / len(text["measures"]["lengths"])
            assert text["long_share"] == pytest.approx(share, abs=0.0001)
    assert (
        report["formulas"]["reading_age"]["name"] == "reading age: Flesch-Kincaid grade plus five"
    )


def test_only_running_text_has_paragraphs(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text(
        "---\ntitle: A\nlanguage: en\n---\n# A\n\nThe oak is old. It stands.\n\n"
        "- It grew in the park.\n- It fell in the storm.\n",
        encoding="utf-8",
    )
    publication = read(source).publication
    assert publication is not None
    assert measure(publication).whole.paragraphs == (2,)
