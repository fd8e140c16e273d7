"""Takes what the user typed; gives the publication that is meant."""

from __future__ import annotations

from pathlib import Path

from plainpress.document.errors import UsageError

SETTINGS_FILE = "publication.toml"


def locate(given: str | None, here: Path | None = None) -> Path:
    """The folder or Markdown file of the publication that is meant.

    A path wins; then a name under `sources/`. With nothing given it is the folder we stand
    in, or the only publication under `sources/`.
    """
    here = here or Path()
    if given:
        return _named(given, here)
    if (here / SETTINGS_FILE).is_file():
        return here
    found = _below(here / "sources")
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(path.name for path in found)
        raise UsageError(f"say which publication you mean: {names}")
    raise UsageError(
        "there is no publication here: go to a folder with a publication.toml, "
        "or make one with `plainpress new NAME`"
    )


def _below(folder: Path) -> list[Path]:
    return sorted(path.parent for path in folder.glob(f"*/{SETTINGS_FILE}"))


def _named(given: str, here: Path) -> Path:
    path = here / given
    if path.name == SETTINGS_FILE:
        return path.parent
    if path.is_dir() or path.is_file():
        return path
    if (here / "sources" / given / SETTINGS_FILE).is_file():
        return here / "sources" / given
    names = ", ".join(path.name for path in _below(here / "sources"))
    known = f"; under sources/ there is: {names}" if names else ""
    raise UsageError(f"there is no file, folder or publication called {given!r}{known}")


def name_of(path: Path) -> str:
    """The name of a publication's files: its folder's name, or its file's without the ending."""
    resolved = path.resolve()
    return resolved.stem if resolved.is_file() else resolved.name
