"""Say which programs are missing, which tests are skipped for it, and the command that helps."""

from __future__ import annotations

import shutil
from pathlib import Path

TOOLS = {
    "java": "EPUBCheck on EPUB files",
    "soffice": "page numbers and conversion by LibreOffice",
    "chromium": "pages in a real browser",
    "ace-cli": "Ace on EPUB files",
}

local = Path(".validators/node_modules/.bin")
missing = [name for name in TOOLS if not (shutil.which(name) or (local / name).exists())]
for name in missing:
    print(f"{name} is not installed. Skipped: {TOOLS[name]}.")
if missing:
    print("To install them: make validators")
