"""What is refused when a quote is written down, at its field; and until when consent holds."""

from __future__ import annotations

import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from harbor_wagtail.advocacy.quotes import consent
from harbor_wagtail.advocacy.quotes.choices import Standing
from harbor_wagtail.advocacy.quotes.models import SurvivorQuote
from harbor_wagtail.advocacy.quotes.remarks import remarks
from tests.quotes import WORDS, day, facts, quote

ORIGINAL = {"pk": 1, "words": WORDS, "language": "en"}


def problems(**given: Any) -> dict[str, list[str]]:
    try:
        SurvivorQuote(**facts(**given)).clean()
    except ValidationError as refused:
        return refused.message_dict
    return {}


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        # Days are counted when the tests are collected: a midnight may lie between, so each stands a day or two further.
        ({"consented_on": day(2)}, "consented_on", "still to come"),
        ({"consented_on": None}, "consented_on", "Write the day"),
        ({"expires_on": day(-11)}, "expires_on", "before it was given"),
        ({"expires_on": day(-10 + 1099)}, "expires_on", "three years at most"),
        ({"excerpt": WORDS + " And more."}, "excerpt", "longer than the words they approved"),
        ({"excerpt": "Nobody asked me …"}, "edits_approved", "Ask whether"),
        ({"age_band": "18-24", "state": "MN", "year": 2019}, "year", "together tell who"),
        (
            {"attribution": "words", "attribution_words": "Survivor, 24, from Ohio", "year": 2019},
            "year",
            "together tell who",
        ),
        (
            {"attribution": "words", "attribution_words": "Survivor, Ohio 2019", "age_band": "18-24"},
            "year",
            "together tell who",
        ),
        ({"attribution": "words"}, "attribution_words", "Write the words"),
        ({"attribution": "name", "attribution_words": "Rosa"}, "name_approved", "consent of its own"),
        ({"state": "Minnesota"}, "state", "two capital letters"),
        ({"basis": "publication"}, "source", "Choose the publication"),
        ({"basis": "publication"}, "permission", "its license"),
        ({"original": SurvivorQuote(**ORIGINAL, scope=["web"]), "language": "es"}, "original", "did not agree"),
        ({"original": SurvivorQuote(**ORIGINAL, scope=["translation"])}, "language", "is in this language"),
        ({"original": SurvivorQuote(**ORIGINAL, original_id=7)}, "original", "as they were said"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(given: dict[str, Any], field: str, said: str) -> None:
    assert said in problems(**given)[field][0]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"age_band": "18-24", "state": "MN"},
        {"expires_on": consent.years_after(day(-10), 3)},
        {"excerpt": "Nobody asked me …", "edits_approved": True},
        {"attribution": "name", "attribution_words": "Rosa", "name_approved": True},
        {"original": SurvivorQuote(**ORIGINAL, scope=["translation"]), "language": "es", "consented_on": None},
    ],
)
def test_what_is_right_is_taken(given: dict[str, Any]) -> None:
    assert problems(**given) == {}


def test_consent_that_was_withdrawn_is_not_written_over() -> None:
    with pytest.raises(ValidationError, match="that is a new record"):
        SurvivorQuote(**facts(withdrawn_at=timezone.now())).clean()


@pytest.mark.parametrize("code", ["Maria Lopez", "507-555-0142", "a@b.org", "SQ-5550142", "sq-1"])
def test_a_code_is_neither_a_name_nor_a_way_to_reach_somebody(code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        SurvivorQuote(**facts(reference=code)).clean_fields()
    assert "reference" in refused.value.message_dict


@pytest.mark.django_db
def test_under_18_only_where_a_site_allows_it_and_both_agreed() -> None:
    from wagtail.models import Site

    from harbor_wagtail.advocacy.quotes.models import QuoteSettings

    assert "not published" in problems(age_band="under-18")["age_band"][0]
    QuoteSettings.objects.create(site=Site.objects.get(), minors_allowed=True)
    assert set(problems(age_band="under-18", youth_agreed=True)) == {"guardian_agreed"}
    assert problems(age_band="under-18", youth_agreed=True, guardian_agreed=True) == {}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("“I was asked.”", "I was asked."),
        ('"I was asked."', "I was asked."),
        ("“One,” she said, “two.”", "“One,” she said, “two.”"),
        ("  I was asked.\r\nTwice. ", "I was asked.\nTwice."),
    ],
)
def test_quotation_marks_are_never_typed(typed: str, kept: str) -> None:
    found = SurvivorQuote(**facts(words=typed, expires_on=None))
    found.clean()
    assert found.words == kept
    assert found.expires_on == consent.years_after(day(-10), 1)


@given(given=st.dates(datetime.date(2000, 1, 1), datetime.date(2090, 1, 1)), ends=st.integers(-2000, 5000))
def test_whatever_the_row_says_three_years_are_the_end(given: datetime.date, ends: int) -> None:
    row = SurvivorQuote(**facts(consented_on=given, expires_on=given + datetime.timedelta(days=ends)))
    last = consent.last_day(row)
    assert last is not None
    assert last <= given + datetime.timedelta(days=3 * 365 + 1)
    assert consent.standing(row, max(last, given) + datetime.timedelta(days=1)) is Standing.EXPIRED
    expected = Standing.VALID if last >= given else Standing.EXPIRED
    assert consent.standing(row, max(last, given)) is expected


def test_each_thing_that_is_missing_is_named() -> None:
    bare = SurvivorQuote(reference="SQ-1", consented_on=day(-1))
    assert consent.standing(bare) is Standing.INCOMPLETE
    assert len(consent.missing(bare)) == 8
    assert consent.missing(SurvivorQuote(**facts())) == []


def test_an_editor_is_told_without_a_word_of_the_quote() -> None:
    def child(kind: str, **value: Any) -> SimpleNamespace:
        return SimpleNamespace(block_type=kind, value=value)

    ended = SurvivorQuote(**facts(consented_on=day(-400), expires_on=day(-1)))
    page = SimpleNamespace(adv_body=[child("quote", quote=ended), child("quote", quote=None)], search_description="")
    said = list(remarks(page, ["They told us: nobody asked me what I wanted until that day."]))
    assert [text.split(".")[0] for text in said] == [
        "The page begins with a survivor’s words",
        "Two quotes follow one another",
        "SQ-12 is not shown: consent has ended",
        "Words of SQ-12 stand in a text of this page",
    ]
    assert not [text for text in said if "asked me" in text]


@pytest.mark.django_db
def test_other_words_need_another_consent_once_a_page_shows_them(english: Any) -> None:
    from tests import quotes

    found = quote()
    found.words = "Nobody asked us."
    found.clean()  # nobody has seen them yet
    quotes.page(found)
    with pytest.raises(ValidationError, match="For other words ask again"):
        found.clean()
    found.consented_on = day()
    found.clean()
