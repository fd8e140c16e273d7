"""Takes a word; gives the easy-read pictures that fit it, as a table or on a contact sheet."""

from __future__ import annotations

import base64
import os
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from plainpress.document.errors import MissingToolError, UsageError
from plainpress.press import publications
from plainpress.templates import template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.document.pictures import Picture, Pictures, PictureSet

# Packages that bring pictures name their folder here: `makaton = "my_package:PICTURES"`.
ENTRY_POINTS = "plainpress.pictures"
HEADERS = ("Picture", "Set", "Grade", "Words that find it", "Note")
TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


def sets() -> tuple[Path, ...]:
    """The folders of pictures beside a publication's own: installed packs, then the default set."""
    from importlib.metadata import entry_points

    packs = sorted(entry_points(group=ENTRY_POINTS), key=lambda pack: pack.name)
    folders = []
    for pack in packs:
        try:
            folders.append(Path(str(pack.load())))
        except (ImportError, AttributeError) as error:
            raise MissingToolError(
                f"the picture pack {pack.name!r} does not load: {error}; install it again"
            ) from None
    return (*folders, Path(str(template("pictures"))))


def locate(publication: str | None) -> Path | None:
    """The publication that is meant; None where none is named and there is no single one here."""
    if publication:
        return publications.locate(publication)
    try:
        return publications.locate(None)
    except UsageError:
        return None


def of_publication(source: Path | None) -> Pictures:
    """All pictures that a publication can use; without one, those of the sets."""
    from plainpress.document.pictures import Pictures

    own = source / "pictures" if source else Path(os.devnull)
    return Pictures(own, sets())


def rows(pictures: Pictures, word: str) -> list[tuple[str, ...]]:
    """A row of the table for each picture that fits the word; for every picture without one.

    Raises `UsageError`, with the nearest names, where none fits.
    """
    found = pictures.search(word) if word else pictures.all
    if not found:
        near = ", ".join(pictures.nearest(word))
        hint = f"the nearest are: {near}" if near else "put one of your own into pictures/"
        raise UsageError(f"no picture fits {word!r}; {hint}")
    return [_row(picture) for picture in found]


def _row(picture: Picture) -> tuple[str, ...]:
    shown = ", ".join(picture.words[:6])
    return (picture.id, picture.set or "own", picture.grade or "-", shown, picture.note)


# --- The contact sheet ---------------------------------------------------------------


def sheet(pictures: Pictures, file: Path) -> int:
    """Write all pictures on one page of HTML that needs no other file; say how many.

    A picture stands in the page as data, so that a drawing's styles and scripts cannot reach it.
    Raises `UsageError` for a file that is not called a page: it may be a word meant for a search.
    """
    if file.suffix != ".html":
        raise UsageError(f"the sheet is a page: give it a name that ends in .html, not {file}")
    groups: dict[str, list[Picture]] = {}
    for picture in pictures.all:
        groups.setdefault(picture.set, []).append(picture)
    body = [_group(pictures.sets.get(name), found) for name, found in groups.items()]
    page = template("pictures-sheet.html").read_text(encoding="utf-8")
    temporary = file.with_name(f".{file.name}-{os.getpid()}")
    try:
        temporary.write_text(page.replace("<!-- pictures -->", "\n".join(body)), encoding="utf-8")
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)
    return len(pictures.all)


def _group(each: PictureSet | None, pictures: list[Picture]) -> str:
    title = each.title if each else "The publication's own pictures"
    credit = f"<p>{escape(each.credit)}</p>\n" if each and each.credit else ""
    items = "\n".join(item for picture in pictures for item in _item(picture))
    return f"<h2>{escape(title)}</h2>\n{credit}<ul>\n{items}\n</ul>"


def _item(picture: Picture) -> Iterator[str]:
    kind = TYPES.get(picture.file.suffix.lower())
    if kind is None:
        return
    data = base64.b64encode(picture.file.read_bytes()).decode("ascii")
    name = escape(picture.id)
    words = escape(", ".join(picture.words))
    grade = f" (grade {escape(picture.grade)})" if picture.grade else ""
    note = f'<p class="note">{escape(picture.note)}</p>' if picture.note else ""
    # The name stands below as text: an alternative would say it twice (WCAG 2.2, H2).
    yield (
        f'<li><img src="data:{kind};base64,{data}" alt="" width="120" height="120">'
        f"<h3>{name}{grade}</h3><p>{words}</p>{note}</li>"
    )
