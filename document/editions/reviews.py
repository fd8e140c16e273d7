"""The review record of a publication: `reviews.toml`, and beside it the texts as reviewed.

`reviews.toml` holds who signed off what and the fingerprints, so that it stays short enough to
read in a pull request. The words as they were reviewed lie under `reviews/<edition>/`, one
paragraph a line: they are needed to say which words changed, and there their own history reads
well. Both are written by `plainpress review` only.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from typing import TYPE_CHECKING, Any

from plainpress.document.own_files import own_text, toml
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

FILE = "reviews.toml"
FOLDER = "reviews"
_HEAD = "# Who signed off which section. Written by `plainpress review`: do not edit by hand.\n"
_PLAIN = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class SignOff:
    """One person's sign-off of one section of an edition, tied to the words of both texts.

    `tested_with` names the group of readers that it was tried out with, empty for none.
    `text` and `standard` are the fingerprints of the edition's and of the standard words.
    """

    edition: str
    section: str
    by: str
    role: str
    date: dt.date
    text: str
    standard: str
    tested_with: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """All sign-offs of a publication. `fault` says in one line why it could not be read."""

    folder: Path
    sign_offs: tuple[SignOff, ...] = ()
    fault: str = ""

    def reviewed(self, edition: str, section: str, which: str) -> tuple[str, ...] | None:
        """The lines as they were reviewed: `which` is "text" or "standard"; None if not kept."""
        try:
            file = _text_file(self.folder, edition, section, which)
            text = own_text(self.folder, file.relative_to(self.folder).as_posix())
        except (OSError, ValueError):
            return None
        return tuple(text.splitlines())


def read(folder: Path) -> Record:
    """The record of a publication's folder; an empty one where there is none.

    A record that cannot be read is empty and has a fault: nothing counts as signed off then.
    """
    folder / FILE
    try:
        data = toml(own_text(folder, FILE))
        return Record(folder, tuple(_sign_off(entry) for entry in data.get("review", [])))
    except (FileNotFoundError, NotADirectoryError):
        return Record(folder)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        why = f"{type(error).__name__} {error}" if isinstance(error, KeyError) else str(error)
        return Record(folder, fault=f"the review record cannot be read: {why}")


def _sign_off(entry: dict[str, Any]) -> SignOff:
    date = entry["date"]
    if not isinstance(date, dt.date) or isinstance(date, dt.datetime):
        raise ValueError(f"{date!r} is not a date")  # noqa: TRY004 - one kind of error for the record
    words = {
        key: str(entry[key]) for key in ("edition", "section", "by", "role", "text", "standard")
    }
    return SignOff(date=date, tested_with=str(entry.get("tested-with", "")), **words)


def sign(record: Record, sign_off: SignOff, text: Sequence[str], standard: Sequence[str]) -> Record:
    """Record a sign-off and the words that it is about; give the new record.

    Sign-offs of the same section that are about other words go, and so does an earlier one by
    the same person with the same readers: history is kept by the version control. The texts are
    written first and the record last, each by one rename, so that a write that is stopped leaves
    the record as it was.
    """
    kept = [other for other in record.sign_offs if not _replaces(sign_off, other)]
    renewed = Record(record.folder, tuple(sorted((*kept, sign_off), key=_order)))
    for which, lines in (("text", text), ("standard", standard)):
        file = _text_file(record.folder, sign_off.edition, sign_off.section, which)
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, "".join(f"{line}\n" for line in lines))
    _write(record.folder / FILE, _HEAD + "".join(map(_entry, renewed.sign_offs)))
    return renewed


def _replaces(new: SignOff, old: SignOff) -> bool:
    if (new.edition, new.section) != (old.edition, old.section):
        return False
    same_words = (new.text, new.standard) == (old.text, old.standard)
    same_people = (new.by, new.tested_with) == (old.by, old.tested_with)
    return not same_words or same_people


def _order(sign_off: SignOff) -> tuple[str, str, dt.date, str, str]:
    return (
        sign_off.edition,
        sign_off.section,
        sign_off.date,
        sign_off.by,
        sign_off.tested_with,
    )


def _entry(sign_off: SignOff) -> str:
    lines = [
        ("edition", sign_off.edition),
        ("section", sign_off.section),
        ("by", sign_off.by),
        ("role", sign_off.role),
        ("tested-with", sign_off.tested_with),
        ("text", sign_off.text),
        ("standard", sign_off.standard),
    ]
    written = [f"{key} = {_quoted(value)}\n" for key, value in lines if value]
    written.insert(4, f"date = {sign_off.date.isoformat()}\n")
    return "".join(["\n[[review]]\n", *written])


def _quoted(text: str) -> str:
    """A TOML basic string (TOML 1.0, String): control characters are escaped."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda found: f"\\u{ord(found[0]):04x}", escaped) + '"'


def _text_file(folder: Path, edition: str, section: str, which: str) -> Path:
    if not (_PLAIN.fullmatch(edition) and _PLAIN.fullmatch(section)):
        raise ValueError(f"{section!r} cannot name a file: use letters, digits, - and _ only")
    ending = "standard.txt" if which == "standard" else "txt"
    return folder / FOLDER / edition / f"{section}.{ending}"


def _write(file: Path, text: str) -> None:
    temporary = file.with_name(f".{file.name}-{os.getpid()}")
    try:
        temporary.write_text(text, encoding="utf-8", newline="\n")
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)


def latest(sign_offs: Iterable[SignOff]) -> SignOff | None:
    """The newest of some sign-offs."""
    return max(sign_offs, key=lambda sign_off: sign_off.date, default=None)
