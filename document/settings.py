"""The settings of a publication: `publication.toml`, typed; what is wrong becomes findings."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from plainpress.document.folder import cleaned, read_text
from plainpress.document.model import NOWHERE, Contributor, Licence, Span
from plainpress.document.own_files import toml
from plainpress.document.records import dataclass
from plainpress.document.report import Report, data, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_ROLE = re.compile(r"[a-z]{3}")
_ADDRESS = re.compile(r"https?://[^\s/]+\S*")


@dataclass(frozen=True, slots=True)
class EasyRead:
    """The easy-read edition. `left_out` gives a reason for each standard section it leaves out.

    `alt` says whether its pictures carry a text of their own ("words") or repeat the words
    beside them ("empty"). Empty text fields are taken from the standard edition.
    """

    title: str = ""
    subtitle: str = ""
    description: str = ""
    cover: str = ""
    files: tuple[str, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    alt: str = "empty"


@dataclass(frozen=True, slots=True)
class RuleException:
    """A finding that the publication accepts, up to and with a day, for a reason."""

    rule: str
    section: str
    reason: str
    until: dt.date | None = None
    sentence: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Reviews:
    """What a section does to the build that is out of date, missing or not yet reviewed."""

    stale: str = "stop"
    missing: str = "stop"
    unreviewed: str = "draft"


@dataclass(frozen=True, slots=True)
class LibrarySettings:
    """A library: what its chapters are made of, and its themes and audiences with their names."""

    order: str = "kind"
    themes: Mapping[str, str] = field(default_factory=dict)
    audiences: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settings:
    """What `publication.toml` says. Every field but `title` and `language` has a default.

    `files` are the Markdown files in order, empty for all in the folder. `audience` is that of
    sections which name none, `people_words` a file of words about people in place of ours.
    `targets` are limits by audience. `spans` gives the line of each key ("licence.url"), for
    findings of other rooms.
    """

    title: str = "Untitled"
    language: str = "en"
    kind: str = "guide"
    subtitle: str = ""
    description: str = ""
    identifier: str = ""
    publisher: str = ""
    contact: str = ""
    site: str = ""
    date: dt.date | None = None
    modified: dt.date | None = None
    subjects: tuple[str, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    licence: Licence = field(default_factory=Licence)
    cover: str = ""
    files: tuple[str, ...] = ()
    references: str = ""
    citation_style: str = ""
    audience: str = ""
    people_words: str = ""
    easy_read: EasyRead = field(default_factory=EasyRead)
    targets: Mapping[str, Mapping[str, int | float]] = field(default_factory=dict)
    exceptions: tuple[RuleException, ...] = ()
    pronunciations: Mapping[str, str] = field(default_factory=dict)
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    voice: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    style: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    words: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    reviews: Reviews = field(default_factory=Reviews)
    library: LibrarySettings = field(default_factory=LibrarySettings)
    spans: Mapping[str, Span] = field(default_factory=dict, compare=False)

    def with_title(self, title: str) -> Settings:
        """The same settings under another title."""
        return replace(self, title=title) if title else self

    def default_identifier(self, folder: str) -> str:
        """A URN made of the folder's name, the title and the language: the same every time.

        RFC 9562, 5.5 (a UUID from a name).
        """
        import uuid

        name = f"{folder}\n{self.title}\n{self.language}"
        return uuid.uuid5(uuid.NAMESPACE_URL, f"plainpress:{name}").urn


def read_settings(path: Path, name: str, report: Report) -> Settings:
    """The settings in this file; defaults, with findings, for what is not there or is wrong."""
    if not path.is_file():
        report.add("settings-missing", Span(name, 1, 1))
        return Settings()
    text = read_text(path, name, report, "data")
    if text is None:
        return Settings()
    lines = key_lines(text, name)
    try:
        found = toml(text)
    except tomllib.TOMLDecodeError as error:
        line, reason = broken_line(error, text)
        report.add("settings-broken", Span(name, line, line), reason=reason)
        return _salvaged(text, lines)
    return _settings(checked(found, "publication", lines, name, report), lines, name, report)


def broken_line(error: tomllib.TOMLDecodeError, text: str) -> tuple[int, str]:
    """The line on which TOML cannot be read, and why."""
    match = re.search(r"\(at line (\d+)", str(error))
    return int(match[1]) if match else text.count("\n") + 1, str(error).partition(" (at ")[0]


def checked(
    found: Mapping[str, Any], kind: str, lines: Mapping[str, Span], name: str, report: Report
) -> dict[str, Any]:
    """What fits of a table that `data/keys.toml` describes under `kind`; findings for the rest."""
    return _Checker(lines, name, report).table(found, kind, "")


def _salvaged(text: str, lines: Mapping[str, Span]) -> Settings:
    # So that the other findings of the run come out under the right name.
    entries = dict(re.findall(r'^(title|language)[ \t]*=[ \t]*"([^"\n]+)"', text, re.MULTILINE))
    return Settings(**entries, spans=dict(lines))


def single_file_settings(entries: Mapping[str, str], name: str, report: Report) -> Settings:
    """Settings for a Markdown file on its own, from its front matter."""
    language = entries.get("language") or entries.get("lang") or ""
    if not language:
        report.add("language-assumed", Span(name, 1, 1))
    elif not _TAG.fullmatch(language):
        report.add("language-unknown", Span(name, 1, 1), language=language)
        language = ""
    stem = name.rpartition("/")[2].removesuffix(".md").replace("-", " ").replace("_", " ")
    return Settings(
        title=entries.get("title") or stem,
        language=language or "en",
        subtitle=entries.get("subtitle", ""),
        description=entries.get("description", ""),
    )


def key_lines(text: str, name: str) -> dict[str, Span]:
    """The line of each key by its dotted path: "licence.url", "contributors.1.name".

    A plain scan: it knows headers and `key = value` lines, and passes over the inside of
    multi-line strings. The first line counts.
    """
    found: dict[str, Span] = {}
    counts: dict[str, int] = {}
    prefix, quote = "", ""
    for number, line in enumerate(text.split("\n"), start=1):
        bare = line.strip()
        if quote:
            quote = "" if quote in bare else quote
            continue
        if match := re.match(r"(\[\[?)([^\[\]]+)\]", bare):
            key = _plain_key(match[2])
            if match[1] == "[[":
                counts[key] = counts.get(key, -1) + 1
                key = f"{key}.{counts[key]}"
            prefix = f"{key}."
            found.setdefault(key, Span(name, number, number))
        elif match := re.match(r"""((?:[\w.-]|"[^"]*"|'[^']*')+)[ \t]*=""", bare):
            found.setdefault(f"{prefix}{_plain_key(match[1])}", Span(name, number, number))
        for mark in ('"""', "'''"):
            if bare.count(mark) % 2:
                quote = mark
    return found


