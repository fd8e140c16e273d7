"""Every key of publication.toml stands in docs/publication.md."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_key_is_described() -> None:
    keys = tomllib.loads((ROOT / "document/data/keys.toml").read_text(encoding="utf-8"))
    described = (ROOT / "docs/publication.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`\[{0,2}([a-z-]+)[].`]", described))
    assert set(keys["publication"]) - named == set()
