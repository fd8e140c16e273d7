"""Takes a publication at an address and an empty folder; keeps both in step through a build.

The build has the record and the manifest of the address before it, and brings what it has to look
into. Then what is new in the folder is sent, the manifest last: whoever reads the manifest finds
every file that it names.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from plainpress.document.records import dataclass
from plainpress.press import manifest, plan
from plainpress.press.many.remote import is_name
from plainpress.press.shelf import Folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from plainpress.press.many.remote import Found, Remote
    from plainpress.press.plan import Kept, Record

# What we sent, by name. A file that is being sent is not in it, so that an upload which ends
# half-way is made good by the next.
LISTING = ".files.json"


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that we sent: its digest, and its size and its mark as the store told of them."""

    digest: str
    size: int
    mark: str


class Away:
    """The shelf of a publication at an address. It trusts what is listed and has not changed.

    The record says what was made, the listing of the same upload what was sent. Where the record
    that is there is not the one in the listing, an upload was cut off: then nothing is known.
    """

    def __init__(self, remote: Remote, folder: Path, *, fresh: bool) -> None:
        self._remote, self._folder, self._fresh = remote, folder, fresh
        self._found = remote.found()
        self._listed = _listing(self._read(LISTING) or b"")
        self._was = self._read(manifest.FILE)
        record = self._read(plan.FILE)
        self._is_known = record is not None and self._is_sent(plan.FILE, _digest(record))
        for name, content in ((manifest.FILE, self._was), (plan.FILE, record)):
            if content is not None and (self._is_known or name != plan.FILE):
                (folder / name).write_bytes(content)

    def _read(self, name: str) -> bytes | None:
        return self._remote.read(name) if name in self._found else None

    # --- What a build asks ---

    def amiss(self, kept: Kept) -> str:
        """As of a file in a folder, by what the store tells of it, or by its bytes if it came."""
        path = kept.artifact.path
        if path.exists():
            return Folder().amiss(kept)
        if not self.has(path):
            return "it is gone"
        size = sum(self._listed[name].size for name in _below(path.name, self._listed))
        is_same = size == kept.artifact.size and self._is_whole(path.name)
        return "" if is_same else "its file is not what was made"

    def has(self, path: Path) -> bool:
        if path.parent != self._folder or not is_name(path.name):
            return False
        return path.exists() or any(_below(path.name, self._found))

    def is_released(self, record: Record, folder: Path) -> bool:
        return bool(record.release) and all(
            plan.digest_of(folder / name) == digest
            if (folder / name).exists()
            else self._is_whole(name)
            for name, digest in record.release.items()
        )

    def bring(self, path: Path) -> bool:
        if path.exists() or not self.has(path):
            return False
        names = _below(path.name, self._found)
        ours = [name for name in names if name in self._listed or not self._is_known]
        self._remote.bring(ours, self._folder)
        return True

    def _is_whole(self, name: str) -> bool:
        """Whether every file of that name, or below it, is the one that was sent."""
        files = list(_below(name, self._listed))
        return bool(files) and self._is_known and all(map(self._is_intact, files))

    def _is_intact(self, name: str) -> bool:
        sent, found = self._listed[name], self._found.get(name)
        return found is not None and (found.size, found.mark) == (sent.size, sent.mark)

    def _is_sent(self, name: str, digest: str) -> bool:
        return name in self._listed and self._listed[name].digest == digest

    # --- After a build ---

    def send(self) -> int:
        """Send what is new, the manifest last; then take away what is there no more.

        It gives the number of files that were sent.
        """
        ours = dict(_digests(self._folder))
        stays = {name: sent for name, sent in self._listed.items() if self._stays(name, ours)}
        new = [name for name in self._ordered(ours) if name not in stays]
        if new or stays.keys() != self._listed.keys():
            self._renew(new, ours, stays)
        made = (self._folder / manifest.FILE).read_bytes()
        if made != self._was:
            self._remote.write(manifest.FILE, made)
            new.append(manifest.FILE)
        gone = self._listed.keys() - ours.keys() - stays.keys()
        self._remote.take_away(sorted(gone & self._found.keys()))
        return len([name for name in new if name != plan.FILE])

    def _stays(self, name: str, ours: Mapping[str, str]) -> bool:
        """Whether a file is left as it is at the address: it is the same, or was not looked at."""
        if name in ours:
            return self._is_sent(name, ours[name]) and self._is_intact(name) and not self._fresh
        top = name.partition("/")[0]
        return top in self._artifacts() and not (self._folder / top).exists()

    def _artifacts(self) -> set[str]:
        held = json.loads((self._folder / manifest.FILE).read_bytes())
        return {row["file"] for row in held["artifacts"]}

    def _ordered(self, names: Iterable[str]) -> list[str]:
        """First the files that were made, then the page that leads to them."""
        made = self._artifacts()
        return sorted(names, key=lambda name: (name.partition("/")[0] not in made, name))

    def _renew(self, new: list[str], ours: Mapping[str, str], stays: Mapping[str, Sent]) -> None:
        self._remote.write(LISTING, _json(stays))
        for name in new:
            self._remote.write(name, (self._folder / name).read_bytes())
        found = self._remote.found() if new else {}
        self._remote.write(LISTING, _json({**stays, **dict(self._sent(new, ours, found))}))

    def _sent(
        self, new: Iterable[str], ours: Mapping[str, str], found: Mapping[str, Found]
    ) -> Iterator[tuple[str, Sent]]:
        """What was sent and has arrived."""
        for name in new:
            there = found.get(name)
            if there and there.size == (self._folder / name).stat().st_size:
                yield name, Sent(ours[name], there.size, there.mark)


def _below(name: str, names: Iterable[str]) -> Iterator[str]:
    """The file of that name, or the files of the folder."""
    return (each for each in names if each == name or each.startswith(f"{name}/"))


def _listing(content: bytes) -> dict[str, Sent]:
    """What a listing says, nothing where it cannot be read."""
    try:
        return {
            str(name): Sent(str(digest), int(size), str(mark))
            for name, (digest, size, mark) in json.loads(content).items()
        }
    except (ValueError, TypeError, AttributeError):
        return {}


def _json(listed: Mapping[str, Sent]) -> bytes:
    rows = {name: [each.digest, each.size, each.mark] for name, each in sorted(listed.items())}
    return (json.dumps(rows, indent=0) + "\n").encode()


def _digests(folder: Path) -> Iterator[tuple[str, str]]:
    """The SHA-256 of every file but the manifest."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path != folder / manifest.FILE:
            yield path.relative_to(folder).as_posix(), plan.digest_of(path)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
