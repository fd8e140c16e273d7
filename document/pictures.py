"""Easy-read pictures: a name such as `meeting` is looked up in the publication, then in sets.

A folder of pictures holds files and, where it has one, `index.toml`: `[[picture]]` with `id`,
`file`, `words`, `grade`, `set`, `note` and `other`, and `[[set]]` with `name`, `title`,
`licence`, `url` and `credit`. A file that lies in the folder and is not in the index is called
by its name without the ending.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from plainpress.document.own_files import is_inside, own_text, toml
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

PREFIX = "picture:"
INDEX = "index.toml"
ENDINGS = frozenset({".svg", ".png", ".jpg", ".jpeg"})
GRADES = ("A", "B", "C")
NEAREST = 3


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture. Its `id` finds it first, its `words` find it too.

    `grade` is how well it fits, by eye: A clearly, B as a metaphor or shared with another
    idea, C hardly; empty where nobody has said. `set` is the name of a `PictureSet`, or empty.
    `other` are those of its words that are another idea than its id.
    """

    id: str
    file: Path
    words: tuple[str, ...] = ()
    grade: str = ""
    set: str = ""
    note: str = ""
    other: tuple[str, ...] = ()

    def meaning(self, name: str) -> str:
        """Which idea a name stands for that found this picture: its id, or a word of `other`."""
        key = _key(bare_name(name))
        return key if key in map(_key, self.other) else self.id


