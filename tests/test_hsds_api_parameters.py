"""A parameter is read as it is meant or refused by its name; no address makes the API fail."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any
from urllib.parse import quote

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from harbor_wagtail.directory.api.lists import LISTS
from harbor_wagtail.directory.api.parameters import PARAMETERS, BadParameter, parse
from harbor_wagtail.directory.hsds.profile import TAXONOMY
from tests import exporting
from tests.hsds_api import BASE

ID = "3f7b145d-84af-42d7-8fae-eaca714b02b2"


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=timezone.utc)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("page", "", 1),
        ("page", " 7 ", 7),
        ("per_page", "100", 100),
        ("full", "TRUE", True),
        ("format", "ndjson", "ndjson"),
        ("modified_after", "2026-03-15", utc(2026, 3, 15)),
        ("modified_after", "2026-03-15T10:30:45.5Z", utc(2026, 3, 15, 10, 30, 45, 500000)),
        ("modified_after", "2026-03-15T10:30:45 01:00", utc(2026, 3, 15, 9, 30, 45)),  # a plus nobody wrote as %2B
        ("search", "a\0b", "a b"),
    ],
)
def test_a_value_is_read(name: str, text: str, value: Any) -> None:
    query = QueryDict(mutable=True)
    query[name] = text
    assert parse(query, [name])[name] == value


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=٣", "page"),
        ("per_page=101", "per_page"),
        ("page=1&page=2", "page"),
        ("full=yes", "full"),
        ("format=xml", "format"),
        ("taxonomy_term_id=shelter", "taxonomy_term_id"),
        (f"taxonomy_id={{{ID}}}", "taxonomy_id"),
        ("modified_after=yesterday", "modified_after"),
        ("modified_after=2026-02-30", "modified_after"),
        ("modified_after=0001-01-01T00:00:00%2B14:00", "modified_after"),
        ("postcode=00000", "postcode"),
        ("proximity=1e400&postcode=55912", "proximity"),
        ("proximity=1000", "proximity"),
        (f"top_only=true&parent_id={ID}", "top_only"),
    ],
)
def test_a_value_that_means_nothing_is_refused_by_the_name_of_its_parameter(query: str, name: str) -> None:
    with pytest.raises(BadParameter) as refused:
        parse(QueryDict(query), PARAMETERS)
    assert refused.value.name == name
    sent = query.partition("=")[2]
    assert len(sent) < 8 or sent not in refused.value.problem


#: Each is right for one parameter or another; the last is the id of the profile's vocabulary.
MEANT = "true false 1 100 2026-03-15 55912 ndjson json shelter".split() + [ID, TAXONOMY["id"]]
VALUES = st.one_of(
    st.sampled_from(MEANT),
    st.text(max_size=20),
    st.integers().map(str),
    st.datetimes().map(str),
    st.uuids().map(str),
)
PATHS = st.one_of(
    st.sampled_from(["", "openapi.json", "profile/", *(each.name for each in LISTS)]),
    st.tuples(st.sampled_from([each.name for each in LISTS]), st.one_of(st.uuids(), st.text(max_size=20))).map(
        lambda pair: f"{pair[0]}/{pair[1]}"
    ),
    st.text(max_size=20),
)


@pytest.mark.django_db
@pytest.mark.usefixtures("english")
def test_no_address_makes_it_fail() -> None:
    exporting.whole_directory()
    client = Client()  # raises what a server would answer with 500

    @settings(suppress_health_check=[HealthCheck.too_slow])
    @given(
        PATHS,
        st.dictionaries(st.sampled_from(sorted(PARAMETERS)), VALUES, max_size=4),
        st.sampled_from(["get", "head", "post"]),
    )
    @example("\n", {}, "get")
    def asked(path: str, query: dict[str, str], method: str) -> None:
        response = getattr(client, method)(f"{BASE}/{_encoded(path)}", query)
        assert response.status_code in (200, 301, 400, 404, 405)
        body = response.getvalue()
        if response.status_code >= 400 and body:
            assert json.loads(body)["status"] == response.status_code

    asked()


def _encoded(path: str) -> str:
    return quote(path, safe="/", errors="replace")
