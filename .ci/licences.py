"""List what plainpress needs to run: each package of the lock with its version and its licence.

Ends with an error for a package whose licence is not known, or not one that may be joined to ours.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
LOCK = HERE.parent / "requirements" / "run.txt"
TABLES: dict[str, Any] = tomllib.loads((HERE / "licences.toml").read_text("utf-8"))


class Locked(NamedTuple):
    """A package of a lock file, with the SHA-256 of each file that it may be installed from."""

    name: str
    version: str
    hashes: tuple[str, ...]


def locked(text: str) -> list[Locked]:
    """The packages of a lock file, in its order."""
    found = re.finditer(r"^([\w.-]+)==(\S+)((?: \\\n    --hash=sha256:\w+)+)", text, re.MULTILINE)
    return [Locked(each[1], each[2], tuple(re.findall(r"sha256:(\w+)", each[3]))) for each in found]


def licence(name: str) -> str:
    """The licence of an installed package as an SPDX expression; empty if nobody can tell."""
    if known := TABLES["packages"].get(name):
        return str(known)
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return ""
    if expression := about["License-Expression"]:
        return str(expression)
    classes = [each for each in about.get_all("Classifier", ()) if each.startswith("License ::")]
    said = [about["License"] or "", *(each.rpartition(" :: ")[2] for each in classes)]
    spdx = [TABLES["names"].get(each, each) for each in said]
    return next((each for each in spdx if is_allowed(each)), "")


def is_allowed(expression: str) -> bool:
    """Whether we may take a package under this SPDX expression: any of an OR, all of an AND."""
    inner = expression.replace("(", " ").replace(")", " ")
    ways = re.split(r"\s+OR\s+", inner)
    return any(
        all(part.strip() in TABLES["allowed"] for part in re.split(r"\s+AND\s+", way))
        for way in ways
    )


def main() -> int:
    packages = locked(LOCK.read_text("utf-8"))
    unfit = []
    for package in packages:
        found = licence(package.name)
        print(f"{package.name:<24}{package.version:<14}{found or 'unknown'}")
        if not is_allowed(found):
            unfit.append(package.name)
    print(f"{len(packages)} packages")
    for name in unfit:
        print(f"{name}: look its licence up and add it to .ci/licences.toml", file=sys.stderr)
    return int(bool(unfit))


if __name__ == "__main__":
    sys.exit(main())