def _plain_key(key: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in key.split("."))


class _Checker:
    """Compares what the file holds with data/keys.toml; keeps what fits."""

    def __init__(self, lines: Mapping[str, Span], name: str, report: Report) -> None:
        self._lines = lines
        self._name = name
        self._report = report
        self._keys = data("keys.toml")

    def _span(self, path: str) -> Span:
        while path:
            if span := self._lines.get(path):
                return span
            path = path.rpartition(".")[0]
        return Span(self._name, 1, 1)

    def table(self, found: Mapping[str, Any], kind: str, path: str) -> dict[str, Any]:
        known = self._keys[kind]
        kept: dict[str, Any] = {}
        for key, value in found.items():
            place = f"{path}.{key}" if path else key
            wanted = known.get(key) or known.get("*")
            if not wanted:
                near = nearest(key, known)
                self._report.add("key-unknown", self._span(place), key=place, near=near)
            elif (checked := self._value(value, wanted, place)) is not None:
                kept[key] = checked
        return kept

    def _wrong(self, path: str, wanted: str) -> None:
        key = ".".join(part for part in path.split(".") if not part.isdecimal())
        self._report.add("key-type", self._span(path), key=key, wanted=wanted)

    def _value(self, value: object, kind: str, path: str) -> object:
        """The value if it is of its kind, cleaned; None, and a finding, if it is not."""
        word, _, rest = kind.partition(" ")
        match word:
            case "table":
                return self._sub(value, rest, path)
            case "tables" if isinstance(value, list):
                parts = [self._sub(item, rest, f"{path}.{n}") for n, item in enumerate(value)]
                return [part for part in parts if part is not None]
            case "named" if isinstance(value, dict):
                named = {key: self._sub(item, rest, f"{path}.{key}") for key, item in value.items()}
                return {key: part for key, part in named.items() if part is not None}
            case "words" | "values" if isinstance(value, dict):
                return self._free(value, path, strings_only=word == "words")
            case "texts" | "paths" if isinstance(value, list):
                if all(isinstance(item, str) and item for item in value):
                    return [self._clean(item, path) for item in value]
            case _ if (
                word not in _LISTS
                and (checked := self._simple(value, word, rest, path)) is not None
            ):
                return checked
        self._wrong(path, _WANTED.get(word) or f"{word} {rest.replace('|', ', ')}")
        return None

    def _sub(self, value: object, kind: str, path: str) -> dict[str, Any] | None:
        if isinstance(value, dict):
            return self.table(value, kind, path)
        self._wrong(path, "a table")
        return None

    def _free(self, value: dict[str, Any], path: str, *, strings_only: bool) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for key, item in value.items():
            if isinstance(item, str):
                kept[key] = self._clean(item, f"{path}.{key}")
            elif not strings_only and isinstance(item, (int, float, bool)):
                kept[key] = item
            else:
                self._wrong(f"{path}.{key}", _WANTED["text"])
        return kept

    def _simple(self, value: object, word: str, rest: str, path: str) -> object:
        if word == "date":
            return value.date() if isinstance(value, dt.datetime) else _date(value)
        if word == "number":
            return value if type(value) in (int, float) else None
        if word == "year":
            return value if type(value) is int and value in _YEARS else None
        if not isinstance(value, str) or not value.strip():
            return None
        pattern = {"language": _TAG, "role": _ROLE, "address": _ADDRESS}.get(word)
        if pattern and not pattern.fullmatch(value):
            return None
        if word == "one" and value not in rest.removeprefix("of ").split("|"):
            return None
        return self._clean(value.strip(), path)

    def _clean(self, text: str, path: str) -> str:
        return cleaned(text, self._name, self._report, self._span(path).first)


