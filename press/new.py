"""Takes a name; gives a new publication that builds at once, for its editor to change."""

from __future__ import annotations

import re
from pathlib import Path

from plainpress.document.errors import UsageError
from plainpress.templates import template

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def make(name: str, title: str, language: str, here: Path | None = None) -> Path:
    """Make the folder of a publication. Raises `UsageError` for a name that will not do."""
    parent, last = Path(name).parent, Path(name).name
    if not NAME.fullmatch(last):
        raise UsageError(f"{last!r} cannot name a publication: use letters, digits, - and _ only")
    here = here or Path()
    folder = (
        here / ("sources" if (here / "sources").is_dir() and "/" not in name else parent) / last
    )
    if folder.exists():
        raise UsageError(f"{folder} is already there: choose another name")
    words = {
        "title": title or last.replace("-", " ").replace("_", " ").capitalize(),
        "language": language,
    }
    _copy(folder, words)
    return folder


def _copy(folder: Path, words: dict[str, str]) -> None:
    for source in sorted(template("new").iterdir(), key=lambda item: item.name):
        text = source.read_text(encoding="utf-8")
        for key, value in words.items():
            text = text.replace(f"<<{key}>>", value.replace("\\", "\\\\").replace('"', '\\"'))
        folder.mkdir(parents=True, exist_ok=True)
        (folder / source.name).write_text(text, encoding="utf-8")
