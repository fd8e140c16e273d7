"""A PDF and its tags: each element with its kind, its words and what is said of it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from plainpress.accessibility.files.package import UnreadableError
from plainpress.document.records import dataclass

from .content import Words, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

LARGEST_FILE = 1 << 30
_DEEPEST = 500
_NOTHING = Words("")


@dataclass(slots=True)
class Element:
    """An element of the tags (ISO 32000-1, 14.7.2). `kind` is a standard one, by the role map.

    `children` are elements, and the places of words: a page and the number of a mark on it.
    """

    kind: str
    language: str = ""
    alt: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    children: list[Element | tuple[int, int]] = field(default_factory=list)

    def elements(self) -> Iterator[Element]:
        """The element and those below it, in reading order."""
        stack: list[Element] = [self]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(
                child for child in reversed(element.children) if isinstance(child, Element)
            )


@contextmanager
def opened(path: Path) -> Iterator[Document]:
    """A PDF while it is looked into. Whatever goes wrong in it is an `UnreadableError`."""
    from pypdf.errors import PyPdfError

    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableError(f"the file is larger than {LARGEST_FILE >> 20} MB")
        yield Document(path)
    except (PyPdfError, OSError, *_BROKEN) as error:
        raise UnreadableError(f"the file is not a whole PDF: {error}") from error


# What pypdf raises besides its own errors where a file is broken.
_BROKEN = (
    *(ValueError, LookupError, TypeError, AttributeError),
    *(ArithmeticError, AssertionError, RecursionError, NotImplementedError),
)


class Document:
    """An open PDF. It is only used within `opened`, which says what is wrong with a broken one."""

    def __init__(self, path: Path) -> None:
        import pypdf

        self._reader = pypdf.PdfReader(path)
        if self._reader.is_encrypted:
            raise UnreadableError("the file is encrypted")
        self.catalogue: Any = self._reader.trailer["/Root"].get_object()
        self.pages = len(self._reader.pages)

    @property
    def language(self) -> str:
        """The language of the document."""
        return str(self.catalogue.get("/Lang", ""))

    @property
    def title(self) -> str:
        """The title that the file gives itself."""
        found = self._reader.metadata
        return str((found and found.title) or "")

    @property
    def shows_title(self) -> bool:
        """Whether a viewer is to show the title and not the name of the file."""
        return bool(_dictionary(self.catalogue, "/ViewerPreferences").get("/DisplayDocTitle"))

    @property
    def bookmarks(self) -> int:
        """How many bookmarks there are at the top."""
        return len(self._reader.outline)

    @cached_property
    def tags(self) -> Element | None:
        """The root of the tags; None where there are none."""
        root = _dictionary(self.catalogue, "/StructTreeRoot")
        if not root or not _dictionary(self.catalogue, "/MarkInfo").get("/Marked"):
            return None
        roles = {key[1:]: str(value)[1:] for key, value in _dictionary(root, "/RoleMap").items()}
        pages = {
            page.indirect_reference.idnum: number
            for number, page in enumerate(self._reader.pages)
            if page.indirect_reference
        }
        return _TagReader(roles, pages).read(root)

    @cached_property
    def _words(self) -> list[dict[int, Words]]:
        return [words(page) for page in self._reader.pages]

    def piece(self, page: int, mark: int) -> Words:
        """The words of a mark on a page."""
        return self._words[page].get(mark, _NOTHING)

    @property
    def languages(self) -> set[str]:
        """Every mark of a language, wherever it stands."""
        found = {self.language}
        found |= {element.language for element in (self.tags.elements() if self.tags else ())}
        found |= {each.language for page in self._words for each in page.values()}
        return found - {""}

    def text(self, element: Element) -> str:
        """The words of an element and all below it, in reading order."""
        parts: list[str] = []
        stack: list[Element | tuple[int, int]] = [element]
        while stack:
            found = stack.pop()
            if isinstance(found, Element):
                stack.extend(reversed(found.children))
            else:
                parts.append(self.piece(*found).text)
        return "".join(parts)


class _TagReader:
    """Reads the elements below the root of the tags."""

    def __init__(self, roles: Mapping[str, str], pages: Mapping[int, int]) -> None:
        self._roles = roles
        self._pages = pages

    def read(self, root: Any) -> Element:  # noqa: ANN401 # pypdf's dictionaries
        top = Element("Root")
        # An element, its page, and where its children go. Depth is bounded: tags may be a ring.
        stack = [(root, 0, top, 0)]
        while stack:
            source, page, target, depth = stack.pop()
            if depth > _DEEPEST:
                raise ValueError("they are nested too deeply")
            for kid in _kids(source):
                below = self._child(kid, page, target)
                if below:
                    stack.append((*below, depth + 1))
        return top

    def _child(self, kid: Any, page: int, target: Element) -> tuple[Any, int, Element] | None:  # noqa: ANN401
        if isinstance(kid, int):
            target.children.append((page, int(kid)))
            return None
        kid = kid.get_object()
        number = (
            self._pages.get(getattr(kid.raw_get("/Pg"), "idnum", -1), page)
            if "/Pg" in kid
            else page
        )
        if "/S" in kid:
            element = self._element(kid)
            target.children.append(element)
            return kid, number, element
        if "/MCID" in kid:
            target.children.append((number, int(kid["/MCID"])))
        return None

    def _element(self, source: Any) -> Element:  # noqa: ANN401 # pypdf's dictionaries
        kind = str(source["/S"])[1:]
        for _ in range(len(self._roles)):
            kind = self._roles.get(kind, kind)
        alt = source.get("/Alt")
        return Element(
            kind=kind,
            language=str(source.get("/Lang", "")),
            alt=None if alt is None else str(alt),
            attributes=_attributes(source) | {"/ID": str(source.get("/ID", ""))},
        )


def _dictionary(source: Any, name: str) -> Any:  # noqa: ANN401 # pypdf's dictionaries
    found = source.get(name)
    found = found.get_object() if hasattr(found, "get_object") else found
    return found if isinstance(found, dict) else {}


def _kids(source: Any) -> list[Any]:  # noqa: ANN401 # pypdf's dictionaries
    kids = source.get("/K")
    if kids is None:
        return []
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    return list(kids) if isinstance(kids, list) else [kids]


def _attributes(source: Any) -> dict[str, Any]:  # noqa: ANN401 # pypdf's dictionaries
    """What the attributes of an element say, those of all owners together (14.7.5)."""
    found = source.get("/A")
    if found is None:
        return {}
    found = found.get_object()
    parts = found if isinstance(found, list) else [found]
    merged: dict[str, Any] = {}
    for part in parts:
        part = part.get_object()  # noqa: PLW2901 # a reference, and what it leads to
        if isinstance(part, dict):
            merged.update(part)
    return merged
