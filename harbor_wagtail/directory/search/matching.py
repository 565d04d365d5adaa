"""Which rows have the words of a question, and how well."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from typing import Any

from django.db import connections
from django.views.decorators.debug import sensitive_variables

from harbor_wagtail.directory.search.analyser import Concept
from harbor_wagtail.directory.search.bits import Layout, set_of
from harbor_wagtail.directory.search.engines import engine_for
from harbor_wagtail.directory.search.engines.base import IN_NAMES, IN_NAMES_OR_TERMS
from harbor_wagtail.directory.search.snapshot import Tongue

#: Kinds of lines an engine gives beside those of single rows: all rows as one text, and those that have the words in names.
_ALL, _NAMED = 1, 2


class Tiers:
    """Sets of rows, the best first, each of which may hold rows of those before it; each is made when somebody comes to
    it."""

    def __init__(self, *makers: Callable[[], int]) -> None:
        self._makers = makers
        self._made: list[int] = []

    def __bool__(self) -> bool:
        return bool(self._makers)

    def __iter__(self) -> Iterator[int]:
        for number, make in enumerate(self._makers):
            if number == len(self._made):
                self._made.append(make())
            yield self._made[number]

    def after(self, best: int) -> Tiers:
        return Tiers(lambda: best, *self._makers)


@dataclass(frozen=True, slots=True)
class Matched:
    """Rows that have the words. Where they are few, each has a score by bit, lower is better; where they are many, they
    stand in ``tiers``."""

    rows: int
    scores: Mapping[int, float] = field(default_factory=dict)
    tiers: Tiers = field(default_factory=Tiers)

    def ranks(self) -> Ranks:
        return Ranks(self.scores, next((_bytes(best) for best in self.tiers), None))


@dataclass(frozen=True, slots=True)
class Ranks:
    """How well single rows match, for comparing them; lower is better. Where rows are many, these are told from ``best``,
    the first tier, alone: to read the others would cost as much as the search itself."""

    scores: Mapping[int, float]
    best: bytes | None = None

    def of(self, bit: int) -> float:
        if self.best is None:
            return self.scores.get(bit, 0.0)
        return 0 if bit >> 3 < len(self.best) and self.best[bit >> 3] >> (bit & 7) & 1 else 1


@dataclass(frozen=True, slots=True, repr=False)
class _Asked:
    """A question in words, in one language. It is in no error report: it has no text of its own."""

    concepts: Sequence[Concept]
    tongue: Tongue
    layout: Layout
    using: str
    every: bool

    @property
    def between(self) -> tuple[int, int]:
        first = self.tongue.first_row
        return first, first + len(self.tongue.bits) - 1

    @sensitive_variables()
    def hits(self, *, named: bool) -> list[Any]:
        engine = engine_for(connections[self.using])
        names = self._marked(IN_NAMES) if named else ()
        return self._rows(*engine.hits(self._marked(), self.between, every=self.every, named=names))

    @sensitive_variables()
    def tier(self, place: str) -> int:
        """The rows whose words stand where this sign says."""
        engine = engine_for(connections[self.using])
        found = self._rows(*engine.rows(self._marked(place), self.between, every=self.every))
        return self.set_of(found[0][0] or "")

    def _marked(self, place: str = "") -> list[Concept]:
        return [concept.marked(place + self.tongue.mark) for concept in self.concepts]

    @sensitive_variables()
    def _rows(self, sql: str, values: list[Any]) -> list[Any]:
        with connections[self.using].cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())

    def set_of(self, ids: str) -> int:
        """The set of these rows, of which there may be a hundred thousand; rows that have gone are at -1."""
        rows = json.loads(f"[{ids}]")
        # In one call of C for all of them; of one alone it would be no tuple.
        bits = itemgetter(*rows)(self.tongue.bits) if len(rows) > 1 else map(self.tongue.bits.__getitem__, rows)
        return set_of(bits, len(self.layout.places))


@sensitive_variables()
def matches(
    concepts: Sequence[Concept], tongue: Tongue, layout: Layout, using: str, *, every: bool, in_order: bool
) -> Matched:
    """The rows, in one language, that have every concept, or any of them. ``in_order``: they will be put in order by how
    well they match, so where many have the words, those that have them in their names are asked for at once."""
    if not tongue.bits:
        return Matched(0)
    asked = _Asked(concepts, tongue, layout, using, every)
    found = asked.hits(named=in_order)
    sets = {kind: ids or "" for kind, ids, _ in found if kind}
    if _ALL not in sets:
        scores = dict(_scores(found, tongue))
        return Matched(layout.window(list(scores)).whole, scores)
    rows = asked.set_of(sets[_ALL])
    names = partial(asked.set_of, sets[_NAMED]) if _NAMED in sets else partial(asked.tier, IN_NAMES)
    return Matched(rows, tiers=Tiers(names, partial(asked.tier, IN_NAMES_OR_TERMS), lambda: rows))


def _scores(found: Sequence[Any], tongue: Tongue) -> list[tuple[int, float]]:
    first, bits = tongue.first_row, tongue.bits
    rows = [(int(row), float(score)) for kind, row, score in found if not kind]
    return [(bit, score) for row, score in rows if 0 <= row - first < len(bits) and (bit := bits[row - first]) >= 0]


def _bytes(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "little")
