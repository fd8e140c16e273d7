"""The judgements on words that every format shares."""

from __future__ import annotations

import pytest

from plainpress.accessibility.files.word.colours import ratio
from plainpress.accessibility.wording import (
    alt_fault,
    foreign_run,
    is_language_tag,
    link_fault,
    script_of,
)


@pytest.mark.parametrize(
    "tag",
    ["en", "en-GB", "cy", "zh-Hant-TW", "sr-Latn", "es-419", "sl-rozaj", "bfi", "de-DE-1996",
     "en-GB-oxendict", "ar-u-nu-latn", "en-x-plain"],
)  # fmt: skip
def test_valid_language_tags(tag: str) -> None:
    assert is_language_tag(tag)


@pytest.mark.parametrize(
    "tag", ["", "english", "en_GB", "en-UK", "xx", "en-", "-en", "e", "en-Latin", "English (UK)"]
)
def test_invalid_language_tags(tag: str) -> None:
    assert not is_language_tag(tag)


@pytest.mark.parametrize(
    ("tag", "script"),
    [("en", "Latn"), ("ur", "Arab"), ("sr-Latn", "Latn"), ("uk-UA", "Cyrl"), ("nonsense!", "Latn")],
)
def test_the_script_of_a_language(tag: str, script: str) -> None:
    assert script_of(tag) == script


@pytest.mark.parametrize(
    ("text", "script", "run"),
    [
        ("plain words", "Latn", ""),
        ("naïve café — “quoted”", "Latn", ""),
        ("the angle θ", "Latn", ""),
        ("say δέντρο now", "Latn", "δέντρο"),
        ("שלום", "Latn", "שלום"),
        ("हिन्दी", "Latn", "हिन्दी"),
        ("日本語", "Latn", "日本語"),
        ("日本語", "Jpan", ""),
        ("ひらがな", "Hani", "ひらがな"),
        ("emoji 😀👍", "Latn", ""),
        ("English in Arabic", "Arab", ""),
    ],
)
def test_runs_in_another_script(text: str, script: str, run: str) -> None:
    assert foreign_run(text, script) == run


@pytest.mark.parametrize(
    ("words", "url", "fault"),
    [
        ("", "", "link-empty"),
        ("…", "", "link-empty"),
        ("Click HERE!", "", "link-words"),
        ("read more →", "", "link-words"),
        ("this page", "", "link-words"),
        ("https://example.org/a", "https://example.org/a", "bare-link"),
        ("nhs.uk/vaccines", "https://nhs.uk/vaccines", "bare-link"),
        ("<https://example.org>", "https://example.org", "bare-link"),
        ("trees@example.org", "mailto:trees@example.org", None),
        ("01273 000000", "tel:+441273000000", None),
        ("how to plant a tree", "https://example.org", None),
        ("the NHS website", "https://nhs.uk", None),
        ("Node.js", "https://nodejs.org", None),
    ],
)
def test_link_words(words: str, url: str, fault: str | None) -> None:
    assert link_fault(words, url) == fault


@pytest.mark.parametrize(
    ("alt", "fault"),
    [
        (" ", "figure-without-alt"),
        ("cycle.svg", "alt-placeholder"),
        ("DSC_0012", "alt-placeholder"),
        ("Image 12", "alt-placeholder"),
        ("A picture of an oak", "alt-names-the-medium"),
        ("Graphic showing an oak", "alt-names-the-medium"),
        ("x" * 151, "alt-too-long"),
        ("x" * 150, None),
        ("A portrait of the chair", None),
        ("Image rights explained in five steps", None),
    ],
)
def test_alternatives(alt: str, fault: str | None) -> None:
    assert alt_fault(alt) == fault


def test_contrast_of_known_pairs() -> None:
    assert ratio("000000", "FFFFFF") == pytest.approx(21)
    assert ratio("767676", "FFFFFF") == pytest.approx(4.54, abs=0.01)
    assert ratio("FFFFFF", "777777") == pytest.approx(4.48, abs=0.01)
