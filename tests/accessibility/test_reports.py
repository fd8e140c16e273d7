"""The forms of a report: each is read back with a parser of its own kind."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from plainpress.accessibility import catalogue
from plainpress.accessibility.reports import FORMS, github, render, sarif
from plainpress.document.errors import UsageError
from plainpress.document.findings import Finding, Severity
from plainpress.document.model import Span

FINDINGS = (
    Finding(
        "heading-repeated",
        Severity.WARNING,
        'the heading "50 % & more, <all>: part one" stands twice',
        Span("01-trees.md", 12, 13),
        "change one",
        "https://example.org/?a=1&b=2",
        "50 %",
    ),
    catalogue.finding("figure-without-alt", "no alternative text", Span("01-trees.md", 3, 9)),
    Finding("from-the-reader", Severity.INFORMATION, "two\nlines\x1b[31m", Span("02 leaves.md", 1)),
    Finding("about-everything", Severity.ERROR, "nothing could be read"),
)


def _render(form: str, findings: tuple[Finding, ...] = FINDINGS) -> str:
    return render(findings, form, publication_name="guide", root=Path("sources/guide"))


@pytest.mark.parametrize("form", FORMS)
def test_every_form_ends_with_a_line_break_and_says_the_same_twice(form: str) -> None:
    assert _render(form).endswith("\n")
    assert _render(form) == _render(form, FINDINGS[::-1])


@pytest.mark.parametrize("form", FORMS)
def test_every_finding_is_in_every_form(form: str) -> None:
    text = _render(form)
    assert all(finding.code in text for finding in FINDINGS)


def test_an_unknown_form_is_wrong_use() -> None:
    with pytest.raises(UsageError, match="json"):
        _render("pdf")


def test_text_is_one_line_a_finding() -> None:
    assert _render("text") == (
        "guide: error: nothing could be read (about-everything)\n"
        "sources/guide/01-trees.md:3: error: no alternative text; say in one short sentence what "
        "the picture tells, or mark it as decorative (figure-without-alt)\n"
        'sources/guide/01-trees.md:12: warning: the heading "50 % & more, <all>: part one" stands '
        "twice; change one (heading-repeated)\n"
        "sources/guide/02 leaves.md:1: remark: two lines[31m (from-the-reader)\n"
        "2 errors, 1 warning, 1 remark in guide\n"
    )


def test_text_of_nothing() -> None:
    assert _render("text", ()) == "nothing to mend in guide\n"


def _told(message: str, excerpt: str) -> str:
    finding = Finding(
        "some-code", Severity.WARNING, message, Span("a.md", 3), "part it", "", excerpt
    )
    (line, _) = _render("text", (finding,)).splitlines()
    return line.removeprefix("sources/guide/a.md:3: warning: ").removesuffix(" (some-code)")


def test_a_finding_quotes_the_first_words_of_its_sentence() -> None:
    message = "a sentence has 11 words"
    long = "The oak that stands at the gate of the old mill."
    assert _told(message, long) == f'{message}: "The oak that stands at the gate of ..."; part it'
    assert _told(message, "The oak is old.") == f'{message}: "The oak is old."; part it'
    assert _told(message, "") == f"{message}; part it"
    assert _told(message, "x" * 90) == f'{message}: "{"x" * 80} ..."; part it'


def test_a_message_that_has_the_words_already_does_not_repeat_them() -> None:
    message = "“The oak that stands at the gate of the old mill” leads here"
    assert (
        _told(message, "The oak that stands at the gate of the old mill") == f"{message}; part it"
    )


@pytest.mark.parametrize("form", ["text", "github", "sarif", "junit", "checkstyle"])
def test_every_form_that_people_read_tells_two_sentences_of_a_line_apart(form: str) -> None:
    two = tuple(
        Finding("some-code", Severity.ERROR, "too long", Span("a.md", 3), "", "", words)
        for words in ("The oak fell.", "The elm stands.")
    )
    text = _render(form, two)
    assert "The oak fell." in text
    assert "The elm stands." in text


# --- JSON ------------------------------------------------------------------------------------


def _fits(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> None:
    """The part of JSON Schema that schema.json uses."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    kinds = {"object": dict, "array": list, "string": str, "integer": int}
    if "type" in schema:
        assert isinstance(value, kinds[schema["type"]])
    assert "const" not in schema or value == schema["const"]
    assert "enum" not in schema or value in schema["enum"]
    assert "minimum" not in schema or value >= schema["minimum"]
    assert "pattern" not in schema or re.search(schema["pattern"], value)
    for name in schema.get("required", ()):
        assert name in value
    for name, inner in schema.get("properties", {}).items():
        _fits(value[name], inner, root)
    if schema.get("additionalProperties") is False:
        assert set(value) == set(schema["properties"])
    for item in value if "items" in schema else ():
        _fits(item, schema["items"], root)


