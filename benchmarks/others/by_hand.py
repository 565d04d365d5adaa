"""The same answer in SQL written by hand: tables made for these questions, the indexes they want, and one statement.

Facets are whole numbers, those of one kind side by side; what is found by its words is filtered once, and everything is counted
out of that. What SQL leaves to whoever asks (to add who serves a whole state to each of its counties) is done here.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.others.questions import NOW, PAGE, Answer, Question
from benchmarks.others.rows import Row

#: Numbers of facets: of counties the FIPS code on top, of states two digits of it.
COUNTY, STATE, ANYWHERE, AT = 1_000_000, 2_000_000, 3_000_000, 4_000_000
KINDS = {kind: number * 1000 for number, kind in enumerate(("domain", "population", "gender", "language", "cost"), 1)}
KINDS |= {"accessibility": 6000, "start": 7000, "age": 8000}

TABLES = """
    CREATE TABLE hand_place (id integer PRIMARY KEY, service integer, name text, low float, high float, x float, y float, z float,
        hours integer);
    CREATE TABLE hand_has (facet integer, place integer, PRIMARY KEY (facet, place)){without_rowid};
    CREATE TABLE hand_open (weekday integer, hours integer, opens integer, closes integer);
"""
INDEXES = """
    CREATE INDEX hand_by_place ON hand_has (place, facet);
    CREATE INDEX hand_by_day ON hand_open (weekday, hours, opens, closes);
