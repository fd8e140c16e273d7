"""The report as JSON fits its schema, and says what the page says."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from plainpress.accessibility.readability_report import structured

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from plainpress.accessibility.readability_report.results import Results

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