def test_json_fits_its_schema() -> None:
    source = files("plainpress.accessibility.reports").joinpath("schema.json").read_text("utf-8")
    schema = json.loads(source)
    report = json.loads(_render("json"))
    _fits(report, schema, schema)
    assert report["counts"] == {"information": 1, "warning": 1, "error": 2}
    assert report["findings"][1]["path"] == "sources/guide/01-trees.md"
    assert report["findings"][1]["last_line"] == 9
    assert report["findings"][3]["message"] == "two\nlines\x1b[31m"


# --- GitHub ----------------------------------------------------------------------------------


def test_github_escapes_and_puts_the_worst_first() -> None:
    lines = _render("github").splitlines()
    assert lines[0] == "::error title=about-everything::nothing could be read"
    assert lines[1].startswith(
        "::error file=sources/guide/01-trees.md,line=3,endLine=9,title=figure-without-alt::"
    )
    assert lines[2] == (
        "::warning file=sources/guide/01-trees.md,line=12,endLine=13,title=heading-repeated::"
        'the heading "50 %25 & more, <all>: part one" stands twice; change one'
    )
    assert lines[3].endswith("::two%0Alines\x1b[31m")


def test_github_shows_ten_of_each_kind_and_says_how_many_more() -> None:
    many = tuple(
        Finding("some-code", severity, f"number {number}", Span("a,b:c.md", number))
        for number in range(1, 15)
        for severity in (Severity.WARNING, Severity.ERROR)
    )
    lines = _render("github", many).splitlines()
    assert [line.partition(" ")[0] for line in lines[:-1]] == (
        ["::error"] * github.LIMIT + ["::warning"] * github.LIMIT
    )
    assert "file=sources/guide/a%2Cb%3Ac.md," in lines[0]
    assert lines[-1] == "4 errors and 4 warnings more in guide are not annotated"


def test_github_says_nothing_of_nothing() -> None:
    assert render((), "github", publication_name="guide", root=Path()) == ""


# --- SARIF -----------------------------------------------------------------------------------


def test_sarif() -> None:
    log = json.loads(_render("sarif"))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
    levels = [result["level"] for result in run["results"]]
    assert levels == ["error", "error", "warning", "note"]
    assert "locations" not in run["results"][0]
    place = run["results"][1]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "sources/guide/01-trees.md"
    assert place["region"] == {"startLine": 3, "endLine": 9}
    last = run["results"][3]["locations"][0]["physicalLocation"]
    assert last["artifactLocation"]["uri"] == "sources/guide/02%20leaves.md"
    known = next(rule for rule in driver["rules"] if rule["id"] == "figure-without-alt")
    assert known["helpUri"].startswith("https://www.w3.org/")
    assert known["help"]["text"]


def test_a_finding_keeps_its_sarif_fingerprint_when_it_moves() -> None:
    def fingerprint(line: int) -> str:
        found = (Finding("some-code", Severity.ERROR, "message", Span("a.md", line)),)
        (result,) = json.loads(_render("sarif", found))["runs"][0]["results"]
        return str(result["partialFingerprints"])

    assert fingerprint(3) == fingerprint(30)


def test_sarif_stops_at_its_limit_and_says_so() -> None:
    many = tuple(
        Finding("some-code", Severity.WARNING, "message", Span("a.md", line))
        for line in range(sarif.LIMIT + 7)
    )
    (run,) = json.loads(_render("sarif", many))["runs"]
    assert len(run["results"]) == sarif.LIMIT
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("7 more")


# --- XML -------------------------------------------------------------------------------------


def test_junit() -> None:
    root = ET.fromstring(_render("junit"))  # noqa: S314 # our own words
    assert (root.get("tests"), root.get("failures")) == ("4", "2")
    assert [suite.get("name") for suite in root] == [
        "guide",
        "sources/guide/01-trees.md",
        "sources/guide/02 leaves.md",
    ]
    assert {failure.get("type") for failure in root.iter("failure")} == {
        "about-everything",
        "figure-without-alt",
    }
    assert sum(int(suite.get("tests", "")) for suite in root) == len(list(root.iter("testcase")))


def test_junit_of_nothing_has_one_test_that_passed() -> None:
    root = ET.fromstring(_render("junit", ()))  # noqa: S314 # our own words
    assert (root.get("tests"), root.get("failures")) == ("1", "0")
    assert len(list(root.iter("testcase"))) == 1


def test_checkstyle() -> None:
    root = ET.fromstring(_render("checkstyle"))  # noqa: S314 # our own words
    assert [name.get("name") for name in root][1] == "sources/guide/01-trees.md"
    errors = list(root.iter("error"))
    assert [error.get("severity") for error in errors] == ["error", "error", "warning", "info"]
    assert errors[1].get("source") == "plainpress.figure-without-alt"
    assert errors[2].get("message", "").startswith('the heading "50 % & more, <all>')
    assert all(int(error.get("line", "")) >= 1 for error in errors)
