"""Takes finished files; puts them into place, and makes the page on which people choose one."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

from plainpress.document.findings import Severity
from plainpress.document.records import dataclass
from plainpress.press.exchange import exchange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from plainpress.document.model import Publication
    from plainpress.document.settings import Settings
    from plainpress.press.check import Edition

_OLDER = ".older"
_PAGE = ".page"
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

    A file takes the place of an older one by one rename, a folder by one exchange. Where the
    system has no exchange, the older folder is renamed into the stage first: it comes back if
    the second rename fails, or with the next build (`restore`) if that never comes.
    """
    final = folder / made.name
    if not made.is_dir() or not final.exists():
        os.replace(made, final)  # noqa: PTH105 - atomic by its contract
        return final
    if exchange(made, final):
        return final
    older = made.with_name(f"{made.name}{_OLDER}")
    os.rename(final, older)  # noqa: PTH104 - the same
    try:
        os.rename(made, final)  # noqa: PTH104 - the same
    except BaseException:
        os.rename(older, final)  # noqa: PTH104 - the same
        raise
    return final


def restore(stage: Path, folder: Path) -> None:
    """Put back what a killed build had renamed into its stage and not yet replaced."""
    for older in (*stage.glob(f"*{_OLDER}"), *stage.glob(f"*/*{_OLDER}")):
        final = folder / older.name.removesuffix(_OLDER)
        if not final.exists():
            os.rename(older, final)  # noqa: PTH104 - the same


def page(
    content: dict[str, Any], folder: Path, stage: Path, bring: Callable[[Path], object]
) -> tuple[Path, ...]:
    """Make the download page in the stage, if there are pages to read among the files.

    It gives what was made, in the order in which it is to be put into place. `bring` puts a
    folder of pages into its place that lies elsewhere.
    """
    pages = [row["file"] for row in content["artifacts"] if row["format"] == "web"]
    if not pages:
        return ()
    from plainpress.builders.web import download

    for name in pages:
        if not (stage / name).exists():  # one of an earlier build, which the page looks into
            bring(folder / name)
            shutil.copytree(folder / name, stage / name)
    made = stage / _PAGE
    made.mkdir()
    return download.build(content, stage, made)
