"""The checks on finished files: a sound file, and one planted fault a code.

`files/word`, `files/epub` and `files/daisy` are a sound Word file, EPUB and talking book, unpacked.
A folder `<code>/word.toml` (or `epub.toml`, `daisy.toml`) says which words of which part to
replace, as many times as they stand there (`find` and `replace`, or lists of them); the findings
stand beside it in `word.txt`.
"""

from __future__ import annotations

import io
import random
import re
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from plainpress.accessibility.files import daisy, epub, package, word

HERE = Path(__file__).parent
CHECKS = {"word": word.check, "epub": epub.check, "daisy": daisy.check}
ENDINGS = {"word": "docx", "epub": "epub", "daisy": "zip"}
MAIN = {"word": "word/document.xml", "epub": "EPUB/package.opf", "daisy": "ncc.html"}
_TEXTS = (".xml", ".rels", ".opf", ".xhtml", ".html", ".smil")
CASES = sorted(path for kind in CHECKS for path in HERE.glob(f"*/{kind}.toml"))


def _parts(kind: str) -> dict[str, bytes]:
    folder = HERE / "files" / kind
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    names = [path.relative_to(folder).as_posix() for path in files]
    # The mimetype comes first in an EPUB (EPUB 3.3, OCF, 4.2.3).
    names.sort(key=lambda name: name != "mimetype")
    return {name: (folder / name).read_bytes() for name in names}


def _pack(kind: str, parts: dict[str, bytes], folder: Path) -> Path:
    path = folder / f"trees.{ENDINGS[kind]}"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            stored = zipfile.ZIP_STORED if name == "mimetype" else None
            archive.writestr(name, content, compress_type=stored)
    return path


def _plant(parts: dict[str, bytes], fault: dict[str, Any]) -> None:
    content = parts[fault["part"]].decode("utf-8")
    pairs = (
        [(fault["find"], fault["replace"])]
        if isinstance(fault["find"], str)
        else zip(fault["find"], fault["replace"], strict=True)
    )
    for find, replace in pairs:
        assert find in content, f"{find} is not in {fault['part']}"
        content = content.replace(find, replace)
    parts[fault["part"]] = content.encode("utf-8")


@pytest.mark.parametrize("kind", CHECKS)
def test_a_sound_file_has_no_finding(kind: str, tmp_path: Path) -> None:
    assert CHECKS[kind](_pack(kind, _parts(kind), tmp_path)) == ()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.stem}")
def test_a_planted_fault_is_found(case: Path, accept: bool, tmp_path: Path) -> None:
    kind = case.stem
    parts = _parts(kind)
    _plant(parts, tomllib.loads(case.read_text("utf-8")))
    found = CHECKS[kind](_pack(kind, parts, tmp_path))
    assert case.parent.name in {finding.code for finding in found}
    assert {finding.span.path for finding in found} == {f"trees.{ENDINGS[kind]}"}
    lines = "".join(f"{finding.code}: {finding.message}\n" for finding in found)
    expected = case.with_suffix(".txt")
    if accept:
        expected.write_text(lines, "utf-8")
    assert lines == expected.read_text("utf-8")


# --- What cannot be read never passes --------------------------------------------------------


def _is_unreadable(kind: str, path: Path) -> str:
    (found,) = CHECKS[kind](path)
    assert found.code == "file-unreadable"
    assert found.severity.name == "ERROR"
    return found.message


@pytest.mark.parametrize("kind", CHECKS)
def test_a_missing_file_is_an_error(kind: str, tmp_path: Path) -> None:
    _is_unreadable(kind, tmp_path / "nowhere")


