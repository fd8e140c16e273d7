"""The rooms: imports point down only, every module imports, every template opens, from a wheel."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAY_IMPORT = {
    "document": set(),
    "templates": set(),
    "builders": {"document", "templates"},
    "accessibility": {"document", "templates"},
    "press": {"document", "templates", "builders", "accessibility"},
}
MODULES = sorted(path for room in MAY_IMPORT for path in (ROOT / room).rglob("*.py"))
LONGEST_FUNCTION, LONGEST_FILE = 60, 600

# Run where only the wheel is installed: import every module, open every template.
PROBE = """
import importlib, pkgutil, sys
import plainpress
seen = 0
for room in ("document", "builders", "templates", "accessibility", "press"):
    package = importlib.import_module(f"plainpress.{room}")
    assert sys.argv[1] in package.__file__, package.__file__
    for module in pkgutil.walk_packages(package.__path__, f"plainpress.{room}."):
        importlib.import_module(module.name)
        seen += 1
from plainpress.templates import template
def opened(folder):
    for item in folder.iterdir():
        if item.is_dir():
            yield from opened(item)
        else:
            yield len(item.read_bytes())
sizes = list(opened(template(".")))
print(seen, len(sizes))
"""


def imported_rooms(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    names |= {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    return {name.split(".")[1] for name in names if name and name.startswith("plainpress.")}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_down_only(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    assert imported_rooms(path) - {room} <= MAY_IMPORT[room]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_are_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_FILE
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    long = [
        node.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, functions)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_a_room_says_what_it_takes_and_gives(room: str) -> None:
    said = ast.get_docstring(ast.parse((ROOT / room / "__init__.py").read_text(encoding="utf-8")))
    assert said
    assert said.startswith("Takes ")
    assert "gives" in said
    assert (ROOT / room / "py.typed").exists()


def test_the_wheel_installs_elsewhere_with_every_module_and_template(tmp_path: Path) -> None:
    wheels, target = tmp_path / "wheels", tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    # Built from a copy of what git would give, so that nothing lying about gets in.
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            copy = tmp_path / "copy" / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes((ROOT / name).read_bytes())
    build = [
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(wheels),
        str(tmp_path / "copy"),
    ]
    subprocess.run([*pip, *build], check=True)
    wheel = next(wheels.glob("*.whl"))
    subprocess.run([*pip, "install", "--no-deps", "--target", str(target), str(wheel)], check=True)
    probe = f"import sys; sys.path.insert(0, {str(target)!r})\n{PROBE}"
    done = subprocess.run(
        [sys.executable, "-c", probe, str(target)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    modules, templates = map(int, done.stdout.split())
    assert modules >= len([path for path in MODULES if path.name != "__init__.py"])
    expected = [path for path in (ROOT / "templates").rglob("*") if path.is_file()]
    assert templates >= len([path for path in expected if "__pycache__" not in path.parts]) - 1
