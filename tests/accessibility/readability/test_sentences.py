"""Where sentences end: the golden rules and a British set."""

from __future__ import annotations

from pathlib import Path

import pytest

from plainpress.document.sentences import sentence_spans

HERE = Path(__file__).parent


def _cases(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [line.split(" || ") for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("name", "size", "least"), [("golden.txt", 39, 38), ("uk.txt", 70, 69)])
def test_sentences_end_where_they_should(name: str, size: int, least: int) -> None:
    cases = _cases(name)
    wrong = []
    for wanted in cases:
        text = " ".join(wanted)
        found = [text[start:end] for start, end in sentence_spans(text)]
        if found != wanted:
            wrong.append(found)
    assert len(cases) == size
    assert len(cases) - len(wrong) >= least, wrong


def test_nothing_but_space_is_lost_between_sentences() -> None:
    text = "Wait\u2026 “No.” Dr Smith (he was late) paid £1.5m. See p. 4!  Then go. "
    spans = sentence_spans(text)
    kept = "".join(text[start:end] for start, end in spans)
    assert kept.replace(" ", "") == text.replace(" ", "")


def test_no_text_has_no_sentence() -> None:
    assert sentence_spans("") == []
    assert sentence_spans("  ") == []
