"""The gate: a folder a code, with a text that fails and one that passes; then its finer rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plainpress.accessibility.readability.gate import gate
from plainpress.accessibility.readability.measure import measure
from plainpress.accessibility.readability.rules import rules
from plainpress.accessibility.readability.targets import targets
from plainpress.document.errors import UsageError
from plainpress.document.findings import Severity
from plainpress.document.reader import read

if TYPE_CHECKING:
    from plainpress.document.findings import Finding

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("*/fails.md"))
RULES = rules("plainpress.accessibility.readability")
# These are about the exceptions and the baseline, not about a text: see test_exceptions.py.
NO_TEXT = {"exception-expired", "exception-invalid", "exception-unused", "baseline-invalid"}


def _gate(path: Path) -> tuple[Finding, ...]:
    reading = read(path)
    assert reading.publication is not None
    return gate(measure(reading.publication, sources=reading.sources))


def _lines(findings: tuple[Finding, ...]) -> str:
    return "".join(
        f"{found.span.first}: {found.severity.name.lower()}: {found.code}: {found.told}; "
        f"{found.hint}\n"
        for found in findings
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_fails_is_found(case: Path, accept: bool) -> None:
    found = _gate(case / "fails.md")
    assert case.name in {finding.code for finding in found}
    expected = case / "findings.txt"
    if accept:
        expected.write_text(_lines(found), "utf-8")
    assert _lines(found) == expected.read_text("utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_passes_has_no_finding(case: Path) -> None:
    assert _lines(_gate(case / "passes.md")) == ""


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert {case.name for case in CASES} == set(RULES) - NO_TEXT


@pytest.mark.parametrize("code", RULES)
def test_every_rule_says_what_why_and_what_to_do(code: str) -> None:
    rule = RULES[code]
    assert rule.why.endswith(".")
    assert rule.hint
    assert not rule.hint.endswith(".")
    assert not rule.title.endswith(".")


# --- Targets -------------------------------------------------------------------------


def test_a_publication_sets_its_own_targets(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text("---\ntitle: A\nlanguage: en\n---\n# A\n\nOne two three four five six.\n")
    reading = read(source)
    assert reading.publication is not None
    measures = measure(reading.publication)
    assert gate(measures) == ()
    (found,) = gate(measures, {"public": {"fail-longest": 5, "long": 4}})
    assert found.code == "sentence-too-long"
    assert found.severity is Severity.ERROR


def test_a_new_audience_starts_from_the_public() -> None:
    found = targets({"foresters": {"fail-longest": 30}})["foresters"]
    assert found.fail.longest == 30
    assert found.warn == targets()["public"].warn


@pytest.mark.parametrize("name", ["longest", "warn-colour", "fails-longest"])
def test_a_target_that_is_none_is_named(name: str) -> None:
    with pytest.raises(UsageError, match=f'targets.public in publication.toml has "{name}"'):
        targets({"public": {name: 1}})


def test_targets_are_those_of_the_design() -> None:
    public, professional = targets()["public"], targets()["professional"]
    assert (public.warn.flesch_kincaid, public.fail.flesch_kincaid) == (8, 10)
    assert (public.warn.smog, public.fail.smog) == (11, 13)
    assert (public.warn.long_share, public.fail.long_share) == (0.10, 0.20)
    assert (public.long, public.fail.longest, public.warn.paragraph) == (25, 40, 3)
    assert (professional.warn.flesch_kincaid, professional.fail.flesch_kincaid) == (12, 14)
    assert professional.fail.longest == 50
    assert targets()["easy-read"].fail.longest == 15
