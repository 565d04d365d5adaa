"""Promise: a community resource map never tells visitors what one or two providers lack, not even by subtraction."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from harbor_wagtail.directory.models import Answer, Level
from harbor_wagtail.directory.resource_map.columns import ALL, ROUTE_KEY, Column
from harbor_wagtail.directory.resource_map.counting import SMALL, Count, Counted, _counts, _joined
from harbor_wagtail.directory.resource_map.disclosure import FEW, POOL, Shown, ShownRow, shown_rows
from harbor_wagtail.directory.resource_map.route import verdict
from harbor_wagtail.directory.resource_map.sheet import Cell, Row

COLUMNS = (
    Column(ALL, "", "any"),
    Column(ROUTE_KEY, "", "route"),
    Column("start", "no_id", "no id"),
    Column("age", "13-15", "13 to 15"),
)
KINDS = ("shelter", "legal", "school", "faith")
EVERYBODY = 1  # the bit of "any"

#: By kind of help: what each of at most nine providers does, and what nobody knows of it.
offers = st.fixed_dictionaries(
    {
        kind: st.dictionaries(st.integers(1, 12), st.tuples(st.integers(0, 15), st.integers(0, 15)), max_size=9)
        for kind in KINDS
    }
)
corrected = st.dictionaries(st.tuples(st.sampled_from(KINDS), st.sampled_from(COLUMNS)), st.sampled_from([*Level][:4]))


def sheet(found: dict[str, Any], by_hand: dict[Any, str] | None = None) -> Any:
    facts = {
        kind: {who: (yes | EVERYBODY, unknown & ~(yes | EVERYBODY)) for who, (yes, unknown) in each.items()}
        for kind, each in found.items()
    }
    pooled = tuple(kind for kind, each in facts.items() if 0 < len(each) < SMALL)
    counted = Counted(
        cells={kind: _counts(each, len(COLUMNS)) for kind, each in facts.items()},
        pooled=pooled,
        pool=_counts(_joined(facts[kind] for kind in pooled), len(COLUMNS)),
        providers=0,
        closed=0,
    )
    day = datetime(2026, 11, 1, tzinfo=ZoneInfo("UTC"))
    said = {key: SimpleNamespace(level=level, corrected_at=day, ground={}) for key, level in (by_hand or {}).items()}
    rows = tuple(
        Row(kind, kind, tuple(Cell(kind, at, n, said.get((kind, at))) for at, n in zip(COLUMNS, counts, strict=True)))
        for kind, counts in counted.cells.items()
    )
    return SimpleNamespace(rows=rows, counted=counted, columns=COLUMNS)


def possible(cell: Shown) -> set[int]:
    """What a reader may take the true number to be."""
    if cell.at_least:
        return set(range(cell.at_least, cell.at_least + SMALL))
    return {1, 2} if cell.state == Level.LIMITED else {0}


@given(offers, corrected)
def test_no_sum_or_difference_singles_out_one_or_two_providers(found: Any, by_hand: Any) -> None:
    for row in shown_rows(sheet(found, by_hand)):
        total = row.cells[0]
        told = [cell for cell in row.cells if not cell.corrected_on and cell.state not in (FEW, Level.NOT_LISTED)]
        assert all(cell.at_least % SMALL == 0 for cell in row.cells)
        if row.domain:
            assert len(found[row.domain]) == 0 or len(found[row.domain]) >= SMALL
        if total.corrected_on or total.state in (FEW, Level.NOT_LISTED):
            continue
        assert total.at_least >= SMALL
        for one in told:
            left = {t - n for t in possible(total) for n in possible(one) if t >= n}
            assert not left <= {1, 2}, (row.name, one)
            for other in told:
                assert (one.at_least - other.at_least) not in (1, 2)


@given(offers, corrected, st.integers(0, 15), st.integers(0, 15))
def test_what_one_provider_of_a_rare_kind_does_changes_nothing_that_is_shown(
    found: Any, by_hand: Any, yes: int, unknown: int
) -> None:
    """The only provider of the only rare kind: whatever is true of it, visitors read the same."""
    found = {**{kind: each for kind, each in found.items() if len(each) not in (1, 2)}, "faith": {99: (yes, unknown)}}
    other = {**found, "faith": {99: (0, 0)}}
    entries: list[Any] = []
    one, two = shown_rows(sheet(found, by_hand)), shown_rows(sheet(other))
    assert one[-1] == two[-1]
    assert one[-1].domain == POOL
    assert one[-1].few
    assert {cell.words for cell in one[-1].cells} == {"Too few to show"}
    named = [row for row in one if row.domain == "faith"]
    assert not named
    assert verdict(one[-1:], entries, []) == verdict(two[-1:], entries, [])


def _shown(**states: str) -> tuple[ShownRow, ...]:
    return tuple(ShownRow(name, name, tuple(Shown(c, state) for c in COLUMNS)) for name, state in states.items())


def _entry(system: str, police: str) -> Any:
    return SimpleNamespace(system_contact=system, police_report=police)


def test_the_test_of_goal_3_1_never_takes_what_nobody_knows_for_a_no() -> None:
    yes, no, unknown = Answer.YES, Answer.NO, Answer.UNKNOWN
    cases = (
        (_shown(legal=Level.GOOD, school=Level.LIMITED), [], "yes"),
        (_shown(legal=Level.GOOD, school=Level.UNKNOWN), [], "partly"),
        (_shown(legal=Level.UNKNOWN), [_entry(no, no)], "partly"),
        (_shown(legal=Level.UNKNOWN), [_entry(no, unknown)], "unknown"),
        (_shown(legal=Level.NONE), [_entry(yes, unknown)], "no"),
        (_shown(legal=Level.NONE), [_entry(unknown, unknown)], "unknown"),
        (_shown(legal=Level.NONE, faith=Level.NOT_LISTED), [], "unknown"),
        (_shown(legal=Level.NONE, faith=FEW), [], "unknown"),
        ((), [], "unknown"),
    )
    for rows, entries, expected in cases:
        told = verdict(rows, entries, [f"way {at}" for at, _entry in enumerate(entries)])
        assert told.answer == expected, (rows, entries)
        assert told.sentence.endswith(".")
    asked_first = verdict(_shown(legal=Level.UNKNOWN, faith=Level.NOT_LISTED), [_entry(unknown, no)], ["School"])
    assert len(asked_first.reasons) == 3
    assert any("which does not mean that there is nothing: faith" in reason for reason in asked_first.reasons)


def test_levels_are_of_providers_and_unknown_is_not_none() -> None:
    assert [Count(*each).level for each in ((3, 0, 3), (2, 1, 9), (0, 1, 4), (0, 0, 4), (0, 0, 0))] == [
        Level.GOOD,
        Level.LIMITED,
        Level.UNKNOWN,
        Level.NONE,
        Level.NOT_LISTED,
    ]