_YEARS = range(1000, 2101)  # four digits, and no slip of the keys such as 2105
_LISTS = {"tables", "named", "words", "values", "texts", "paths"}
_WANTED = {
    "text": "words in quotation marks",
    "path": "a file's name in quotation marks",
    "texts": "a list of words in quotation marks",
    "paths": "a list of files' names in quotation marks",
    "language": "a language tag such as “en-GB”",
    "role": "a MARC relator code of three letters, such as “aut”",
    "address": "an address that begins with https://",
    "number": "a number",
    "year": "a year of four digits without quotation marks, such as 2013",
    "date": "a date without quotation marks, such as 2025-06-30",
    "tables": "a list of tables, each headed by its name in two pairs of square brackets",
    "named": "tables with names",
    "words": "a table of words",
    "values": "a table of values",
}


def _date(value: object) -> dt.date | None:
    return value if isinstance(value, dt.date) else None


def _settings(
    kept: dict[str, Any], lines: Mapping[str, Span], name: str, report: Report
) -> Settings:
    for key in ("title", "language"):
        if key not in kept and key not in lines:  # one of the wrong kind has been named
            report.add("key-missing", Span(name, 1, 1), key=key)
    simple = {key.replace("-", "_"): value for key, value in kept.items() if key in _SIMPLE}
    for key in ("subjects", "files"):
        simple[key] = tuple(kept.get(key, ()))
    easy = {key.replace("-", "_"): value for key, value in kept.get("easy-read", {}).items()}
    easy["files"] = tuple(easy.get("files", ()))
    return Settings(
        **simple,
        contributors=_contributors(kept, lines, name, report),
        licence=Licence(**kept.get("licence", {})),
        easy_read=EasyRead(**easy),
        exceptions=_exceptions(kept, lines, name, report),
        reviews=Reviews(**kept.get("reviews", {})),
        library=LibrarySettings(**kept.get("library", {})),
        spans=dict(lines),
    )


_SIMPLE = {
    *("title", "language", "kind", "subtitle", "description", "identifier", "publisher", "date"),
    *(
        "contact",
        "site",
        "modified",
        "cover",
        "references",
        "citation-style",
        "targets",
        "pronunciations",
    ),
    *("abbreviations", "voice", "style", "words", "audience", "people-words"),
}


def _contributors(
    kept: dict[str, Any], lines: Mapping[str, Span], name: str, report: Report
) -> tuple[Contributor, ...]:
    found: list[Contributor] = []
    for number, entry in enumerate(kept.get("contributors", ())):
        if "name" in entry:
            found.append(Contributor(**entry))
        elif f"contributors.{number}.name" not in lines:
            span = lines.get(f"contributors.{number}", Span(name, 1, 1))
            report.add("key-missing", span, key="contributors.name")
    return tuple(found)


def _exceptions(
    kept: dict[str, Any], lines: Mapping[str, Span], name: str, report: Report
) -> tuple[RuleException, ...]:
    found: list[RuleException] = []
    for number, entry in enumerate(kept.get("exceptions", ())):
        span = lines.get(f"exceptions.{number}", Span(name, 1, 1))
        missing = [key for key in ("rule", "section", "reason") if key not in entry]
        for key in missing:
            if f"exceptions.{number}.{key}" in lines:
                continue
            report.add("key-missing", span, key=f"exceptions.{key}")
        if not missing:
            found.append(RuleException(**entry, span=span))
    return tuple(found)
