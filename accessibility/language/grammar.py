"""How sentences are built: the passive, two negatives, strings of nouns."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from plainpress.accessibility.language.context import report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from plainpress.accessibility.language.context import Context, Line
    from plainpress.document.findings import Finding


@cache
def _words(name: str) -> Mapping[str, frozenset[str]]:
    text = files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    return {key: frozenset(value) for key, value in tomllib.loads(text).items()}


# --- Passive voice -------------------------------------------------------------------

_GAP = 3


def passive(context: Context) -> Iterator[Finding]:
    """A form of "to be" and a participle, unless the participle describes a state."""
    lists = _words("passive.toml")
    for line in context.lines:
        for start, end in _passives(line.lowered, lists):
            said = " ".join(line.sentence.words[start : end + 1])
            message = f'"{said}" is in the passive voice'
            yield report("passive-voice", message, line, _who(line, end))
            break


def _passives(
    lowered: Sequence[str], lists: Mapping[str, frozenset[str]]
) -> Iterator[tuple[int, int]]:
    """The first and last word of each passive."""
    for index, word in enumerate(lowered):
        if word in lists["be"]:
            end = _participle(lowered, index + 1, lists)
            if end is not None:
                yield index, end


def _participle(
    lowered: Sequence[str], start: int, lists: Mapping[str, frozenset[str]]
) -> int | None:
    for index in range(start, min(start + _GAP, len(lowered))):
        word = lowered[index]
        if _is_participle(word, lists):
            return None if _is_state(lowered, index, lists) else index
        if word not in lists["between"] and not word.endswith("ly"):
            return None
    return None


def _is_participle(word: str, lists: Mapping[str, frozenset[str]]) -> bool:
    last = word.rpartition("-")[2]
    regular = last.endswith("ed") and len(last) > len("need")
    return regular or last in lists["irregular"]


def _is_state(lowered: Sequence[str], index: int, lists: Mapping[str, frozenset[str]]) -> bool:
    """Whether a participle says how something is, not what is done to it; "by" tells them apart."""
    word = lowered[index]
    state = not lists["stop"].isdisjoint((word, word.rpartition("-")[2])) or (
        word.startswith("un") and word not in lists["irregular"]
    )
    return state and lowered[index + 1 : index + 2] != ("by",)


def _who(line: Line, end: int) -> str:
    """The proposal: begin with whoever follows "by", if the sentence names them."""
    rest = line.sentence.words[end + 1 :]
    if len(rest) > 2 and rest[0] == "by" and not rest[1].endswith("ing"):  # noqa: PLR2004 - "by", a name
        return f'begin with who does it: "{" ".join(rest[1:4])} ..."'
    return ""


# --- Double negatives ----------------------------------------------------------------

_NEGATIVE = re.compile(
    r"\b(?:not|never|cannot|n't|\w+n't|nobody|no one|none|nothing)\s+"
    r"(?:(?:at all|always|entirely|be|been|quite|altogether|really|so|an?|is|are|was|were)\s+){0,2}"
    r"(?:un(?:acceptable|aware|certain|clear|common|familiar|fair|helpful|important|known|likely|"
    r"necessary|reasonable|related|usual|willing|wise|commonly|fairly|reasonably|usually)"
    r"|dis(?:similar|honest)|infrequent(?:ly)?|insignificant|impossible|inappropriate|illegal"
    r"|ineffective|inconsiderable|irrelevant|incorrect|unlike|without (?:merit|reason))\b",
    re.IGNORECASE,
)


def double_negative(context: Context) -> Iterator[Finding]:
    """A negative that takes back another: "not uncommon"."""
    for line in context.lines:
        text = line.sentence.text
        match = _NEGATIVE.search(text) if "n" in text else None
        if match:
            yield report("double-negative", f'"{match[0]}" says no twice', line)


# --- Noun strings --------------------------------------------------------------------

_LONG_STRING = 4
_SHOWN = 12  # words of a string that a message shows
# Endings of adjectives, adverbs and participles, which the word list often has as nouns too.
_OTHER_ENDINGS = re.compile(r"(?:al|ive|ic|ous|ful|less|able|ible|ary|ory|ed|ly|ing|er|est)$")
_NOUNS_IN_ER = re.compile(r"(?:ster|user|carer|worker|leader|member|paper|centre|computer|letter)$")
_OTHER_TAGS = frozenset(["RB", "VBN", "VBD", "VBZ", "JJR", "JJS", "CD", "IN", "PRP", "DT"])
# A noun that stands before another is singular; these have no other form.
_PLURAL_BEFORE = frozenset(["needs", "skills", "sports", "arts", "goods", "sales", "news"])


def noun_strings(context: Context) -> Iterator[Finding]:
    """Four nouns or more in a row, which readers must take apart for themselves."""
    nouns = _Nouns()
    for line in context.lines:
        for run in _runs(line, nouns):
            said = " ".join(run[:_SHOWN]) + (" ..." if len(run) > _SHOWN else "")
            message = f'"{said}" is a string of {len(run)} nouns'
            yield report("noun-string", message, line, _untied(run))


class _Nouns:
    """Which words are nouns and nothing else, by the CEFR word list; each is looked up once."""

    def __init__(self) -> None:
        from plainpress.accessibility.imports import cefr_analyser

        self._levels: Any = cefr_analyser()
        self._known: dict[str, bool] = {}
        self._verbs: dict[str, bool] = {}
        self._breaks = _words("nouns.toml")["breaks"]
        self.lasts = _words("nouns.toml")["lasts"]

    def __contains__(self, word: str) -> bool:
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._look_up(word)
        return known

    def _look_up(self, word: str) -> bool:
        if not word.isalpha() or word in self._breaks:
            return False
        levels = dict(self._tags(word))
        noun = levels.get("NN", levels.get("NNS"))
        if noun is None or not _OTHER_TAGS.isdisjoint(levels) or levels.get("JJ", noun) < noun:
            return False
        return not _OTHER_ENDINGS.search(word) or bool(_NOUNS_IN_ER.search(word))

    def may_be_verb(self, word: str) -> bool:
        """Whether a noun could be a verb in its place: "covers"."""
        known = self._verbs.get(word)
        if known is None:
            known = self._verbs[word] = any(tag.startswith("VB") for tag, _ in self._tags(word))
        return known

    def _tags(self, word: str) -> list[tuple[str, float]]:
        """The parts of speech that the list has for a word, each with its level, 1 to 6."""
        found = self._levels.get_pos_level_dict_for_word(word)
        return [(tag.name, level.value) for tag, level in (found or {}).items()]


def _runs(line: Line, nouns: _Nouns) -> Iterator[list[str]]:
    """Runs of lower-case nouns with nothing but a space between them.

    Only the last may be a plural, or a noun that is as often a verb: after the one mostly comes
    the verb, and before the next noun the other mostly is one.
    """
    run: list[str] = []
    offset = 0
    text = line.sentence.text
    for word in (*line.sentence.words, ""):
        found = text.find(word, offset) if word else len(text)
        noun = word.islower() and word in nouns
        goes_on = noun and text[offset:found].isspace()
        offset = found + len(word)
        last = run[-1] if run else ""
        plural = last.endswith("s") and not last.endswith(("ss", "sis"))
        if not goes_on or (plural and last not in _PLURAL_BEFORE) or last in nouns.lasts:
            if (plural and nouns.may_be_verb(last)) or (goes_on and last in nouns.lasts):
                run.pop()
            if len(run) >= _LONG_STRING:
                yield run
            run = []
        if noun:
            run.append(word)


def _untied(run: Sequence[str]) -> str:
    return f'turn it round: "{run[-1]} of ..." or "{run[-1]} for ..."'