@pytest.mark.parametrize("kind", CHECKS)
@pytest.mark.parametrize("content", [b"", b"PK", b"Dear all, hello"])
def test_what_is_no_zip_file_is_an_error(kind: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    _is_unreadable(kind, path)


@pytest.mark.parametrize("kind", CHECKS)
def test_a_damaged_member_is_an_error(kind: str, tmp_path: Path) -> None:
    path = _pack(kind, _parts(kind), tmp_path)
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        start = archive.infolist()[-1].header_offset + 60
    path.write_bytes(whole[:start] + b"\xff\xff\xff\xff" + whole[start + 4 :])
    _is_unreadable(kind, path)


@pytest.mark.parametrize("kind", CHECKS)
def test_a_file_cut_short_is_an_error(kind: str, tmp_path: Path) -> None:
    path = _pack(kind, _parts(kind), tmp_path)
    path.write_bytes(path.read_bytes()[:-200])
    _is_unreadable(kind, path)


@pytest.mark.parametrize("kind", CHECKS)
def test_the_other_kind_of_file_is_an_error(kind: str, tmp_path: Path) -> None:
    other = "epub" if kind == "word" else "word"
    _is_unreadable(kind, _pack(other, _parts(other), tmp_path))


@pytest.mark.parametrize(
    ("kind", "part"),
    [("word", "word/styles.xml"), ("epub", "EPUB/nav.xhtml"), ("daisy", "002.smil")],
)
def test_xml_that_is_not_well_formed_is_an_error(kind: str, part: str, tmp_path: Path) -> None:
    parts = _parts(kind)
    parts[part] = parts[part][:-20]
    assert part in _is_unreadable(kind, _pack(kind, parts, tmp_path))


@pytest.mark.parametrize(
    ("kind", "part"),
    [("word", "word/document.xml"), ("epub", "EPUB/trees.xhtml"), ("daisy", "content.html")],
)
def test_entities_are_refused(kind: str, part: str, tmp_path: Path) -> None:
    parts = _parts(kind)
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    parts[part] = bomb
    assert "entities" in _is_unreadable(kind, _pack(kind, parts, tmp_path))


@pytest.mark.parametrize("kind", CHECKS)
def test_a_decompression_bomb_is_an_error(kind: str, tmp_path: Path) -> None:
    parts = _parts(kind) | {"bomb.xml": b" " * (package.SUSPECTED_FROM + 1)}
    assert "bomb.xml" in _is_unreadable(kind, _pack(kind, parts, tmp_path))


@pytest.mark.parametrize("kind", CHECKS)
def test_a_name_that_leads_out_of_the_package_is_an_error(kind: str, tmp_path: Path) -> None:
    parts = _parts(kind) | {"../evil.xml": b"<x/>"}
    assert "evil.xml" in _is_unreadable(kind, _pack(kind, parts, tmp_path))


@pytest.mark.parametrize("kind", CHECKS)
def test_a_missing_main_part_is_an_error(kind: str, tmp_path: Path) -> None:
    parts = _parts(kind)
    del parts[MAIN[kind]]
    _is_unreadable(kind, _pack(kind, parts, tmp_path))


def test_a_spreadsheet_is_not_a_word_file(tmp_path: Path) -> None:
    parts = _parts("word")
    types = parts["[Content_Types].xml"].decode()
    kind = "spreadsheetml.sheet.main"
    parts["[Content_Types].xml"] = types.replace("wordprocessingml.document.main", kind).encode()
    assert "not a Word file" in _is_unreadable("word", _pack("word", parts, tmp_path))


def test_two_members_of_one_name_are_an_error(tmp_path: Path) -> None:
    path = _pack("word", _parts("word"), tmp_path)
    buffer = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", b"<x/>")
    path.write_bytes(buffer.getvalue())
    assert "same name" in _is_unreadable("word", path)


@pytest.mark.parametrize("kind", CHECKS)
def test_no_broken_file_breaks_a_check(kind: str, tmp_path: Path) -> None:
    """Cuts, lost attributes and odd values give findings or nothing, never an exception."""
    chance = random.Random(7)  # noqa: S311 # the same files each time
    sound = _parts(kind)
    names = [name for name in sound if name.endswith(_TEXTS)]
    for _ in range(120):
        parts = dict(sound)
        name = chance.choice(names)
        text = parts[name].decode("utf-8")
        place = chance.choice(list(re.finditer(r'="[^"]*"', text)))
        start = text.rindex(" ", 0, place.start())
        broken = chance.choice(
            [
                text[: place.start()] + '="odd"' + text[place.end() :],
                text[:start] + text[place.end() :],
                text[: place.start()] + text[place.end() + chance.randrange(60) :],
            ]
        )
        parts[name] = broken.encode("utf-8")
        assert isinstance(CHECKS[kind](_pack(kind, parts, tmp_path)), tuple)


# --- Sound of a talking book -----------------------------------------------------------------


def test_a_sound_file_that_ends_early_is_found(tmp_path: Path) -> None:
    parts = _parts("daisy")
    parts["002.mp3"] = parts["002.mp3"][:-2304]
    (found,) = daisy.check(_pack("daisy", parts, tmp_path))
    assert found.code == "sound-cut-short"
    assert "002.mp3 lasts 0.384 seconds, and its clips 0.768" in found.message


def test_sound_that_no_clip_plays_is_found(tmp_path: Path) -> None:
    parts = _parts("daisy")
    parts["002.mp3"] *= 2
    (found,) = daisy.check(_pack("daisy", parts, tmp_path))
    assert found.code == "clips-apart"


def test_a_sound_file_that_is_gone_is_found(tmp_path: Path) -> None:
    parts = _parts("daisy")
    del parts["002.mp3"]
    codes = {found.code for found in daisy.check(_pack("daisy", parts, tmp_path))}
    assert codes == {"reference-to-nowhere", "book-data-wrong"}


@pytest.mark.parametrize("content", [b"", b"no sound", b"\xff\xfb" * 400])
def test_sound_that_cannot_be_read_is_an_error(content: bytes, tmp_path: Path) -> None:
    parts = _parts("daisy") | {"001.mp3": content}
    assert "001.mp3" in _is_unreadable("daisy", _pack("daisy", parts, tmp_path))


def test_a_book_in_a_folder_of_the_zip_is_read_as_well(tmp_path: Path) -> None:
    parts = {f"book/{name}": content for name, content in _parts("daisy").items()}
    assert daisy.check(_pack("daisy", parts, tmp_path)) == ()
