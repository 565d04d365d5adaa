"""Promise: a piece of a page that is kept is the piece that would be made now."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from harbor_wagtail import fragments
from harbor_wagtail.advocacy.report_cards.looks import Look
from harbor_wagtail.advocacy.report_cards.models import Framework, PolicyGoal
from harbor_wagtail.advocacy.report_cards.words import Said

CHIP = "harbor_advocacy/report_cards/chip.html"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    fragments.forget()


@dataclass(frozen=True)
class Line:
    words: Any
    more: Any = None


def told(value: Any) -> str:
    return repr(fragments.content(value))


def piece(look: Look, made: list[Look]) -> str:
    def context() -> dict[str, Any]:
        made.append(look)
        return {"look": look, "ramp": 5}

    return fragments.fragment(CHIP, (look, 5), context)


def test_it_is_made_once_for_the_same_and_anew_for_anything_else() -> None:
    made: list[Look] = []
    first = piece(Look("A", "strong"), made)
    assert piece(Look("A", "strong"), made) == first
    assert len(made) == 1
    assert piece(Look("B", "strong"), made) != first
    with translation.override("es"):
        piece(Look("A", "strong"), made)
    assert len(made) == 3


def test_whoever_changes_a_template_sees_it(settings: Any) -> None:
    settings.DEBUG = True
    made: list[Look] = []
    piece(Look("A", "strong"), made)
    piece(Look("A", "strong"), made)
    assert len(made) == 2


def test_what_is_kept_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fragments, "MOST", 3000)
    made: list[Look] = []
    for number in range(20):
        piece(Look(str(number), ""), made)
    assert 0 < sum(map(len, fragments._kept.values())) == fragments._length <= 3000
    piece(Look("0", ""), made)  # the first one went long ago
    assert len(made) == 21


_values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-2, 2),
        st.text("ab<", max_size=2),
        st.sampled_from([1.0, Decimal(1), Decimal("1.0")]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text("ab", max_size=1), inner, max_size=2)),
    max_leaves=6,
)


@given(_values, _values)
def test_two_that_differ_are_told_apart_and_two_alike_are_not(one: Any, other: Any) -> None:
    """By type as well: ``True`` is not read as ``1`` is."""
    assert (told(Line(one)) == told(Line(other))) == (repr(one) == repr(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<b>", mark_safe("<b>")),
        (Said.of("Law", "en", "en"), Said.of("Law", "en", "es")),
        (datetime.date(2026, 1, 1), datetime.datetime(2026, 1, 1)),  # noqa: DTZ001
        (Line("a", "b"), Line("b", "a")),
        (Look("A", "strong"), Look("A", "strong", hatched=True)),
        (PolicyGoal(pk=1, statement="New"), PolicyGoal(pk=1, statement="Old")),
        (PolicyGoal(framework=Framework(name="New")), PolicyGoal(framework=Framework(name="Old"))),
    ],
)
def test_these_are_not_the_same(one: Any, other: Any) -> None:
    assert told(one) != told(other)
    assert told([one, [one]]) != told([one, [other]])


def test_words_set_on_a_row_after_it_was_read_belong_to_it() -> None:
    row, other = PolicyGoal(pk=1), PolicyGoal(pk=1)
    assert told(row) == told(other)
    other.said_statement = "Dicho"  # type: ignore[attr-defined]
    assert told(row) != told(other)


def test_a_lazy_text_is_what_it_says_here() -> None:
    text = gettext_lazy("Place")
    with translation.override("en"):
        english = told(text)
    with translation.override("es"):
        assert told(text) != english


def test_what_nobody_knows_how_to_tell_is_refused() -> None:
    with pytest.raises(TypeError, match="kept by a object"):
        fragments.fragment(CHIP, {"request": object()}, dict)
