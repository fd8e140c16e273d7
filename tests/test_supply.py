"""What plainpress needs to run: locked with hashes, each licence known, each with a reason."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.fixture(scope="module")
def licences() -> Any:
    spec = importlib.util.spec_from_file_location("licences", ROOT / ".ci" / "licences.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["licences"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_package_is_locked_with_hashes(lock: Path, licences: Any) -> None:
    text = lock.read_text("utf-8")
    packages = licences.locked(text)
    assert len(packages) == len(re.findall(r"^[\w.-]+==", text, re.MULTILINE)) > 20
    assert all(package.hashes for package in packages)


def test_every_licence_is_known_and_may_be_joined_to_ours() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / ".ci" / "licences.py")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "python-docx" in done.stdout


def test_an_unknown_licence_is_told(
    licences: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    lock = tmp_path / "run.txt"
    lock.write_text("no-such-package==1.0 \\\n    --hash=sha256:00\n", "utf-8")
    monkeypatch.setattr(licences, "LOCK", lock)
    assert licences.main() == 1
    assert "no-such-package: look its licence up" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("expression", "fits"),
    [
        ("MIT", True),
        ("MIT AND BSD-3-Clause", True),
        ("MIT AND SSPL-1.0", False),
        ("SSPL-1.0 OR MIT", True),
        ("GPL-2.0-only", False),
        ("", False),
    ],
)
def test_a_licence_fits_or_not(expression: str, fits: bool, licences: Any) -> None:
    assert licences.is_allowed(expression) is fits


def test_every_dependency_has_a_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = [re.split(r"[<>=\[]", each)[0].lower() for each in project["dependencies"]]
    reasons = (ROOT / "CONTRIBUTING.md").read_text("utf-8").lower()
    assert [
        name for name in names if not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", reasons)
    ] == []
