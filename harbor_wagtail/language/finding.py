"""Finds the words of the rules in passages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from harbor_wagtail.language.rules import Level, Rule, rules_for
from harbor_wagtail.language.texts import Passage, passages

#: A term somebody put in quotation marks keeps its distance already; a whole sentence in them is somebody's own words.
_QUOTED = re.compile(r"“[^”]{1,80}”|\"[^\"]{1,80}\"|«[^»]{1,80}»|‘[^’]{1,80}’")


@dataclass(frozen=True, slots=True)
class Hit:
    """``words`` are as they stand in the text, ``around`` with some of the text on both sides."""

    rule: Rule
    level: Level
    words: str
    around: str
    passage: Passage


def hits(texts: Iterable[Passage], site: Any = None) -> list[Hit]:
    """In the order of the texts. Words in quotation marks count as information only."""
    known: dict[str, tuple[Rule, ...]] = {}
    found: list[Hit] = []
    for passage in texts:
        if passage.language not in known:
            known[passage.language] = rules_for(passage.language, site)
        found.extend(hits_in(passage, known[passage.language]))
    return found


def hits_in(passage: Passage, rules: Iterable[Rule]) -> Iterator[Hit]:
    quoted = [match.span() for match in _QUOTED.finditer(passage.text)]
    for rule in rules:
        if passage.context in rule.skips:
            continue
        for match in rule.pattern.finditer(passage.text):
            inside = any(start <= match.start() and match.end() <= end for start, end in quoted)
            level = Level.INFO if inside else rule.level
            yield Hit(rule, level, match.group(), _around(passage.text, *match.span()), passage)


def hits_of(record: Any, site: Any = None) -> list[Hit]:
    """What is found in a page or record; ``site`` decides whose own rules hold."""
    return hits(passages(record), site)


def _around(text: str, start: int, end: int, reach: int = 40) -> str:
    left = text[max(0, start - reach) : start]
    right = text[end : end + reach]
    if start > reach:
        left = "…" + left.partition(" ")[2]
    if end + reach < len(text):
        right = right.rpartition(" ")[0] + "…"
    return f"{left}{text[start:end]}{right}"
