"""Typst, in this process: source and pictures in one folder in, PDF and page numbers out."""

from __future__ import annotations

import json
import re
from importlib.resources import as_file
from typing import TYPE_CHECKING, Any

from plainpress.builders.print import typeface
from plainpress.document.errors import MissingToolError, PlainpressError, UsageError
from plainpress.document.records import dataclass
from plainpress.templates import template

from .markup import array, string

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path

FAMILY = "Atkinson Hyperlegible Next"
# In Typst itself: for code, and for signs that our letters lack. The same on every machine.
MONOSPACE = "DejaVu Sans Mono"
STANDARD = "ua-1"
_LIKE_ARIAL = ("arial", "arimo", "liberation sans", "helvetica")
_MISSING = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]+)\}")


class TypesettingError(PlainpressError):
    """Why Typst refused a document. `characters` are those that no font has."""

    def __init__(self, message: str, characters: frozenset[str] = frozenset()) -> None:
        super().__init__(message, characters)  # as it is made again on its way from a fork
        self.characters = characters

    def __str__(self) -> str:
        return f"Typst cannot set this document: {self.args[0]}"


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts of a document, best first, and whether those of Typst and the system may help.

    `left_out` are letters that our own font could only put together from two glyphs: a reader
    would hear them twice, so that another font has to bring them.
    """

    families: tuple[str, ...]
    embedded: bool = False
    system: bool = False
    left_out: str = ""

    @property
    def argument(self) -> str:
        """The families as Typst has them."""
        return array([self._family(name) for name in self.families])

    def _family(self, name: str) -> str:
        if name != FAMILY or not self.left_out:
            return string(name)
        return f"(name: {string(name)}, covers: regex({string(f'[^{self.left_out}]')}))"

    def load(self) -> Any:  # noqa: ANN401 # Typst's own list
        """What Typst needs to find them."""
        with as_file(template("fonts")) as folder:
            return _typst().Fonts(
                include_system_fonts=self.system,
                include_embedded_fonts=self.embedded,
                font_paths=[str(folder)],
            )

    def widest(self) -> Fonts:
        """The same, with the help of every font of this machine."""
        families = tuple(dict.fromkeys((*self.families, MONOSPACE)))
        return Fonts(families, embedded=True, system=True, left_out=self.left_out)


def fonts_for(source: str, family: str) -> Fonts:
    """Our letters, or a family of this system by its name, and what else a source needs.

    Raises `UsageError` for a family that is not here.
    """
    from unicodedata import category, decomposition

    families: tuple[str, ...] = (_family(family), FAMILY) if family else (FAMILY,)
    foreign = {letter for letter in set(source) if not typeface().has(letter)}
    embedded = bool(family or foreign) or "#literal(" in source or "#code-lines(" in source
    if embedded:
        families += (MONOSPACE,)
    made_of_two = (each for each in foreign if decomposition(each) and category(each)[0] == "L")
    return Fonts(families, embedded, bool(family), "".join(sorted(made_of_two)))


def _family(wanted: str) -> str:
    here: list[str] = Fonts((), embedded=True, system=True).load().families()
    known = {name.casefold(): name for name in here}
    if wanted.casefold() in known:
        return known[wanted.casefold()]
    likely = [known[name] for name in _LIKE_ARIAL if name in known]
    instead = f"use {' or '.join(likely)}" if likely else "leave it out for our own letters"
    raise UsageError(f"no font of this machine is called {wanted!r}: {instead}")


@dataclass(frozen=True, slots=True)
class Set:
    """A document that has been set: the PDF, the pages of what is in it, what Typst warned of."""

    data: bytes
    pages: Mapping[str, Any]
    warnings: tuple[str, ...] = ()


def typeset(folder: Path, inputs: dict[str, str], fonts: Fonts, clock: dt.datetime) -> Set:
    """The document whose source is `main.typ` in a folder. Raises `TypesettingError`."""
    typst = _typst()
    compiler = typst.Compiler(
        str(folder / "main.typ"),
        root=str(folder),
        font_paths=fonts.load(),
        ignore_system_fonts=not fonts.system,
        sys_inputs=inputs,
    )
    try:
        data, warned = compiler.compile_with_warnings(
            format="pdf", pdf_standards=[STANDARD], timestamp=clock
        )
        pages = json.loads(compiler.query("<pages>", field="value", one=True))
    except typst.TypstError as error:
        raise _explained(error) from error
    return Set(bytes(data), pages, tuple(dict.fromkeys(str(each) for each in warned)))


def _explained(error: Any) -> TypesettingError:  # noqa: ANN401 # typst.TypstError
    found = "".join(_MISSING.findall(f"{error.message}\n{error.diagnostic}"))
    letters = _ESCAPE.sub(lambda code: chr(int(code[1], 16)), found)
    # Typst names a letter with the signs on it: what our own font has is not what is missing.
    missing = frozenset(letter for letter in letters if not typeface().has(letter))
    return TypesettingError(error.message, missing)


def is_readable(folder: Path, name: str) -> bool:
    """Whether Typst can read a picture in a folder, tried alone."""
    typst = _typst()
    source = f"#image({string(f'/{name}')}, width: 1cm, height: 1cm)"
    try:
        typst.compile(source.encode(), root=str(folder), ignore_system_fonts=True)
    except typst.TypstError:
        return False
    return True


def _typst() -> Any:  # noqa: ANN401 # a module
    try:
        import typst
    except ImportError as error:
        raise MissingToolError("PDF needs Typst: install it with `pip install typst`") from error
    return typst
