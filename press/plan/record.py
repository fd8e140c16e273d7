"""What a folder of finished files remembers of its making: a hidden file among them.

It holds, for each step, the digests of what the step took and all that the step gave beside its
file. A record that is missing, damaged or of another version remembers nothing: then all is made.
"""

from __future__ import annotations

import json
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plainpress.builders.artifact import Artifact, Loss, PageMap
from plainpress.builders.folder import measure
from plainpress.document.findings import Finding, Severity
from plainpress.document.model import Span
from plainpress.document.records import dataclass
from plainpress.press.plan.digests import of_file

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = ".plan.json"
_VERSION = 1

Takes = dict[str, str]  # what a step takes, by the words that explain it: the digest of each
Stamp = tuple[str, int, int]  # a file's path in its artifact, its bytes, its time in nanoseconds


@dataclass(frozen=True, slots=True)
class Read:
    """The last reading: what it took, the digest of each edition, and what it found.

    `silent` says of editions that no voice here speaks why they have no sound.
    """

    takes: Takes = field(default_factory=dict)
    editions: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    silent: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was made and checked: what both steps took, and what they gave.

    `heard` is what decoding its sound found, by the digests of its files.
    """

    takes: Takes
    check_takes: Takes
    artifact: Artifact
    stamps: tuple[Stamp, ...]
    findings: tuple[Finding, ...] = ()
    losses: tuple[Finding, ...] = ()
    heard: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """All that is remembered of a folder: `kept` by the names of its files.

    `release` has the digest of each file that is made from the whole: the manifest, the page.
    """

    read: Read = field(default_factory=Read)
    kept: Mapping[str, Kept] = field(default_factory=dict)
    release: Mapping[str, str] = field(default_factory=dict)


def load(folder: Path) -> Record:
    """The record of a folder; an empty one where there is none that can be read."""
    try:
        held = json.loads((folder / FILE).read_text(encoding="utf-8"))
        if held["version"] != _VERSION:
            return Record()
        kept = {name: _kept(each, folder / name) for name, each in held["kept"].items()}
        return Record(_read(held["read"]), kept, dict(held["release"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Record()


def write(record: Record, folder: Path) -> Path:
    """Write a record into a folder; where it is."""
    held = {
        "version": _VERSION,
        "read": _plain(record.read),
        "kept": {name: _plain(each) for name, each in sorted(record.kept.items())},
        "release": record.release,
    }
    file = folder / FILE
    file.write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")
    return file


def stamps(path: Path) -> tuple[Stamp, ...]:
    """Size and time of a file, or of every file of a folder; none where there is nothing."""
    if path.is_dir():
        files = sorted(each for each in path.rglob("*") if each.is_file())
        return tuple(_stamp(each, each.relative_to(path).as_posix()) for each in files)
    return (_stamp(path, ""),) if path.is_file() else ()


def _stamp(file: Path, name: str) -> Stamp:
    found = file.stat()
    return name, found.st_size, found.st_mtime_ns


def is_whole(kept: Kept) -> bool:
    """Whether the file is still what was made: by size and time, else by its digest."""
    path = kept.artifact.path
    if not path.exists():
        return False
    if stamps(path) == kept.stamps:
        return True
    return digest_of(path) == kept.artifact.digest


def digest_of(path: Path) -> str:
    """The SHA-256 of a file or of a folder of files; empty where there is nothing."""
    return measure(path)[0] if path.is_dir() else of_file(path)


def is_released(record: Record, folder: Path) -> bool:
    """Whether the files that are made from the whole are still what was made."""
    return bool(record.release) and all(
        digest_of(folder / name) == digest for name, digest in record.release.items()
    )


# --- To JSON and back ----------------------------------------------------------------


def _plain(value: Any) -> Any:  # noqa: ANN401 - a record of any kind
    """Records as objects, all the way down."""
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value.name if isinstance(value, Path) else value


def _read(held: dict[str, Any]) -> Read:
    found = tuple(map(_finding, held["findings"]))
    return Read(dict(held["takes"]), dict(held["editions"]), found, dict(held["silent"]))


def _kept(held: dict[str, Any], path: Path) -> Kept:
    return Kept(
        takes=dict(held["takes"]),
        check_takes=dict(held["check_takes"]),
        artifact=_artifact(held["artifact"], path),
        stamps=tuple((str(name), int(size), int(time)) for name, size, time in held["stamps"]),
        findings=tuple(map(_finding, held["findings"])),
        losses=tuple(map(_finding, held["losses"])),
        heard={str(digest): (float(a), float(b)) for digest, (a, b) in held["heard"].items()},
    )


def _finding(held: dict[str, Any]) -> Finding:
    told = {**held, "severity": Severity(held["severity"]), "span": Span(**held["span"])}
    return Finding(**told)


def _artifact(held: dict[str, Any], path: Path) -> Artifact:
    pages = held["pages"]
    return Artifact(
        **{
            **held,
            "path": path,
            "losses": tuple(Loss(each["what"], Span(**each["span"])) for each in held["losses"]),
            "pages": pages and PageMap(**{**pages, "blocks": tuple(pages["blocks"])}),
            "conformance": tuple(held["conformance"]),
        }
    )
