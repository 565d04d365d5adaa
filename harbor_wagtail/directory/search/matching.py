"""Which rows have the words of a question, and how well."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connections
from django.views.decorators.debug import sensitive_variables

from harbor_wagtail.directory.search.analyser import Concept
from harbor_wagtail.directory.search.bits import Layout, set_of
from harbor_wagtail.directory.search.engines import engine_for
from harbor_wagtail.directory.search.snapshot import Tongue


@dataclass(frozen=True, slots=True)
class Matched:
    """Rows that have the words. Where they are few, each has a score by bit, lower is better; where they are many, they
    stand in ``tiers``, sets with the best first, each of which may hold rows of those before it."""

    rows: int
    scores: Mapping[int, float] = field(default_factory=dict)
    tiers: tuple[int, ...] = ()

    def ranks(self) -> Ranks:
        return Ranks(self.scores, tuple(_bytes(tier) for tier in self.tiers))


@dataclass(frozen=True, slots=True)
class Ranks:
    """How well single rows match, for comparing them; lower is better."""

    scores: Mapping[int, float]
    tiers: tuple[bytes, ...]

    def of(self, bit: int) -> float:
        for number, data in enumerate(self.tiers):
            if bit >> 3 < len(data) and data[bit >> 3] >> (bit & 7) & 1:
                return number
        return self.scores.get(bit, 0.0)


@sensitive_variables()
def matches(concepts: Sequence[Concept], tongue: Tongue, layout: Layout, using: str, *, every: bool) -> Matched:
    """The rows, in one language, that have every concept, or any of them."""
    if not tongue.bits:
        return Matched(0)
    connection = connections[using]
    asked = [concept.marked(tongue.mark) for concept in concepts]
    between = tongue.first_row, tongue.first_row + len(tongue.bits) - 1
    with connection.cursor() as cursor:
        cursor.execute(*engine_for(connection).hits(asked, between, every=every))
        found = cursor.fetchall()
    many = sorted((score, ids) for is_set, ids, score in found if is_set and ids)
    if many:
        tiers = tuple(_set(ids, tongue, layout) for _, ids in many)
        return Matched(_union(tiers), tiers=tiers)
    scores = dict(_scores(found, tongue))
    return Matched(layout.window(list(scores)).whole, scores)


def _scores(found: Sequence[Any], tongue: Tongue) -> list[tuple[int, float]]:
    first, bits = tongue.first_row, tongue.bits
    rows = [(int(row), float(score)) for is_set, row, score in found if not is_set]
    return [(bit, score) for row, score in rows if 0 <= row - first < len(bits) and (bit := bits[row - first]) >= 0]


def _set(ids: str, tongue: Tongue, layout: Layout) -> int:
    """The set of these rows, of which there may be a hundred thousand; rows that have gone are at -1."""
    return set_of(map(tongue.bits.__getitem__, json.loads(f"[{ids}]")), len(layout.places))


def _union(sets: Sequence[int]) -> int:
    found = 0
    for each in sets:
        found |= each
    return found


def _bytes(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "little")
