"""The layout of a finished easy-read Word file: each rule is broken once, and found once."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from plainpress.accessibility.easy_read import files

if TYPE_CHECKING:
    from pathlib import Path

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
PARTS = {
    "word/document.xml": f"""<w:document {W} {A}><w:body>
<w:p><w:r><w:t>You read.</w:t></w:r></w:p>
<w:tbl><w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:p><w:r><a:blip/></w:r></w:p></w:tc>
<w:tc><w:p><w:pPr><w:pStyle w:val="Words"/></w:pPr><w:r><w:t>You talk.</w:t></w:r></w:p></w:tc>
</w:tr></w:tbl>
<w:p><w:hyperlink><w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t>a link</w:t></w:r>
</w:hyperlink></w:p>
</w:body></w:document>""",
    "word/styles.xml": f"""<w:styles {W}>
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"/>
<w:style w:type="paragraph" w:styleId="Words"><w:basedOn w:val="Normal"/>
<w:pPr><w:spacing w:line="360" w:lineRule="auto"/></w:pPr></w:style></w:styles>""",
    "word/settings.xml": f"<w:settings {W}/>",
    "word/footer1.xml": f"""<w:ftr {W}><w:p><w:pPr><w:jc w:val="right"/></w:pPr>
<w:r><w:t>Page 1</w:t></w:r></w:p></w:ftr>""",
}


def found(folder: Path, part: str = "", old: str = "", new: str = "") -> list[str]:
    path = folder / "easy.docx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in PARTS.items():
            assert old in text or name != part
            archive.writestr(name, text.replace(old, new) if name == part else text)
    return [finding.code for finding in files.check_word(path)]


def test_a_sound_file_has_no_findings(tmp_path: Path) -> None:
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    ("code", "part", "old", "new"),
    [
        (
            "easy-read-letters-small",
            "word/footer1.xml",
            "<w:r><w:t>",
            '<w:r><w:rPr><w:sz w:val="27"/></w:rPr><w:t>',
        ),
        (
            "easy-read-not-left-aligned",
            "word/styles.xml",
            "<w:pPr><w:spacing",
            '<w:pPr><w:jc w:val="both"/><w:spacing',
        ),
        (
            "easy-read-underline",
            "word/document.xml",
            "<w:r><w:t>You read",
            '<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t>You read',
        ),
        ("easy-read-row-may-split", "word/document.xml", "<w:cantSplit/>", ""),
        ("easy-read-line-spacing", "word/styles.xml", 'w:line="360"', 'w:line="300"'),
        (
            "easy-read-hyphenation",
            "word/settings.xml",
            "/>",
            "><w:autoHyphenation/></w:settings>",
        ),
    ],
)
def test_a_fault_is_found(tmp_path: Path, code: str, part: str, old: str, new: str) -> None:
    assert found(tmp_path, part, old, new) == [code]


def test_the_size_of_the_defaults_counts(tmp_path: Path) -> None:
    codes = found(tmp_path, "word/styles.xml", 'w:val="32"', 'w:val="24"')
    assert set(codes) == {"easy-read-letters-small"}
