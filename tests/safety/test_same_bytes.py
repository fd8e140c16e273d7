"""The same source gives the same bytes, in every format, whatever there is around it."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from plainpress.press.formats import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Python to run first: every clock of Python is four years ahead.
CLOCK = """
import datetime, time
AHEAD = 4 * 365 * 86400
def shift(name):
    real = getattr(time, name)
    return lambda *given: real(*(given or (time.time(),)))
now = time.time
time.time = lambda: now() + AHEAD
for name in ("localtime", "gmtime", "ctime"):
    setattr(time, name, shift(name))
class Like(type):
    def __instancecheck__(cls, value):
        return isinstance(value, cls.__mro__[1])
class Date(datetime.date, metaclass=Like):
    today = classmethod(lambda cls: cls.fromtimestamp(time.time()))
class DateTime(datetime.datetime, metaclass=Like):
    now = classmethod(lambda cls, tz=None: cls.fromtimestamp(time.time(), tz))
    utcnow = classmethod(lambda cls: cls.utcfromtimestamp(time.time()))
    today = now
datetime.date, datetime.datetime = Date, DateTime
"""


def surroundings(here: Path, number: int) -> dict[str, str]:
    """The variables of a build: all that could matter is another in each."""
    listed = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=True).stdout
    places = [name for name in listed.split() if name not in ("C", "POSIX")] or ["C"]
    return {
        **{name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"},
        "TZ": ("UTC", "Asia/Kathmandu")[number],
        "LC_ALL": ("C", places[-1])[number],
        "PYTHONHASHSEED": str(number),
        "PLAINPRESS_CACHE": str(here / f"cache {number}"),
        "HOME": str(here / f"home {number}"),
        "TMPDIR": str(here),
        "COLUMNS": ("40", "200")[number],
        "USER": ("ann", "bob")[number],
    }


def test_same_source_same_bytes_whatever_is_around_it(
    here: Path, write: Any, start: Any, contents: Callable[[Path], dict[str, bytes]]
) -> None:
    formats = [word for form in BUILT_IN for word in ("--format", form.name)]
    builds = []
    for number, folder in enumerate((here / "one", here / "another" / "ünder é")):
        source = write(folder / "booklet")
        for path in sorted(source.iterdir(), reverse=bool(number)):
            path.write_bytes(path.read_bytes())  # another order in the folder, and another time
            os.utime(path, (number * 10**9, number * 10**9))
        builds.append(
            start(
                *("build", "booklet", "--no-layout", *formats),
                before=("", CLOCK)[number] + f"import os; os.umask({(0o022, 0o077)[number]})",
                env=surroundings(here, number),
                cwd=folder,
            )
        )
    ends = [(build.communicate()[1], build.returncode) for build in builds]
    assert [code for _, code in ends] == [0, 0], ends
    one, other = contents(here / "one" / "dist"), contents(here / "another" / "ünder é" / "dist")
    assert {name.split("/")[1].partition(".")[2] or name.split("/")[1] for name in one} >= {
        *("docx", "pdf", "epub", "web"),
    }
    assert [name for name in one if one[name] != other.get(name)] == []
    assert set(one) == set(other)


def test_the_other_clock_is_another() -> None:
    script = (
        f"{CLOCK}\nimport datetime as dt, time\nprint(dt.datetime.now().year, time.gmtime()[0])"
        "\nprint(isinstance(dt.datetime(2020, 1, 1).date(), dt.date))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    years, is_date = done.stdout.splitlines()
    passed = [int(year) - dt.datetime.now(tz=dt.UTC).year for year in years.split()]
    assert set(passed) <= {3, 4}
    assert is_date == "True"
