"""A visitor's question finds the same services on every database, whatever is typed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from django.views.debug import ExceptionReporter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harbor_wagtail.directory.availability import record_availability
from harbor_wagtail.directory.models import Location, TaxonomyTermText
from harbor_wagtail.directory.search import query
from harbor_wagtail.directory.search.analyser import Concept, QueryWord
from harbor_wagtail.directory.search.engines import fts5, postgresql
from harbor_wagtail.directory.search.query import Page, Search, find
from harbor_wagtail.places import zip_place
from tests.factories import FREEBORN, HENNEPIN, MOWER, locale, location, organization, service, term
from tests.searching import ask, every_engine, names  # noqa: F401  (the fixture is used by all)

pytestmark = pytest.mark.django_db

ZIP = zip_place("55912")  # Austin, in Mower County


# Words


@pytest.mark.parametrize(
    "words",
    [
        "shel",
        "shelters",
        "SHÉLTER",
        "youth lantern",  # the service's name and the organization's
        "bed",  # a word people use for the kind of help
        "refugio",  # the same in another language of the site
        "safe night",  # a description
        "somali",  # a language spoken there
        "1e5abc",
        "mower",  # the county it serves
        "   shelter \t",
    ],
)
def test_a_service_is_found_by(words: str) -> None:
    TaxonomyTermText.objects.get_or_create(
        term=term("shelter"), locale=locale("es"), defaults={"name": "Refugio", "synonyms": "albergue"}
    )
    service(
        organization("Lantern House"),
        "Youth shelter 1e5abc",
        domains=["shelter"],
        languages=["so"],
        areas=[MOWER],
        texts={"en": {"description": "A safe place for the night.", "not_served_description": "Grown men."}},
    )
    service(name="Legal clinic", domains=["legal"])
    assert ask(words=words) == ["Youth shelter 1e5abc"]


@pytest.mark.parametrize("words", ["helter", "grown", "shelterx"])
def test_a_service_is_not_found_by(words: str) -> None:
    service(texts={"en": {"not_served_description": "Grown men."}})
    assert ask(words=words) == []


def test_all_words_first_and_some_words_where_nothing_has_all() -> None:
    service(name="Legal help")
    service(name="Food shelf")
    assert find(Search(words="legal help")).partial is False
    page = find(Search(words="legal food"))
    assert page.partial
    assert sorted(names(page)) == ["Food shelf", "Legal help"]
    assert find(Search(words="legal zebra")).total == 1
    nothing = find(Search(words="zebra"))
    assert (nothing.total, nothing.number, nothing.pages, nothing.partial, nothing.hits) == (0, 1, 1, False, ())


def test_a_name_counts_more_than_a_term_and_a_term_more_than_a_description() -> None:
    service(name="Aardvark", texts={"en": {"description": "Ask about a lawyer. A lawyer, any lawyer."}})
    service(name="Beaver", domains=["legal"])
    service(name="Lawyer", texts={"en": {"description": "Long. " + "Many words of other things follow here. " * 30}})
    assert ask(words="lawyer") == ["Lawyer", "Beaver", "Aardvark"]


def test_many_hits_are_the_same_and_in_order_of_where_the_word_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    service(name="Aardvark", texts={"en": {"description": "Ask about a lawyer."}})
    service(name="Beaver", domains=["legal"])
    service(name="Court lawyer")
    few = [ask(words=words) for words in ("lawyer", "court lawyer", "lawyer aardvark", "lawyer zebra")]
    for engine in (fts5, postgresql):
        monkeypatch.setattr(engine, "FEW", 0)
        monkeypatch.setattr(engine, "FEW_OF_SOME", 0)
    assert [ask(words=words) for words in ("lawyer", "court lawyer", "lawyer aardvark", "lawyer zebra")] == few
    assert few[0] == ["Court lawyer", "Beaver", "Aardvark"]


def test_postgresql_sees_which_rows_are_asked_of_though_it_is_given_the_words_later() -> None:
    """Where the server binds values, it would expect few of a range it does not see, and unpack each row of it."""
    asked = [Concept(((QueryWord(("lawyer",)),),))]
    engine = postgresql.PostgresEngine(connection)
    given = (asked, (3, 25_000))
    for sql, values in (engine.hits(*given, every=True, named=asked), engine.rows(*given, every=True)):
        assert "row_id BETWEEN 3 AND 25000" in sql
        assert {type(value) for value in values} == {str}


def test_of_many_hits_no_more_is_read_than_the_page_needs(
    monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        service(name=f"Lawyer {number}")
        service(name=f"Court {number}", domains=["legal"])
    for engine in (fts5, postgresql):
        monkeypatch.setattr(engine, "FEW", 0)
    assert ask(words="lawyer", per_page=3) == ["Lawyer 0", "Lawyer 1", "Lawyer 2"]  # reads what is kept in memory
    with django_assert_max_num_queries(2):  # has anything changed? then the words, and which rows have them in names
        found = find(Search(words="lawyer", per_page=3))
        assert (found.total, found.pages, len(found.hits)) == (6, 2, 3)
    with django_assert_max_num_queries(3):  # and which among their terms
        assert len(find(Search(words="lawyer", per_page=3, page=2)).hits) == 3


def test_words_in_the_language_asked_for_and_else_in_the_sites_own() -> None:
    service(name="Shelter", texts={"es": {"name": "Refugio juvenil", "description": "Para jóvenes."}})
    service(name="Food shelf", texts={"en": {"description": "Groceries for families."}})
    assert ask(words="jovenes", locale="es") == ["Shelter"]
    assert ask(words="jovenes", locale="en") == []
    assert ask(words="family", locale="es") == ["Food shelf"]  # by the English stem, for want of Spanish words
    assert ask(locale="es") == ["Food shelf", "Shelter"]  # "Refugio juvenil" sorts after it
    assert ask(words="shelter", locale="fr") == ["Shelter"]


@pytest.mark.parametrize(
    "words",
    [
        "",
        "  ",
        "\x00",
        "AND",
        "NOT",
        "shelter OR",
        '"',
        "'",
        "shelter*",
        "-shelter",
        "^a",
        "NEAR(a b)",
        "names:x",
        "%",
        "\\",
    ]
    + ["a & b | !c", "(((", ":*", "{a b}", "x" * 10_000, "word " * 2_000, "\ud800", "; DROP TABLE harbor_search_row"],
)
def test_whatever_is_typed_gives_a_page(words: str) -> None:
    service(name="Shelter")
    assert isinstance(find(Search(words=words)), Page)
    assert find(Search()).total == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.text(max_size=300),
    codes=st.lists(st.text(max_size=20) | st.from_regex("[0-9]{5}", fullmatch=True), max_size=3).map(tuple),
    language=st.text(max_size=8),
    age=st.none() | st.decimals(),
    page=st.integers(),
    miles=st.integers(),
)
def test_any_question_gives_a_page(
    words: str, codes: tuple[str, ...], language: str, age: Decimal | None, page: int, miles: int
) -> None:
    found = find(
        Search(
            words=words, domains=codes, counties=codes, age=age, near=ZIP, miles=miles, locale=language, page=page,
            per_page=page, narrow_counties=codes, narrow_domains=codes, narrow_organizations=(page,),
        )
    )  # fmt: skip
    assert found.number <= found.pages


def test_words_are_in_no_error_report(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> Any:
        raise RuntimeError

    monkeypatch.setattr(query, "answer", broken)
    with pytest.raises(RuntimeError) as caught:
        find(Search(words="canaryword"))
    frames = ExceptionReporter(None, caught.type, caught.value, caught.tb).get_traceback_frames()
    ours = [frame for frame in frames if "harbor_wagtail" in frame["filename"] and "/tests/" not in frame["filename"]]
    assert len(ours) > 1
    assert "canary" not in str([frame["vars"] for frame in ours])


# Filters


def test_any_of_one_kind_and_all_of_the_kinds() -> None:
    service(name="Bed", domains=["shelter"], areas=[MOWER])
    service(name="Lawyer", domains=["legal"], areas=[MOWER])
    service(name="Far lawyer", domains=["legal"], areas=[HENNEPIN])
    assert ask(domains=("shelter", "legal"), counties=(MOWER,)) == ["Bed", "Lawyer"]
    assert ask(domains=("legal",)) == ["Far lawyer", "Lawyer"]
    assert ask(domains=("legal",), counties=(MOWER, HENNEPIN)) == ["Far lawyer", "Lawyer"]
    assert ask(words="lawyer", domains=("shelter",)) == []


def test_a_county_is_reached_by_its_own_its_states_and_what_is_everywhere() -> None:
    service(name="1 county", areas=[MOWER])
    service(name="2 state", areas=["27"])
    service(name="3 country", areas=[{"kind": "national"}])
    service(name="4 by phone", areas=[{"kind": "remote"}])
    service(name="5 outreach", areas=[{"kind": "outreach", "fips": MOWER}])
    service(name="6 other county", areas=[FREEBORN])
    service(name="7 other state", areas=["55"])
    service(name="8 place, no area", places=[location(county=MOWER)])
    service(name="9 place elsewhere than area", areas=[FREEBORN], places=[location(county=MOWER)])
    service(name="10 online", places=[location(county="", location_type="virtual")])
    assert ask(counties=(MOWER,)) == sorted(
        ["1 county", "2 state", "3 country", "4 by phone", "5 outreach", "8 place, no area", "10 online"]
    )


def test_an_age_limit_nobody_stated_keeps_nobody_out() -> None:
    service(name="12 to 17", minimum_age=12, maximum_age=17)
    service(name="18 and up", minimum_age=18)
    service(name="up to 17.5", maximum_age=Decimal("17.5"))
    service(name="all", all_ages=True)
    service(name="unknown")
    assert ask(age=Decimal(17)) == ["12 to 17", "all", "unknown", "up to 17.5"]
    assert ask(age=Decimal("17.75")) == ["all", "unknown"]
    assert ask(age=Decimal(18)) == ["18 and up", "all", "unknown"]
    assert len(ask(age=Decimal("NaN"))) == len(ask(age=Decimal(-3))) == 5


def test_a_page_of_the_site_may_show_a_part_of_the_directory() -> None:
    mine = organization("Mine")
    service(mine, "Bed", domains=["shelter"], areas=[MOWER])
    service(name="Lawyer", domains=["legal"], areas=[HENNEPIN])
    assert ask(narrow_organizations=(mine.pk,)) == ["Bed"]
    assert ask(narrow_domains=("legal",), domains=("shelter", "legal")) == ["Lawyer"]
    assert ask(narrow_counties=(MOWER,), counties=(HENNEPIN,)) == []
    assert ask(narrow_counties=("nonsense",)) == []  # a limit of the site is never dropped
    assert len(ask(counties=("nonsense",))) == 2  # a visitor's wish that makes no sense is


# Status and time


def test_closed_for_good_is_gone_and_closed_for_now_comes_last() -> None:
    for name, status in [("A", "temporarily_closed"), ("B", "closed"), ("C", "wait_list"), ("D", "open")]:
        record_availability(service(name=name), status)
    assert ask() == ["C", "D", "A"]


def test_what_was_said_long_ago_is_not_believed() -> None:
    past = timezone.now() - timedelta(days=1)
    for name, status in [("A", "temporarily_closed"), ("B", "closed"), ("C", "open")]:
        record_availability(service(name=name), status, as_of=past - timedelta(days=9), expires_at=past)
    assert ask() == ["A", "B", "C"]


@pytest.mark.parametrize("which", ["service", "organization"])
def test_what_has_expired_is_gone_before_any_job_says_so(which: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    owner = organization(expire_at=tomorrow if which == "organization" else None)
    service(owner, expire_at=tomorrow if which == "service" else None, places=[location(owner)])
    assert len(ask()) == 1
    monkeypatch.setattr(timezone, "now", lambda: tomorrow + timedelta(hours=1))
    assert ask() == []


def test_a_service_outlives_its_last_place(monkeypatch: pytest.MonkeyPatch) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    service(places=[location(expire_at=tomorrow)])
    assert [hit.location_id for hit in find(Search()).hits] == [Location.objects.get().pk]
    monkeypatch.setattr(timezone, "now", lambda: tomorrow + timedelta(hours=1))
    assert [hit.location_id for hit in find(Search()).hits] == [None]
