"""The page on which people choose their edition, made from the manifest of a build."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from plainpress.builders.imprint import deeds
from plainpress.builders.web import card, feed
from plainpress.builders.web.pages import calmed, environment, language_marks, safe
from plainpress.builders.web.site import copy_style, cover_name, is_upright
from plainpress.builders.web.statement import statement
from plainpress.builders.web.ways import address as address_of
from plainpress.builders.web.ways import ways
from plainpress.builders.xhtml import direction, is_safe
from plainpress.document.dates import day
from plainpress.document.model import Contributor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

Manifest = dict[str, Any]

PAGE = "index.html"
STYLE = "page"
_FILES = ("site.css", "download.css", "icon.svg")
_OURS = "en"  # the language of our own words
# What a manifest, a licence or a credit may leave out.
_ABSENT: Manifest = {"subtitle": "", "description": ""}
_NAMED = dict.fromkeys(("name", "url", "title", "words", "licence", "licence_url"), "")


def build(manifest: Manifest, published: Path, output: Path) -> tuple[Path, ...]:
    """Write the page and what belongs to it into `output`.

    It gives the files and folders written, in the order in which they are to be put into place.
    `manifest` is what manifest.json holds, `published` the folder in which its artifacts lie. A
    site map and a feed are made only where the manifest knows the address of the site: both
    need whole addresses.
    """
    style = output / STYLE
    style.mkdir()
    copy_style(style, _FILES)
    (style / card.FILE).write_bytes(card.draw(manifest["title"], _publisher(manifest)))
    made = [style]
    for name, text in _texts(manifest, published):
        (output / name).write_text(calmed(text), encoding="utf-8", newline="\n")
        made.append(output / name)
    return tuple(made)


def _texts(manifest: Manifest, published: Path) -> Sequence[tuple[str, str]]:
    texts = []
    if site := _site(manifest):
        texts = [
            (feed.SITE_MAP, feed.site_map(site, _addresses(manifest, published), _date(manifest))),
            (feed.FEED, feed.atom(manifest, site)),
        ]
    return [*texts, (PAGE, _page(manifest, published))]


def _addresses(manifest: Manifest, published: Path) -> list[str]:
    """Every page by its address from the folder: this one, then those of the web editions."""
    folders = [row["file"] for row in manifest["artifacts"] if row["format"] == "web"]
    pages = [
        path.relative_to(published).as_posix()
        for folder in folders
        for path in sorted((published / folder).glob("*.html"))
    ]
    return ["", *pages]


def _cover(manifest: Manifest, published: Path) -> str:
    """The address of the cover's picture: that of the first web edition which has it."""
    name = cover_name(manifest["cover"][0]) if manifest.get("cover") else ""
    folders = [row["file"] for row in manifest["artifacts"] if row["format"] == "web"]
    found = (
        f"{folder}/{name}" for folder in folders if name and (published / folder / name).is_file()
    )
    return next(found, "")


def _page(manifest: Manifest, published: Path) -> str:
    language = manifest["language"]
    site = _site(manifest)
    people = [Contributor(**person) for person in manifest.get("contributors", ())]
    choices = ways(manifest["artifacts"])
    return (
        environment()
        .get_template("download.html")
        .render(
            manifest=_ABSENT | manifest,
            direction=direction(language),
            ours=language_marks(_OURS, language),
            theirs=language_marks(language, _OURS),
            ways=choices,
            graded=any(row.get("reading_age") for row in manifest["artifacts"]),
            cover=_cover(manifest, published),
            upright=is_upright(*manifest["cover"][1:]) if manifest.get("cover") else False,
            people=list(deeds(people)),
            publisher=_publisher(manifest),
            dates=[
                (label, value, day(dt.date.fromisoformat(value)))
                for label, value in _dates(manifest)
            ],
            licence=_checked_link(manifest.get("licence", {})),
            credits=[_checked_link(credit) for credit in manifest.get("credits", ())],
            statement=statement(manifest),
            site=site,
            card=f"{site}{STYLE}/{card.FILE}" if site else f"{STYLE}/{card.FILE}",
            feed=feed.FEED if site else "",
            linked_data=safe(linked_data(manifest, site)),
        )
    )


def _dates(manifest: Manifest) -> list[tuple[str, str]]:
    first, changed = manifest.get("first_published", ""), _date(manifest)
    dates = [("First published on", first)] if first else []
    if changed and changed != first:
        dates.append(("Last changed on", changed))
    return dates


def _date(manifest: Manifest) -> str:
    return str(manifest.get("date", ""))


def _publisher(manifest: Manifest) -> str:
    return str(manifest.get("publisher", ""))


def _site(manifest: Manifest) -> str:
    """The address of this page's folder, with a slash at its end; empty where nobody has said."""
    site = str(manifest.get("site", ""))
    return f"{site.rstrip('/')}/" if is_safe(site) else ""


def _checked_link(named: Mapping[str, str]) -> dict[str, str]:
    """A name and an address, the address left out where it could do more than lead somewhere."""
    return _NAMED | {
        key: "" if "url" in key and not is_safe(value) else value for key, value in named.items()
    }


def linked_data(manifest: Manifest, site: str) -> str:
    """What the publication is, as schema.org says it in JSON-LD.

    It is a block of data and no script, which a Content Security Policy lets pass. No text in
    it can end the element: every "<" is written as an escape.
    """
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "name": manifest["title"],
        "description": manifest.get("description"),
        "url": site,
        "identifier": manifest.get("identifier"),
        "inLanguage": manifest["language"],
        "datePublished": manifest.get("first_published"),
        "dateModified": _date(manifest),
        "keywords": manifest.get("subjects"),
        "license": manifest.get("licence", {}).get("url"),
        "author": [
            {"@type": "Person", "name": person["name"]}
            for person in manifest.get("contributors", ())
            if person.get("role") == "aut"
        ],
        "publisher": {"@type": "Organization", "name": _publisher(manifest)}
        if _publisher(manifest)
        else None,
        "isAccessibleForFree": True,
        "encoding": [_encoding(row, site) for row in manifest["artifacts"]],
    }
    text = json.dumps({key: fact for key, fact in facts.items() if fact}, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _encoding(row: Mapping[str, Any], site: str) -> dict[str, Any]:
    address = address_of(row)
    return {
        "@type": "MediaObject",
        "name": row.get("title", ""),
        "encodingFormat": row["media_type"],
        "inLanguage": row["language"],
        "contentUrl": f"{site}{address}",
        "contentSize": str(row["size"]),
    }
