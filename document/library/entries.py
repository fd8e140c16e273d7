"""The entries of a library: one TOML file a resource, named by its key."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from plainpress.document.folder import read_text
from plainpress.document.library.records import Library, Resource
from plainpress.document.library.words import vocabulary
from plainpress.document.model import Span
from plainpress.document.own_files import toml
from plainpress.document.report import data, nearest
from plainpress.document.settings import broken_line, checked, key_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from plainpress.document.folder import Folder
    from plainpress.document.report import Report
    from plainpress.document.settings import Settings

FOLDER = "resources"
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_NEEDED = ("title", "kind", "description")
_ARTICLE = re.compile(r"^\W*(?:(?:the|an?)\s+)?\W*", re.IGNORECASE)


def read_library(
    folder: Folder, settings: Settings, report: Report
) -> tuple[Library, dict[str, str]]:
    """The library in a publication's folder, and the texts of its entries by path.

    What is wrong with an entry is reported; the entry is kept as far as it can be shown.
    """
    sources: dict[str, str] = {}
    found = [
        resource
        for name in _names(folder, report)
        if (resource := _read(folder, name, settings, report, sources))
    ]
    if not sources:
        report.add("library-empty", Span(FOLDER, 1, 1))
    kept = tuple(_once(found, report))
    resources = tuple(sorted(kept, key=lambda each: (sort_key(each.full_title), each.key)))
    _report_same_titles(resources, report)
    own = settings.library
    return Library(resources, own.themes, own.audiences, own.order), sources


def sort_key(title: str) -> str:
    """What a title is sorted by: without case, opening marks and a leading "the", "a" or "an"."""
    return _ARTICLE.sub("", title).casefold() or title.casefold()


def _names(folder: Folder, report: Report) -> list[str]:
    paths = (folder.root / FOLDER).rglob("*.toml")
    names = sorted(path.relative_to(folder.root).as_posix() for path in paths)
    limit = data("limits.toml")["resources"]
    if len(names) > limit:
        place = Span(FOLDER, 1, 1)
        report.add("too-much-text", place, count=len(names), what="resources", limit=limit)
    return names[:limit]


def _read(
    folder: Folder, name: str, settings: Settings, report: Report, sources: dict[str, str]
) -> Resource | None:
    path = folder.find(name, Span(name, 1, 1))
    text = read_text(path, name, report, "data") if path else None
    if text is None:
        return None
    sources[name] = text
    try:
        found = toml(text)
    except tomllib.TOMLDecodeError as error:
        line, reason = broken_line(error, text)
        report.add("resource-broken", Span(name, line, line), reason=reason)
        return None
    lines = key_lines(text, name)
    kept = checked(found, "resource", lines, name, report)
    missing = [key for key in _NEEDED if key not in found]
    for key in missing:
        report.add("key-missing", Span(name, 1, 1), key=key)
    if "title" not in kept:
        return None
    return _resource(kept, _spans(kept, lines, name, text), name, settings, report)


def _resource(
    kept: Mapping[str, Any],
    spans: dict[str, Span],
    name: str,
    settings: Settings,
    report: Report,
) -> Resource:
    key = name.rpartition("/")[2].removesuffix(".toml")
    if not _KEY.fullmatch(key):
        good = re.sub(r"[^A-Za-z0-9_-]+", "-", key).strip("-")
        good = good if _KEY.fullmatch(good) else f"r-{good}".strip("-")
        report.add("resource-key", Span(name, 1, 1), key=key, good=good)
        key = good
    known = vocabulary()
    own = settings.library
    fields = {field.replace("-", "_"): value for field, value in kept.items()}
    for field in ("authors", "editors", "themes", "audience", "access"):
        fields[field] = tuple(dict.fromkeys(kept.get(field, ())))
    fields["description"] = kept.get("description", "")
    kinds = _known([kept.get("kind", "")], known.kinds, "kind", spans, report)
    fields["kind"] = kinds[0] if kinds else ""
    fields["access"] = _known(fields["access"], known.access, "access", spans, report)
    fields["themes"] = _known(fields["themes"], own.themes, "themes", spans, report)
    fields["audience"] = _known(fields["audience"], own.audiences, "audience", spans, report)
    return Resource(key=key, spans=spans, **fields)


# The key of an entry, and the words for one of its values; its own table in publication.toml.
_WHAT = {"kind": "kind", "access": "way of access", "themes": "theme", "audience": "audience"}
_TABLES = {"themes": "themes", "audience": "audiences"}


def _known(
    given: Iterable[str],
    known: Iterable[str],
    key: str,
    spans: Mapping[str, Span],
    report: Report,
) -> tuple[str, ...]:
    """The values that are known; a finding, with the nearest known one, for each other."""
    names = list(known)
    kept = []
    for value in given:
        if value in names:
            kept.append(value)
        elif value:
            facts = {
                "value": value,
                "what": _WHAT[key],
                "near": nearest(value, names),
                "known": ", ".join(names) or "none",
            }
            if table := _TABLES.get(key):
                report.add("resource-value-unknown", spans[key], table=table, **facts)
            else:
                report.add("resource-choice-unknown", spans[key], **facts)
    return tuple(kept)


def _spans(
    kept: Mapping[str, Any], lines: Mapping[str, Span], name: str, text: str
) -> dict[str, Span]:
    """The lines of each key. A text that goes over several lines has all of them."""
    rows = text.split("\n")
    last = len(text.rstrip("\n").split("\n"))
    spans = {"": Span(name, 1, last)}
    for key, span in lines.items():
        value = kept.get(key)
        parts = value.split("\n") if isinstance(value, str) else [""]
        first = span.first
        if len(parts) > 1 and parts[0].strip() not in rows[first - 1]:
            first += 1  # the words begin below the three quotation marks
        spans[key] = Span(name, first, min(first + len(parts) - 1, last))
    return spans


def _once(found: Iterable[Resource], report: Report) -> Iterator[Resource]:
    """Each key once: the first entry wins, whatever its case (files may not tell case apart)."""
    places: dict[str, Span] = {}
    for resource in found:
        span = resource.span()
        first = places.setdefault(resource.key.casefold(), span)
        if first is span:
            yield resource
        else:
            place = f"{first.path}:{first.first}"
            line = Span(span.path, 1, 1)
            report.add("resource-twice", line, key=resource.key, place=place)


def _report_same_titles(resources: Iterable[Resource], report: Report) -> None:
    places: dict[str, str] = {}
    for resource in resources:
        span = resource.span("title")
        first = places.setdefault(resource.full_title.casefold(), f"{span.path}:{span.first}")
        if first != f"{span.path}:{span.first}":
            report.add("resource-title-twice", span, place=first)
