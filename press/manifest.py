"""Takes the artifacts of a build; gives `manifest.json`, from which the download page is made."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from plainpress.document.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from plainpress.builders.artifact import Artifact
    from plainpress.document.findings import Finding
    from plainpress.press.release import About
    from plainpress.press.steps import Released

FILE = "manifest.json"
VERSION = 1
FORMULA = "Flesch-Kincaid grade + 5"


def content(
    folder: Path, rows: Iterable[dict[str, Any]], about: About, has: Callable[[Path], bool]
) -> dict[str, Any]:
    """What the manifest of a folder is to hold, once the files of these rows lie there.

    Files of an earlier build that are still there (`has`), and that this build did not make, keep
    their rows.
    """
    publication = about.publication
    all_rows = {row["file"]: row for row in (*_earlier(folder, has), *rows)}
    return {
        "version": VERSION,
        "title": publication.title,
        "language": publication.language,
        "identifier": publication.identifier,
        "first_published": str(publication.date or ""),
        "date": str(publication.modified or publication.date or ""),
        **_about(about),
        "artifacts": [all_rows[name] for name in sorted(all_rows)],
    }


def write(held: dict[str, Any], folder: Path) -> Path:
    """Write a manifest into a folder; where it is."""
    file = folder / FILE
    file.write_text(json.dumps(held, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return file


def _about(about: About) -> dict[str, Any]:
    publication, settings = about.publication, about.settings
    cover = publication.cover
    return {
        "subtitle": publication.subtitle,
        "description": publication.description,
        "publisher": publication.publisher,
        "contributors": [
            {"name": person.name, "role": person.role} for person in publication.contributors
        ],
        "cover": cover and [cover.media_type, cover.width, cover.height],
        "subjects": list(publication.subjects),
        "licence": {"name": publication.licence.name, "url": publication.licence.url},
        "contact": settings.contact,
        "site": settings.site,
        "credits": list(about.credits),
        "shortfalls": list(about.shortfalls),
    }


def row(artifact: Artifact, released: Released, findings: Sequence[Finding]) -> dict[str, Any]:
    """What the manifest says of a file: what it is, what it was made from, what was found."""
    publication, age = released.publication, released.reading_age
    return {
        "file": artifact.path.name,
        "format": artifact.format,
        "edition": artifact.edition,
        "print": artifact.print,
        "title": publication.title,
        "language": publication.language,
        "draft": publication.draft,
        "behind": released.behind,
        "media_type": artifact.media_type,
        "size": artifact.size,
        "sha256": artifact.digest,
        "duration": artifact.duration,
        "pages": artifact.pages.pages if artifact.pages else None,
        "reading_age": None if age is None else {"years": round(age), "formula": FORMULA},
        "conformance": list(artifact.conformance),
        "findings": summary(findings),
        "remarks": remarks(findings),
        "losses": [loss.what for loss in artifact.losses],
    }


def summary(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """What should be mended, each code once: its severity, its title, how often, its clause."""
    return _by_code(each for each in findings if each.severity > Severity.INFORMATION)


def remarks(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """What asks for nothing but should be known, such as what no check can tell; as `summary`."""
    return _by_code(each for each in findings if each.severity is Severity.INFORMATION)


def _by_code(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    from plainpress.accessibility import catalogue

    found: dict[str, dict[str, Any]] = {}
    for each in findings:
        rule = catalogue.rule_of(each.code)
        row = found.setdefault(
            each.code,
            {
                "code": each.code,
                "severity": each.severity.name.lower(),
                "title": rule.title if rule else each.message,
                "link": each.link,
                "count": 0,
            },
        )
        row["count"] += 1
    return list(found.values())


def _earlier(folder: Path, has: Callable[[Path], bool]) -> list[dict[str, Any]]:
    """The entries of the manifest that is there, if it can be read; of files that are there."""
    try:
        entries = json.loads((folder / FILE).read_text(encoding="utf-8"))["artifacts"]
        return [entry for entry in entries if has(folder / entry["file"])]
    except (OSError, ValueError, KeyError, TypeError):
        return []