@dataclass(frozen=True, slots=True)
class PictureSet:
    """Where pictures come from, and how to credit them."""

    name: str
    title: str
    licence: str = ""
    licence_url: str = ""
    url: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an index of pictures, in one line without its file."""

    file: Path
    what: str


@dataclass(frozen=True, slots=True)
class _Content:
    known: Mapping[str, Picture]
    sets: Mapping[str, PictureSet]
    faults: tuple[Fault, ...]


class Pictures:
    """All pictures that a publication can use: its own first, then those of the sets, in order.

    A name in an earlier folder hides the same name in a later one. A folder that is not there
    has none. Nothing is read before the first question: most editions show none.
    """

    def __init__(self, own: Path, sets: Iterable[Path] = ()) -> None:
        self._folders = (own, *sets)

    @cached_property
    def _content(self) -> _Content:
        own = self._folders[0]
        if is_inside(own, own.parent):
            return _read(self._folders)
        found = _read(self._folders[1:])
        fault = Fault(own / INDEX, "these pictures lie outside the publication's folder")
        return _Content(found.known, found.sets, (fault, *found.faults))

    @cached_property
    def all(self) -> tuple[Picture, ...]:
        """Every picture, the first folder's first, in the order of its index."""
        return tuple(self._content.known.values())

    @property
    def sets(self) -> Mapping[str, PictureSet]:
        """The sets by name."""
        return self._content.sets

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with the indexes. Their other pictures count."""
        return self._content.faults

    def find(self, name: str) -> Picture | None:
        """The picture that is called so, else the best that its words find; None for neither."""
        key = _key(bare_name(name))
        if picture := self._content.known.get(key):
            return picture
        found = [picture for picture in self.all if key in map(_key, picture.words)]
        return min(found, key=_grade, default=None)

    def nearest(self, name: str, count: int = NEAREST) -> tuple[str, ...]:
        """The names most like one that is not there, by the letters of names and of words."""
        import difflib  # only where something is wrong

        key = _key(bare_name(name))
        named: dict[str, str] = {}
        for picture in self.all:
            for word in (picture.id, *picture.words):
                named.setdefault(_key(word), picture.id)
        close = difflib.get_close_matches(key, named, n=4 * count, cutoff=0.5)
        return tuple(dict.fromkeys(named[word] for word in close))[:count]

    def search(self, word: str) -> tuple[Picture, ...]:
        """The pictures that fit a word, best first: by name, by a word, by a part of a word."""
        key = _key(word)
        ranked = [(_rank(picture, key), place) for place, picture in enumerate(self.all)]
        return tuple(self.all[place] for rank, place in sorted(ranked) if rank < _NO_FIT)


def bare_name(name: str) -> str:
    """The name in what the source wrote: "meeting" from "picture:meeting"."""
    return name.removeprefix(PREFIX).strip()


_NO_FIT = (9, 0)


def _rank(picture: Picture, key: str) -> tuple[int, int]:
    words = [_key(word) for word in picture.words]
    if not key:
        return _NO_FIT
    if _key(picture.id) == key:
        return (0, _grade(picture))
    if key in words:
        return (1, _grade(picture))
    parts = {part for word in (_key(picture.id), *words) for part in word.split()}
    if key in parts:
        return (2, _grade(picture))
    if any(part.startswith(key) for part in parts):
        return (3, _grade(picture))
    return _NO_FIT


def _grade(picture: Picture) -> int:
    return GRADES.index(picture.grade) if picture.grade in GRADES else 0


def _key(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())


# --- Reading folders -----------------------------------------------------------------


def _read(folders: Iterable[Path]) -> _Content:
    pictures: dict[str, Picture] = {}
    sets: dict[str, PictureSet] = {}
    faults: list[Fault] = []
    for folder in folders:
        index = _index(folder, faults)
        for entry in _tables(index, "set", folder, faults):
            sets.setdefault(str(entry.get("name", "")), _set(entry))
        for picture in (*_indexed(index, folder, faults), *_unlisted(index, folder)):
            pictures.setdefault(_key(picture.id), picture)
    return _Content(pictures, sets, tuple(faults))


def _index(folder: Path, faults: list[Fault]) -> dict[str, Any]:
    file = folder / INDEX
    try:
        return toml(own_text(folder, INDEX))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError) as error:
        faults.append(Fault(file, f"this index of pictures cannot be read: {error}"))
        return {}


def _tables(
    index: dict[str, Any], name: str, folder: Path, faults: list[Fault]
) -> Iterator[dict[str, Any]]:
    entries = index.get(name, [])
    if isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries):
        yield from entries
    else:
        faults.append(Fault(folder / INDEX, f"each {name} must stand under a line [[{name}]]"))


def _set(entry: dict[str, Any]) -> PictureSet:
    licence = entry.get("licence", "")
    named = licence if isinstance(licence, dict) else {"name": licence}
    name = str(entry.get("name", ""))
    return PictureSet(
        name=name,
        title=str(entry.get("title", name)),
        licence=str(named.get("name", "")),
        licence_url=str(named.get("url", "")),
        url=str(entry.get("url", "")),
        credit=str(entry.get("credit", "")),
    )


def _indexed(index: dict[str, Any], folder: Path, faults: list[Fault]) -> Iterator[Picture]:
    for entry in _tables(index, "picture", folder, faults):
        file = str(entry.get("file", ""))
        name = str(entry.get("id", PurePosixPath(file).stem))
        path = folder / file
        if not file or not is_inside(path, folder) or not path.is_file():
            faults.append(Fault(folder / INDEX, f'the picture "{name}" has no file "{file}"'))
            continue
        yield Picture(
            id=name,
            file=path,
            words=_words(entry.get("words")),
            grade=str(entry.get("grade", "")),
            set=str(entry.get("set", "")),
            note=str(entry.get("note", "")),
            other=_words(entry.get("other")),
        )


def _words(value: object) -> tuple[str, ...]:
    return tuple(str(word) for word in value) if isinstance(value, list) else ()


def _unlisted(index: dict[str, Any], folder: Path) -> Iterator[Picture]:
    # A fault of the index has been noted before, so that it is not noted twice.
    listed = {str(entry.get("file", "")) for entry in _tables(index, "picture", folder, [])}
    if folder.is_dir():
        for file in sorted(folder.iterdir()):
            ours = file.suffix.lower() in ENDINGS and file.name not in listed
            if ours and is_inside(file, folder) and file.is_file():
                yield Picture(file.stem, file)
