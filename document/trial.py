"""A drawing drawn once as a trial, in a process of its own that can be stopped.

No rule tells how long a drawing takes: a hundred see-through shapes are quick as a small sign and
take a minute as large as the page. What draws them cannot be interrupted, here or in a builder.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from plainpress.document.report import data

if TYPE_CHECKING:
    from pathlib import Path

_PIXELS = 800
_SCRIPT = """
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[4]),) * 2)
except (ImportError, ValueError):
    pass
from resvg_py import svg_to_bytes
try:
    svg_to_bytes(svg_path=sys.argv[1], skip_system_fonts=True, **{sys.argv[2]: int(sys.argv[3])})
except ValueError:
    pass
"""


def can_be_drawn(svg: Path, width: float, height: float) -> bool:
    """Whether a drawing of this size is drawn within the limits of time and memory.

    One that is no drawing at all takes no time: whoever draws it says so.
    """
    limits = data("limits.toml")
    side = "width" if width >= height else "height"
    # -P: what lies in the folder that we stand in is not imported.
    command = [sys.executable, "-P", "-c", _SCRIPT, str(svg.absolute()), side, str(_PIXELS)]
    try:
        done = subprocess.run(
            [*command, str(limits["svg-memory"])],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=limits["svg-seconds"],
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
