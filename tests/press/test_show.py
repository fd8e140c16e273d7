"""What a build prints."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from plainpress.builders.artifact import Artifact
from plainpress.document.findings import Finding, Severity
from plainpress.press import show
from plainpress.press.build import Made, Outcome

if TYPE_CHECKING:
    import pytest

MANY = Finding("easy-read-many-pages", Severity.WARNING, "the edition has 24 pages")


def made(form: str, *findings: Finding) -> Made:
    artifact = Artifact(Path(f"guide.{form}"), form, "easy-read", "", "", 1)
    return Made(artifact, 1, findings)


def test_what_two_files_have_in_common_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    show.outcome(Outcome((made("word", MANY), made("pdf", MANY))), Path("guide"), Path("dist"))
    printed = capsys.readouterr().out
    assert printed.count("the edition has 24 pages") == 1
    assert printed.count("1 warning") == 3  # of all, and in the row of each file
