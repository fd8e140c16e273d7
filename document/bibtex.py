"""BibTeX in, CSL data out: what a citation processor takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from plainpress.document.folder import CONTROL
from plainpress.document.model import Span
from plainpress.document.report import data

if TYPE_CHECKING:
    from plainpress.document.report import Report

# Stands for "and others" until the style has printed the names.
OTHERS = "\ue000"
_NAMES = ("author", "editor", "translator")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_BROKEN_KEY = re.compile(r"@\w+[ \t]*\{[ \t]*([^\s,{}]+)")

Entry = dict[str, Any]


class Work(NamedTuple):
    """One work, as CSL-JSON, and where it stands in the file."""

    csl: Entry
    span: Span


def read_bibtex(text: str, path: str, report: Report) -> tuple[dict[str, Work], set[str]]:
    """Works by key, and the keys of those that cannot be read: each is reported with its line."""
    import logging

    from bibtexparser.entrypoint import parse_string

    logger = logging.getLogger("bibtexparser.splitter")
    before, logger.disabled = logger.disabled, True  # what it would print is a finding
    try:
        library = parse_string(text)
    finally:
        logger.disabled = before
    broken: set[str] = set()
    for block in library.failed_blocks:
        _report_failed(block, path, report)
        broken.update(_BROKEN_KEY.findall(block.raw or ""))
    works: dict[str, Work] = {}
    for entry in library.entries:
        line = (entry.start_line or 0) + 1
        works[entry.key] = Work(_csl(entry), Span(path, line, line))
    return works, broken


def _report_failed(block: Any, path: str, report: Report) -> None:  # noqa: ANN401 - untyped library
    line = block.start_line + 1
    span = Span(path, line, line)
    kind = type(block).__name__
    if kind == "DuplicateBlockKeyBlock":
        report.add("references-twice", span, key=block.key)
        return
    first = (block.raw or "").strip().partition("\n")[0][:40]
    reason = f"“{first}” is not closed, or a comma or a brace is missing"
    if kind == "DuplicateFieldKeyBlock":
        names = ", ".join(sorted(block.duplicate_keys))
        reason = f"“{first}” says twice what this is: {names}"
    report.add("references-broken", span, reason=reason)


def _csl(entry: Any) -> Entry:  # noqa: ANN401 - untyped library
    known = data("bibtex.toml")
    fields = {field.key.lower(): _plain(str(field.value)) for field in entry.fields}
    raw = {field.key.lower(): str(field.value) for field in entry.fields}
    work: Entry = {"id": entry.key, "type": known["types"].get(entry.entry_type.lower(), "webpage")}
    for name, sources in known["fields"].items():
        if value := next((fields[source] for source in sources if fields.get(source)), ""):
            work[name] = value
    if "page" in work:
        work["page"] = re.sub(r"\s*(?:--+|\u2013)\s*", "-", work["page"])
    if "DOI" in work:
        work["DOI"] = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:)", "", work["DOI"])
    for role in _NAMES:
        if raw.get(role):
            work[role] = _names(raw[role])
    for name, parts in (
        ("issued", _issued(fields)),
        ("accessed", _date(fields.get("urldate", ""))),
    ):
        if parts:
            work[name] = {"date-parts": [parts]}
    return work


def _plain(value: str) -> str:
    """A field without TeX: braces only keep capitals, commands become their characters."""
    if "\\" in value or "$" in value:
        from pylatexenc.latex2text import LatexNodes2Text

        try:
            value = LatexNodes2Text(math_mode="text", keep_comments=True).latex_to_text(value)
        except RecursionError:  # hundreds of braces in each other: they go, the words stay
            value = value.replace("\\", "")
    value = value.replace("{", "").replace("}", "").replace("~", "\u00a0")
    return CONTROL.sub("", " ".join(value.split(" ")).strip())


def _names(value: str) -> list[dict[str, str]]:
    from bibtexparser.middlewares.names import (
        parse_single_name_into_parts,
        split_multiple_persons_names,
    )

    names: list[dict[str, str]] = []
    for name in split_multiple_persons_names(" ".join(value.split())):
        if name == "others":
            names.append({"literal": OTHERS})
        elif name.startswith("{") and name.endswith("}"):
            names.append({"literal": _plain(name)})
        else:
            parts = parse_single_name_into_parts(name, strict=False)
            last = _plain(" ".join(parts.last))
            found = {
                "family": last,
                "given": _plain(" ".join(parts.first)),
                "non-dropping-particle": _plain(" ".join(parts.von)),
                "suffix": _plain(" ".join(parts.jr)),
            }
            names.append({key: text for key, text in found.items() if text})
    return names


def _issued(fields: dict[str, str]) -> list[int]:
    if parts := _date(fields.get("date", "")):
        return parts
    year = re.search(r"\d{4}", fields.get("year", ""))
    if not year:
        return []
    month = fields.get("month", "").lower()[:3]
    if month in _MONTHS:
        return [int(year[0]), _MONTHS.index(month) + 1]
    return [int(year[0]), int(month)] if month.isdecimal() else [int(year[0])]


def _date(text: str) -> list[int]:
    match = re.match(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", text)
    return [int(part) for part in match.groups() if part] if match else []
