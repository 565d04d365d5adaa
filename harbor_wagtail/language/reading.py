"""What an editor is shown of a page: every word that must not stay, the others counted, and how hard it reads."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from harbor_wagtail.documents import reading
from harbor_wagtail.language.finding import Hit, hits
from harbor_wagtail.language.gate import site_of
from harbor_wagtail.language.rules import Level, Rule
from harbor_wagtail.language.texts import passages

#: So many of the longest sentences are shown.
HARD_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class Group:
    """One rule and all places where it was found."""

    rule: Rule
    level: Level
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """``groups`` by weight, heaviest first; ``grade`` in years of school, None where there is no telling."""

    groups: tuple[Group, ...]
    grade: float | None
    hard: tuple[str, ...]

    @property
    def errors(self) -> list[Group]:
        return [group for group in self.groups if group.level == Level.ERROR]

    @property
    def others(self) -> list[Group]:
        return [group for group in self.groups if group.level != Level.ERROR]

    @property
    def count(self) -> int:
        return sum(len(group.hits) for group in self.groups)


def read(record: Any) -> Reading:
    texts = passages(record)
    own_words = [passage for passage in texts if passage.context is None]
    language = texts[0].language if texts else ""
    return Reading(
        groups=_grouped(hits(texts, site_of(record))),
        grade=reading.grade([passage.text for passage in own_words], language),
        hard=tuple(reading.hardest((passage.text for passage in own_words), language, HARD_SENTENCES)),
    )


def _grouped(found: list[Hit]) -> tuple[Group, ...]:
    weights = list(Level)

    def weight(hit: Hit) -> tuple[int, str]:
        return weights.index(hit.level), hit.rule.id

    groups = (tuple(each) for _key, each in groupby(sorted(found, key=weight), key=weight))
    return tuple(Group(each[0].rule, each[0].level, each) for each in groups)
