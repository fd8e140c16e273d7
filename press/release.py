"""Takes finished files; puts them into place, and makes the page on which people choose one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from plainpress.document.findings import Severity
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from plainpress.document.model import Publication
    from plainpress.document.settings import Settings
    from plainpress.press.check import Edition

_WCAG = "https://www.w3.org/WAI/WCAG22/"


@dataclass(frozen=True, slots=True)
class About:
    """What a release says of its publication: its first edition, the settings, picture credits.

    `shortfalls` are what the checks on the text found to fall short of WCAG 2.2.
    """

    publication: Publication
    settings: Settings
    credits: tuple[dict[str, str], ...] = ()
    shortfalls: tuple[dict[str, Any], ...] = ()


def about(source: Path, editions: Sequence[Edition]) -> About:
    """What there is to say of editions that can all come out."""
    publications = [edition.publication for edition in editions if edition.publication]
    return About(
        publications[0],
        editions[0].settings,
        tuple(_credits(source, publications)),
        tuple(_shortfalls(editions)),
    )


def _shortfalls(editions: Sequence[Edition]) -> Iterator[dict[str, Any]]:
    from plainpress.press.manifest import summary

    for edition in editions:
        if edition.publication:
            found = [each for each in edition.all_findings if each.link.startswith(_WCAG)]
            if any(each.severity > Severity.INFORMATION for each in found):
                for row in summary(found):
                    yield {"edition": edition.publication.edition, **row}


def _credits(source: Path, publications: Sequence[Publication]) -> Iterator[dict[str, str]]:
    """Each set of pictures that the editions use, once, with its licence."""
    from plainpress.document.editions.credits import sets_used
    from plainpress.document.model import PictureRow
    from plainpress.document.walk import nodes_of
    from plainpress.press.pictures import of_publication

    pictured = [each for each in publications if next(nodes_of(PictureRow, each), None)]
    if not pictured:
        return
    pictures = of_publication(source)
    used = {one.name: one for each in pictured for one in sets_used(each, pictures)[0]}
    for one in used.values():
        yield {
            "title": one.title,
            "words": one.credit,
            "url": one.url,
            "licence": one.licence,
            "licence_url": one.licence_url,
        }


def put(made: Path, folder: Path) -> Path:
    """Move a finished file or folder into place; where it is now.

    A file takes the place of an older one by one rename. A folder cannot: the older one is
    renamed into the stage first, and comes back if the second rename fails. Nobody ever sees a
    folder that is half written.
    """
    final = folder / made.name
    if not made.is_dir() or not final.exists():
        os.replace(made, final)  # noqa: PTH105 - atomic by its contract
        return final
    older = made.with_name(f"{made.name}.older")
    os.rename(final, older)  # noqa: PTH104 - the same
    try:
        os.rename(made, final)  # noqa: PTH104 - the same
    except BaseException:
        os.rename(older, final)  # noqa: PTH104 - the same
        raise
    return final


def put_page(content: dict[str, Any], folder: Path, stage: Path) -> None:
    """Make the download page of a folder, if there are pages to read among its files."""
    if all(row["format"] != "web" for row in content["artifacts"]):
        return
    from plainpress.builders.web import download

    page = stage / "page"
    page.mkdir()
    for made in download.build(content, folder, page):
        put(made, folder)