"""


class Facets:
    """Their numbers."""

    def __init__(self) -> None:
        self.number: dict[tuple[str, str], int] = {}
        self.names: dict[int, tuple[str, str]] = {}

    def of(self, kind: str, value: str) -> int:
        if (kind, value) not in self.number:
            number = self._next(kind, value)
            self.number[kind, value], self.names[number] = number, (kind, value)
        return self.number[kind, value]

    def _next(self, kind: str, value: str) -> int:
        if kind in ("county", "at"):
            return (COUNTY if kind == "county" else AT) + int(value or 0)
        if kind == "state":
            return STATE + int(value)
        if kind == "area":
            return ANYWHERE + len(value)
        return KINDS[kind] + sum(of == kind for of, _ in self.number)


class ByHand:
    """``ask`` is what is measured; ``whole`` gives the page of all services."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.facets = Facets()
        self._hours: dict[Any, int] = {}
        self.fill(list(rows))
        self._counties = sorted(number for number in self.facets.names if COUNTY <= number < STATE)

    def ask(self, question: Question, limit: int | None = PAGE) -> Answer:
        return self._answer(self.rows(self.statement(question, limit)))

    def whole(self, question: Question) -> Answer:
        return self.ask(question, None)

    def number_of_places(self, question: Question) -> int:
        return int(self.rows(f"{self._found(question)} SELECT count(*) FROM found WHERE fits")[0][0])

    # What each database does in its own way.

    def fill(self, rows: Sequence[Row]) -> None:
        raise NotImplementedError

    def rows(self, sql: str) -> list[Any]:
        raise NotImplementedError

    def match(self, word: str) -> tuple[str, str, str]:
        """What is joined, on what condition, and how well a row matches (lower is better)."""
        raise NotImplementedError

    # The rows of the tables.

    def places(self, rows: Sequence[Row]) -> list[tuple[Any, ...]]:
        return [
            (row.pk, row.service, row.name, row.low, row.high, *(row.point or (None, None, None)), self._open(row))
            for row in rows
        ]

    def _open(self, row: Row) -> int:
        return self._hours.setdefault(row.spans, len(self._hours))

    def has(self, rows: Sequence[Row]) -> list[tuple[int, int]]:
        return [(self.facets.of(*facet), row.pk) for row in rows for facet in sorted(row.facets)]

    def open(self) -> list[tuple[int, int, int, int]]:
        return [(day, hours, start, end) for spans, hours in self._hours.items() for day, start, end in spans]

    # The statement.

    def statement(self, question: Question, limit: int | None) -> str:
        return f"{self._found(question)}, {_WIDE} {self._parts(limit)}"

    def _found(self, question: Question) -> str:
        """Each condition is looked at once, and who fails two of them is of no use to any count."""
        meets = self._meets(question)
        source, where, score = "hand_place p", "1 = 1", "0.0"
        if question.word:
            joined, where, score = self.match(question.word)
            source += f" {joined}"
        group, square = self._nearness(question)
        flags = "".join(f", ({test}) AS {kind}" for kind, test in meets.items())
        looked_at = (
            f"looked_at AS MATERIALIZED (SELECT p.id, p.service, p.name, p.hours, {square} AS square, {score} AS score"
            f"{flags}, {group} AS grp FROM {source} WHERE {where})"
        )
        without = {kind: _joined(of for of in meets if of != kind) for kind in ("domain", "county", "age")}
        told = "".join(f", ({test}) AS no_{kind}" for kind, test in without.items())
        useful = " OR ".join(f"({test})" for test in without.values())
        found = (
            f"found AS MATERIALIZED (SELECT *, ({_joined(meets)}) AS fits{told} FROM looked_at"
            f" WHERE grp IS NOT NULL AND ({useful}))"
        )
        return f"WITH {looked_at}, {found}"

    def _meets(self, question: Question) -> dict[str, str]:
        """By kind, the condition a place has to meet."""
        of, tests = self.facets.of, {}
        if question.domains:
            tests["domain"] = _has([of("domain", value) for value in question.domains])
        if question.county:
            tests["county"] = _has([COUNTY + int(question.county), *self._wide(question.county)])
        if question.age is not None:
            tests["age"] = f"p.low <= {question.age} AND p.high >= {question.age}"
        if question.start:
            tests["start"] = _has([of("start", question.start)])
        return tests

    def _wide(self, county: str) -> list[int]:
        return [STATE + int(county[:2]), ANYWHERE + len("national"), ANYWHERE + len("remote")]

    def _nearness(self, question: Question) -> tuple[str, str]:
        """Which group a place is in (NULL: none), and the square of how far it is through the ground, where that counts."""
        if not question.zip_code:
            return "1", "0.0"
        from harbor_wagtail.places.geometry import chord_of, in_space

        near = question.near
        x, y, z = in_space(near.point)
        square = f"((p.x - {x!r}) * (p.x - {x!r}) + (p.y - {y!r}) * (p.y - {y!r}) + (p.z - {z!r}) * (p.z - {z!r}))"
        county = int(near.county_fips)
        group = (
            f"CASE WHEN {square} <= {chord_of(10) ** 2!r} THEN 0 WHEN {square} <= {chord_of(50) ** 2!r} THEN 2 "
            f"WHEN {_has([COUNTY + county])} THEN CASE WHEN p.x IS NULL THEN 1 ELSE 2 END "
            f"WHEN p.x IS NULL AND {_has([AT + county])} THEN 1 WHEN {_has(self._wide(near.county_fips))} THEN 3 END"
        )
        return group, square

    def _parts(self, limit: int | None) -> str:
        local = NOW.astimezone(ZoneInfo("America/Chicago"))
        second = local.hour * 3600 + local.minute * 60 + local.second
        is_open = (
            f"SELECT hours FROM hand_open WHERE weekday = {local.weekday()} AND opens <= {second} AND closes > {second}"
        )
        parts = [
            _counted("no_domain", KINDS["domain"], KINDS["domain"] + 999),
            _counted("fits", KINDS["population"], KINDS["age"] - 1),
            _counted("no_age", KINDS["age"], KINDS["age"] + 999),
            _counted("no_county", COUNTY, STATE - 1, _NOT_WIDE),
            "SELECT 1, state, count(DISTINCT service), 0.0 FROM wide_in GROUP BY state",
            f"SELECT 2, 0, count(DISTINCT service), 0.0 FROM found WHERE fits AND hours IN ({is_open})",
            "SELECT 3, 0, count(DISTINCT service), 0.0 FROM found WHERE fits",
            f"SELECT * FROM ({_PAGE}{'' if limit is None else f' LIMIT {limit}'}) AS page",
        ]
        return " UNION ALL ".join(parts)

    def _answer(self, rows: list[Any]) -> Answer:
        counts: dict[str, dict[str, int]] = defaultdict(dict)
        own: dict[int, int] = {}
        wide: dict[int, int] = {}
        answer = Answer(0, counts=counts)
        for what, key, number, square in rows:
            if what == 0 and COUNTY <= key < STATE:
                own[key] = number
            elif what == 0:
                kind, value = self.facets.names[key]
                counts[kind][value] = number
            elif what == 1:
                wide[key] = number
            elif what == 2 and number:
                counts["open"]["now"] = number
            elif what == 3:
                answer.total = number
            elif what > 3:
                answer.page.append((key, None if square is None else _miles(square)))
        for county in self._counties:
            number = own.get(county, 0) + wide.get((county - COUNTY) // 1000, 0)
            if number:
                counts["county"][self.facets.names[county][1]] = number
        return answer


#: Services for the whole of a state, by its FIPS code: what serves the country or anybody is for each.
_WIDE = f"""
    wide AS MATERIALIZED (
        SELECT DISTINCT f.service, h.facet FROM found f JOIN hand_has h ON h.place = f.id
        WHERE f.no_county AND h.facet BETWEEN {STATE} AND {AT - 1}),
    states AS (SELECT DISTINCT (facet - {COUNTY}) / 1000 AS state FROM hand_county),
    wide_in AS MATERIALIZED (
        SELECT facet - {STATE} AS state, service FROM wide WHERE facet < {ANYWHERE}
        UNION SELECT state, service FROM wide, states WHERE facet IN ({ANYWHERE + 6}, {ANYWHERE + 8}))
"""
_NOT_WIDE = (
    f" AND NOT EXISTS (SELECT 1 FROM wide_in w WHERE w.service = f.service AND w.state = (h.facet - {COUNTY}) / 1000)"
)
#: The nearest place of each service in its best group; what is not told by distance goes by words and name.
_PAGE = """
    SELECT 4 AS what, service, 0, min(CASE WHEN grp IN (0, 2) THEN square END) AS square
    FROM (SELECT *, min(grp) OVER (PARTITION BY service) AS best FROM found WHERE fits) AS f WHERE grp = best
    GROUP BY service, best
    ORDER BY best, CASE WHEN best IN (0, 2) THEN min(square) END, min(score), min(name), service"""


def _has(facets: Sequence[int]) -> str:
    listed = ", ".join(map(str, facets))
    return f"EXISTS (SELECT 1 FROM hand_has h WHERE h.place = p.id AND h.facet IN ({listed}))"


def _joined(tests: Iterable[str]) -> str:
    return " AND ".join(tests) or "1 = 1"


def _counted(column: str, first: int, last: int, besides: str = "") -> str:
    return (
        "SELECT 0 AS what, h.facet, count(DISTINCT f.service), 0.0 FROM found f JOIN hand_has h ON h.place = f.id"
        f" AND h.facet BETWEEN {first} AND {last} WHERE f.{column}{besides} GROUP BY h.facet"
    )


def _miles(square: float) -> float:
    from harbor_wagtail.places.geometry import miles_of

    return miles_of(math.sqrt(square))
