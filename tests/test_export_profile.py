"""What HSDS has no word for is written as attributes and read back the same."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harbor_wagtail.directory.hsds import forms, profile
from harbor_wagtail.directory.hsds.fields import NOT_KEPT
from harbor_wagtail.directory.models import IntakeQuestion, Service, ServiceSchedule

SERVICE = "8d4f1f0a-59a5-4a3e-8a2e-8f0e1d9b6f11"
_TEXT = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1)
_MOMENTS = st.datetimes(timezones=st.just(timezone.utc))


def _values(fact: Any) -> st.SearchStrategy[Any]:
    by_form = {
        forms.TEXT: _TEXT,
        forms.WORD: st.sampled_from(sorted(fact.words)) if fact.words else st.nothing(),
        forms.YES: st.just(True),
        forms.WHOLE: st.integers(0, 10**8),
        forms.DATE: st.dates(date(1900, 1, 1)),
        forms.MOMENT: _MOMENTS,
        forms.ID: st.uuids(),
        forms.NAMES: st.frozensets(st.sampled_from(["name", "code", "description", "*"]), min_size=1),
    }
    return by_form[fact.form]


def _facts(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    own = [fact for fact in (*profile.FACTS[kind], *profile.FACTS["*"]) if not fact.question]
    optional: dict[str, Any] = {
        fact.field: st.lists(_values(fact), min_size=1, unique=True) if fact.many else _values(fact)
        for fact in own
        if fact.field != "effective_time_zone"
    }
    if kind == "service":
        optional["intake_answers"] = st.dictionaries(
            st.sampled_from(IntakeQuestion.values),
            st.fixed_dictionaries(
                {"answer": st.sampled_from(["yes", "no", "depends", "unknown"])},
                optional={"said_by_role": _TEXT, "said_on": st.dates(), "note": _TEXT},
            ),
            min_size=1,
        )
    return st.fixed_dictionaries({}, optional=optional)


@pytest.mark.parametrize("kind", sorted(set(profile.FACTS) - {"*"}))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_every_fact_comes_back_as_it_was(kind: str, data: st.DataObject) -> None:
    facts = data.draw(_facts(kind))
    attributes = profile.encode(kind, SERVICE, facts)
    assert profile.gather(attributes).facts == facts
    assert len({attribute["id"] for attribute in attributes}) == len(attributes)


def test_flat_rows_of_a_table_are_read_like_nested_ones() -> None:
    (nested,) = profile.encode("service", SERVICE, {"cost": "sliding"})
    flat = {"value": nested["value"], "link_id": SERVICE, "taxonomy_term_id": nested["taxonomy_term"]["id"]}
    assert profile.decode(flat) == profile.decode(nested) == ("cost", "sliding")


def test_what_is_unknown_is_not_written() -> None:
    empty: dict[str, Any] = {"cost": "", "all_ages": False, "stay_max_days": None, "not_served": [], "generated": ()}
    assert profile.encode("service", SERVICE, empty) == []
    assert profile.encode("service", SERVICE, {"stay_max_days": 0})[0]["value"] == "0"


def test_ids_and_terms_never_change() -> None:
    """Files already written name them."""
    (attribute,) = profile.encode("service", SERVICE, {"cost": "free"})
    assert attribute["id"] == "23991f98-7c82-59cc-93fd-0b37d8a18364"
    assert attribute["taxonomy_term"]["id"] == "85d02611-abea-5714-ac09-775dd564212c"
    assert profile.TAXONOMY["id"] == "506dff7e-9d36-5f3d-94a6-3a509f604eb0"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("cost", "gratis", id="word nobody knows"),
        pytest.param("stay_max_days", "-3", id="negative"),
        pytest.param("stay_max_days", "²", id="a digit that is no number"),
        pytest.param("status_expires_at", "2024-02-30T10:00:00Z", id="no such day"),
        pytest.param("status_as_of", "2024-02-03T10:00:00", id="moment without offset"),
        pytest.param("not_served", "girls", id="no id"),
        pytest.param("all_ages", "no", id="not yes"),
        pytest.param("reporting_note", "", id="empty"),
    ],
)
def test_a_spoilt_value_is_told_apart_from_a_foreign_one(field: str, value: str) -> None:
    good = {"cost": "free", "stay_max_days": 3, "status_expires_at": _NOW, "status_as_of": _NOW, "all_ages": True,
            "not_served": [uuid.UUID(SERVICE)], "reporting_note": "x"}  # fmt: skip
    (attribute,) = profile.encode("service", SERVICE, {field: good[field]})
    spoilt = {**attribute, "value": value}
    found = profile.gather([spoilt, {"id": "1", "value": "x", "taxonomy_term": {"id": str(uuid.uuid4())}}])
    assert found.unreadable == [spoilt]
    assert found.facts == {}
    assert len(found.foreign) == 1


_NOW = datetime(2026, 1, 5, 8, 30, tzinfo=timezone(timedelta(hours=-6)))


@pytest.mark.parametrize(
    "attribute",
    [
        {},
        {"taxonomy_term": None},
        {"taxonomy_term": {"id": None}},
        {"taxonomy_term": "x", "link_type": "domains", "link_entity": "service"},
        {"link_type": ["domains"], "taxonomy_term_id": SERVICE, "link_entity": "service"},
        {"link_type": "domains", "taxonomy_term_id": SERVICE, "link_entity": "location"},
    ],
)
def test_other_peoples_attributes_are_none_of_ours(attribute: dict[str, Any]) -> None:
    assert profile.gather([attribute]).foreign == [attribute]


def test_every_fact_about_a_row_names_a_field_of_the_row() -> None:
    assert {fact.field for fact in profile.FACTS["schedule"]} <= {field.name for field in ServiceSchedule._meta.fields}
    words = {"not_served_description", "reporting_note", "intake_answers", "checked_how", "checked_by_role"}
    columns = {field.name for field in Service._meta.get_fields()}
    assert {fact.field for fact in profile.FACTS["service"]} - words <= columns


def test_the_handbook_names_every_fact_and_every_term_not_kept() -> None:
    handbook = (Path(__file__).parents[1] / "docs" / "hsds.md").read_text(encoding="utf-8")
    codes = {fact.code for facts in profile.FACTS.values() for fact in facts if not fact.question}
    named = {*codes, *IntakeQuestion.values, *NOT_KEPT, profile.TAXONOMY["id"]}
    assert sorted(name for name in named if f"`{name}`" not in handbook) == []
    assert [reason for reason in NOT_KEPT.values() if reason not in handbook] == []
