"""Libraries of words give the same without what they do on import."""

from __future__ import annotations

import subprocess
import sys

WORDS = ("people", "involve", "co-production", "zzz", "ethics")
ASK = f"print([float(found.get_average_word_level_float(word) or 0) for word in {WORDS!r}])"


def said(script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_levels_are_those_of_the_whole_library() -> None:
    ours = "from plainpress.accessibility.imports import cefr_analyser; found = cefr_analyser()\n"
    theirs = "from cefrpy import CEFRAnalyzer; found = CEFRAnalyzer()\n"
    assert said(ours + ASK) == said(theirs + ASK)


def test_a_version_that_wants_more_is_taken_as_it_is() -> None:
    script = (
        "from plainpress.accessibility import imports\n"
        "real = imports._standing_in\n"
        "imports._standing_in = lambda name, **held: real(name)\n"
        "found = imports.cefr_analyser()\n"
    )
    assert said(script + ASK) == said(
        f"from cefrpy import CEFRAnalyzer; found = CEFRAnalyzer()\n{ASK}"
    )


def test_a_check_loads_no_nltk() -> None:
    script = (
        "import sys; from plainpress.accessibility.readability.scorer import word_judge;"
        "print(word_judge('en-GB')('people'), 'nltk' in sys.modules, 'numpy' in sys.modules)"
    )
    assert said(script) == "(2, False, False) False False\n"
