"""Publications that somebody means ill with: each a function that writes one into a folder.

Beside the folder lies `outside/`, with a file `secret.txt` that no build may read.
"""

from __future__ import annotations

import os
import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SECRET = "TOP-SECRET"  # noqa: S105 - the word that nobody may find
HEAD = 'title = "A"\nlanguage = "en-GB"\n'
TEXT = "# Start\n\nWords that somebody wrote.\n"
FIGURE = f"{TEXT}\n:::{{figure}} NAME\n:alt: What it shows.\n\nA caption\n:::\n"
CITED = f"{TEXT}\nSee {{cite:p}}`key`.\n\n# References\n\n:::{{bibliography}}\n:::\n"
WORK = "@book{key, title = {T}, author = {A B}, year = 2020}\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">{}</svg>'
SHAPE = '<rect width="40" height="20" fill="red"/>'
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
Case = "Callable[[Path], None]"


def write(folder: Path, text: str = TEXT, settings: str = "", **files: str | bytes) -> None:
    """A publication. In the names of further files, `__` stands for a full stop, `_` for /."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "publication.toml").write_text(HEAD + settings, encoding="utf-8")
    (folder / "01.md").write_text(text, encoding="utf-8")
    for name, content in files.items():
        path = folder / name.replace("__", ".").replace("_", "/")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def drawing(inside: str, head: str = SVG) -> Callable[[Path], None]:
    return lambda folder: write(folder, FIGURE.replace("NAME", "a.svg"), a__svg=head.format(inside))


def link(name: str, target: str, text: str = TEXT, settings: str = "") -> Callable[[Path], None]:
    """A symbolic link of this name in a publication, to a target seen from the folder."""

    def make(folder: Path) -> None:
        write(folder, text, settings)
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(target)

    return make


def settings(text: str) -> Callable[[Path], None]:
    return lambda folder: write(folder, settings=text)


def cited(bib: str, style: str = "", settings: str = "") -> Callable[[Path], None]:
    return lambda folder: write(folder, CITED, settings, references__bib=bib, style__csl=style)


def pipe(folder: Path) -> None:
    text = f"{TEXT}\n![](picture:pipe) Hello.\n\n![A pipe.](pictures/pipe.png)\n"
    write(folder, text)
    (folder / "pictures").mkdir()
    os.mkfifo(folder / "pictures" / "pipe.png")
    os.mkfifo(folder / "02.md")


def sparse(folder: Path) -> None:
    write(folder, FIGURE.replace("NAME", "a.png"))
    for name in ("02.md", "a.png", "reviews.toml"):
        with (folder / name).open("wb") as file:
            file.truncate(30_000_000_000)


def many_files(folder: Path) -> None:
    write(folder)
    for number in range(2_001):
        (folder / f"{number:04}.md").write_text("# One\n\nWord.\n")


def png(width: int, height: int, content: bytes) -> Callable[[Path], None]:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    whole = PNG_HEAD + head + chunk(b"IDAT", content) + chunk(b"IEND", b"")
    return lambda folder: write(folder, FIGURE.replace("NAME", "a.png"), a__png=whole)


def nested(kind: str, inside: str, times: int = 9) -> str:
    """Each of these holds ten of the one before."""
    parts = [f'<{kind} id="a0">{SHAPE}</{kind}>']
    parts += [
        f'<{kind} id="a{n + 1}">{inside.replace("ID", f"a{n}") * 10}</{kind}>' for n in range(times)
    ]
    return f"<defs>{''.join(parts)}</defs>{inside.replace('ID', f'a{times}')}"


USE = '<use href="#ID"/>'
MASKED = '<rect width="40" height="20" mask="url(#ID)"/>'
FILTER = '<filter id="f">{}</filter><rect width="40" height="20" filter="url(#f)"/>'
ENTITIES = "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">'
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
BOMB = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "{"lol" * 9}">{ENTITIES}]>'
READS = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY i SYSTEM "../outside/secret.txt">]>'
STYLE = '<style xmlns="http://purl.org/net/xbiblio/csl"><info><title>&i;</title></info></style>'
OWN_STYLE = 'citation-style = "style.csl"\n'

# What is done to a build, and the code that it must be answered with; without one the build must
# come out, or say what is wrong in words of its own.
CASES: dict[str, tuple[Callable[[Path], None], str]] = {
    "settings nested": (settings(f"subjects = {'[' * 50_000}"), "settings-broken"),
    "settings nested tables": (settings(f"voice = {'{a=' * 5_000}"), "settings-broken"),
    "settings dotted": (settings(f"x{'.a' * 50_000} = 1"), "settings-broken"),
    "settings large": (settings(f"# {'x' * 3_000_000}"), "file-too-large"),
    "settings linked": (link("publication.toml", "../outside/secret.txt"), "path-outside"),
    "settings in a circle": (link("publication.toml", "publication.toml"), "settings-missing"),
    "people's words": (settings('people-words = "../outside/secret.txt"'), "path-outside"),
    "people's words absolute": (settings('people-words = "/etc/hostname"'), "path-outside"),
    "people's words missing": (settings('people-words = "gone.txt"'), "file-missing"),
    "cover": (settings('cover = "../outside/secret.txt"'), "path-outside"),
    "files": (settings('files = ["../outside/secret.txt"]'), "path-outside"),
    "references": (settings('references = "../outside/secret.txt"'), ""),
    "style by name": (
        cited(WORK, settings='citation-style = "../../x"\n'),
        "citation-style-broken",
    ),
    "text linked": (link("02.md", "../outside/secret.txt"), "path-outside"),
    "text in a circle": (link("02.md", "02.md"), "file-missing"),
    "text without end": (link("02.md", "/dev/zero"), "path-outside"),
    "many files": (many_files, "too-much-text"),
    "sparse files": (sparse, "file-too-large"),
    "pipes": (pipe, "picture-unknown"),
    "pictures linked": (
        link("pictures", "../outside", f"{TEXT}\n![](picture:leak) Hello.\n"),
        "picture-unknown",
    ),
    "picture linked": (
        link("pictures/leak.svg", "../../outside/leak.svg", f"{TEXT}\n![](picture:leak) Hello.\n"),
        "picture-unknown",
    ),
    "picture index": (
        link("pictures/index.toml", "../../outside/secret.txt", f"{TEXT}\n![](picture:x) Hi.\n"),
        "picture-index-broken",
    ),
    "figure linked": (
        link("a.svg", "../outside/leak.svg", FIGURE.replace("NAME", "a.svg")),
        "path-outside",
    ),
    "figure in a circle": (link("a.svg", "a.svg", FIGURE.replace("NAME", "a.svg")), "file-missing"),
    "baseline": (link("baseline.json", "../outside/secret.txt"), "baseline-invalid"),
    "baseline without end": (link("baseline.json", "/dev/zero"), "baseline-invalid"),
    "baseline nested": (lambda f: write(f, baseline__json="[" * 100_000), "baseline-invalid"),
    "style reads": (cited(WORK, READS + STYLE, OWN_STYLE), "citation-style-broken"),
    "style bomb": (cited(WORK, BOMB + STYLE, OWN_STYLE), "citation-style-broken"),
    "style linked": (
        link("style.csl", "../outside/secret.txt", CITED, OWN_STYLE + "references = 'x.bib'\n"),
        "",
    ),
    "references nested": (cited(WORK.replace("T}", "\\'{" * 3_000 + "e" + "}" * 3_001)), ""),
    "references open": (cited("@book{key, title = {" + "{" * 100_000), "references-broken"),
    "drawing of uses": (drawing(nested("g", USE)), "image-too-large"),
    "drawing of masks": (drawing(nested("mask", MASKED)), "image-too-large"),
    "drawing of filters": (
        drawing(FILTER.format('<feMorphology operator="dilate" radius="500"/>' * 9)),
        "image-too-large",
    ),
    "drawing of glass": (
        drawing(SHAPE.replace("/>", ' opacity=".5"/>') * 20_000),
        "image-too-large",
    ),
    "drawing of letters": (drawing(f"<text>{'a' * 60_000}</text>"), "image-too-large"),
    "drawing nested": (drawing("<g>" * 5_000 + "</g>" * 5_000), "image-too-large"),
    "drawing narrow": (
        drawing(SHAPE, SVG.replace("0 0 40 20", "0 0 1 100000000")),
        "image-too-large",
    ),
    "drawing of no number": (drawing(SHAPE, SVG.replace("0 0 40 20", "0 0 nan inf")), ""),
    "drawing beyond number": (drawing(SHAPE, SVG.replace("0 0 40 20", "0 0 1e300 1e300")), ""),
    "drawing bomb": (drawing("&i;", BOMB + SVG), "svg-entity"),
    "drawing reads": (drawing("&i;", READS + SVG), "svg-entity"),
    "drawing fetches": (drawing('<image href="http://127.0.0.1:9/x.png"/>'), "svg-reference"),
    "drawing of a file": (drawing('<image href="../outside/leak.svg"/>'), "svg-reference"),
    "drawing with a script": (drawing("<script>x</script>"), "svg-active"),
    "photo of bombs": (png(60_000, 60_000, zlib.compress(bytes(10_000_000))), "image-too-large"),
    "photo cut short": (png(7_000, 8_000, b"xx"), ""),
    "photo of nothing": (png(0, 0, b""), "image-broken"),
    "include": (lambda f: write(f, f"{TEXT}\n:::{{include}} ../outside/secret.txt\n:::\n"), ""),
    "figure by address": (
        lambda f: write(f, FIGURE.replace("NAME", "http://127.0.0.1:9/x.png")),
        "image-not-local",
    ),
    "figure absolute": (
        lambda f: write(f, FIGURE.replace("NAME", "/etc/hostname")),
        "path-outside",
    ),
    "figure above": (
        lambda f: write(f, FIGURE.replace("NAME", "../outside/leak.svg")),
        "path-outside",
    ),
    "figure above, escaped": (
        lambda f: write(f, FIGURE.replace("NAME", "%2e%2e/outside/leak.svg")),
        "path-outside",
    ),
    "figure with a zero": (lambda f: write(f, FIGURE.replace("NAME", "a%00.svg")), ""),
    "typst": (
        lambda f: write(f, f'{TEXT}\n#read("/etc/hostname") `#eval("1")` #include "x"\n'),
        "",
    ),
    "template": (
        lambda f: write(f, f"{TEXT}\n{{{{ cycler.__init__ }}}} {{% include 'x' %}}\n"),
        "",
    ),
    "script in words": (lambda f: write(f, f"{TEXT}\n<script>alert(1)</script>\n"), ""),
    "links that act": (lambda f: write(f, f"{TEXT}\n[a](javascript:x) [b](file:///etc)\n"), ""),
}


def outside(folder: Path) -> None:
    """The folder that no build may look into."""
    folder.mkdir()
    (folder / "secret.txt").write_text(f"{SECRET}\n", encoding="utf-8")
    (folder / "leak.svg").write_text(SVG.format(f"<desc>{SECRET}</desc>{SHAPE}"), encoding="utf-8")
