"""Whatever a parser of values is given, it answers in time, and raises nothing but ``BadValue``."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harbor_wagtail.directory.importing import values
from harbor_wagtail.directory.importing.values import BadValue

PARSERS: list[Callable[[object], object]] = [
    values.parse_age,
    values.parse_ages,
    values.parse_answer,
    values.parse_availability,
    values.parse_boolean,
    values.parse_byday,
    values.parse_clock,
    values.parse_coordinate,
    values.parse_country,
    values.parse_date,
    values.parse_datetime,
    values.parse_decimal,
    values.parse_email,
    values.parse_hours,
    values.parse_integer,
    values.parse_language,
    values.parse_money,
    values.parse_phones,
    values.parse_postal_code,
    values.parse_spans,
    values.parse_state,
    values.parse_status,
    values.parse_url,
    values.looks_like_address,
    values.split_languages,
    lambda value: values.uuid_for("source", "service", value),
]
WORDS = st.lists(
    st.sampled_from(
        "0 1 2 5 9 12 17 18 24 30 59 60 2400 2025 0.375 45321 am pm a.m. p. m. a p - – to : ; , / | . + ( ) $ % # @ ' \" & x "
        "mon tue wed fri sat lunes a y de la noon midnight closed daily weekdays under over years months ext http:// .org "
        "street st ave calle suite po box zip oh T Z +05:00 \x00 \ud800 &amp; <br> é ٣ ²".split(" ")
    ),
    max_size=12,
).map(" ".join)
ANYTHING = st.one_of(
    st.text(max_size=80),
    WORDS,
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.decimals(),
)


@pytest.mark.parametrize("parse", PARSERS, ids=lambda parse: parse.__name__)
@settings(deadline=None)
@given(value=ANYTHING)
def test_a_parser_raises_nothing_but_bad_value(parse: Callable[[object], object], value: object) -> None:
    refusals = []
    try:
        parse(value)
    except BadValue as bad:
        refusals += [bad.problem, bad.fix]
    assert all(text.endswith(".") for text in refusals)


@settings(deadline=None)
@given(text=st.one_of(st.text(), WORDS))
def test_cleaning_what_is_clean_changes_nothing(text: str) -> None:
    once = values.clean(text)
    assert values.clean(once) == once
    assert not set(once) & {"\0", "\r", "\x1b", "\ufeff", "\ud800"}


@pytest.mark.parametrize(
    "text",
    [
        "<a " + " " * 20_000,
        "1 a " * 20_000,
        "&" + "amp;" * 20_000,
        "a, " * 20_000,
        "5th & " * 20_000,
        "555-" * 20_000,
        "mon " * 20_000,
    ],
    ids=lambda text: text[:5],
)
def test_a_text_made_to_take_for_ever_does_not(text: str) -> None:
    started = time.process_time()
    for parse in [*PARSERS, values.clean, lambda value: values.marks_confidential({"address_1": value})]:
        with contextlib.suppress(BadValue):
            parse(text)
    assert time.process_time() - started < 10
