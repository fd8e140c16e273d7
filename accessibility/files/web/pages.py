"""A folder of web pages opened for checking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plainpress.accessibility.files.epub.book import q
from plainpress.accessibility.files.package import UnreadableError
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

LARGEST_PAGE = 32 << 20  # bytes
MOST_FILES = 20_000

# An element of a page. lxml ships no types.
Element = Any


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its name in the folder, its root with every element in the XHTML namespace."""

    name: str
    root: Element

    def find_all(self, *names: str) -> Iterator[Element]:
        """The elements with these names, such as "h:a", in the order of the page."""
        elements: Iterator[Element] = self.root.iter(*map(q, names))
        return elements

    def elements(self) -> Iterator[Element]:
        """Every element, without comments."""
        elements: Iterator[Element] = self.root.iter("{*}*")
        return elements


@dataclass(frozen=True, slots=True)
class Pages:
    """All pages of a folder, the names of all its files, and the ids of each page."""

    pages: tuple[Page, ...]
    files: frozenset[str]
    ids: Mapping[str, frozenset[str]]


def open_pages(folder: Path) -> Pages:
    """The pages of a folder; `UnreadableError` if it has none, or one that is not UTF-8 text."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    if len(files) > MOST_FILES:
        raise UnreadableError(f"the folder has {len(files)} files, {MOST_FILES} at most")
    names = frozenset(path.relative_to(folder).as_posix() for path in files)
    pages = tuple(_page(path, folder) for path in files if path.suffix == ".html")
    if not pages:
        raise UnreadableError("the folder has no page: no file in it ends in .html")
    ids = {page.name: frozenset(each.get("id", "") for each in page.elements()) for page in pages}
    return Pages(pages, names, ids)


def _page(path: Path, folder: Path) -> Page:
    from lxml import etree

    name = path.relative_to(folder).as_posix()
    try:
        if path.stat().st_size > LARGEST_PAGE:
            raise UnreadableError(f"{name} has more than {LARGEST_PAGE >> 20} MB")
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise UnreadableError(f"{name} cannot be opened: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise UnreadableError(f"{name} is not UTF-8 text: {error.reason}") from error
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    root = etree.fromstring(text.encode(), parser) if text.strip() else None
    if root is None:
        raise UnreadableError(f"{name} is empty")
    for element in root.iter():
        # So that the checks that EPUB and web share find their elements.
        if isinstance(element.tag, str) and not element.tag.startswith("{"):
            element.tag = q(f"h:{element.tag}")
    return Page(name, root)
