"""harbor/hsds/ answers other software as HSDS 3.2.3 and the documents it publishes say."""

from __future__ import annotations

import asyncio
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.asgi import ASGIRequest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from harbor_wagtail.directory.api import profile
from harbor_wagtail.directory.api.answers import lines
from harbor_wagtail.directory.api.state import State
from harbor_wagtail.directory.models import Organization, Service
from tests import exporting, factories, hsds_api
from tests.hsds_api import BASE, ask, own_problems, problems
from tests.test_round_trip import bring_in_example, example, kept, official

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

FULL = (
    ("services", "service", {"full": "true"}),
    ("service_at_locations", "service_at_location", {"full": "true"}),
    ("organizations", "organization", {"full": "true"}),
    ("organizations", "organization", {"full_service": "true"}),
    ("taxonomies", "taxonomy", {}),
    ("taxonomy_terms", "taxonomy_term", {"per_page": 100}),
)
ALONE = ("services", "organizations", "service_at_locations")
needs_schemas = pytest.mark.skipif(not hsds_api.SCHEMAS.is_dir(), reason="The official HSDS schemas are not here.")


def test_the_index_leads_to_every_document_and_all_say_who_may_read_them() -> None:
    index = ask("/")
    assert own_problems("/", index) == []
    assert index["version"] == "3.2.3"
    described = Client().get(index["openapi_url"])
    named = Client().get(index["profile"]).json()
    assert described.json()["servers"] == [{"url": f"http://testserver{BASE}"}]
    assert named["profile"] == index["profile"]
    for name, address in named["files"].items():
        assert address.endswith(name)
        assert Client().get(address).json() == json.loads(json.dumps(profile.FILES[name]()))
    for path in (*described.json()["paths"], "/openapi.json"):
        response = Client().get(f"{BASE}{path}".replace("/{id}", ""))
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Cache-Control"] == "public, max-age=300"
        assert response["ETag"]
        assert response["X-Robots-Tag"] == "noindex"
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        again = Client().get(response.wsgi_request.get_full_path(), headers={"if-none-match": response["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_every_answer_is_what_the_official_schemas_the_profile_and_our_own_document_say() -> None:
    exporting.whole_directory()
    for name, kind, asked in FULL:
        page = ask(f"/{name}", **asked)
        assert own_problems(f"/{name}", page) == []
        assert page["size"] == len(page["contents"]) > 0
        one = ask(f"/{name}/{page['contents'][0]['id']}")
        assert own_problems(f"/{name}/{{id}}", one) == []
        if hsds_api.SCHEMAS.is_dir():
            assert [each for made in (*page["contents"], one) for each in problems(kind, made)] == []
    assert own_problems("/services", ask("/services", minimal="true")) == []


@needs_schemas
def test_what_stands_alone_has_the_keys_of_the_official_lists_and_the_flag_of_an_example() -> None:
    exporting.whole_directory()
    for name in ALONE:
        kind = name.removesuffix("s")
        listed = json.loads((hsds_api.SCHEMAS / f"compiled/{kind}_list.json").read_text(encoding="utf-8"))
        for made in ask(f"/{name}")["contents"]:
            assert _strange(made, listed) == set()
            assert problems(kind, made) == []
            assert '"example":true' in json.dumps(made, separators=(",", ":"))


def _strange(made: Any, schema: dict[str, Any], path: str = "") -> set[str]:
    """Keys that the schema does not have, but for that of the profile."""
    if not isinstance(made, dict):
        return set()
    known = schema["properties"]
    found = {f"{path}.{name}" for name in made if name not in known and name != "example"}
    inside = (_strange(value, known[name], f"{path}.{name}") for name, value in made.items() if name in known)
    return found.union(*inside)


@needs_schemas
def test_the_checks_themselves_find_faults() -> None:
    owner = factories.organization()
    factories.service(owner)
    (made,) = ask("/services", full="true")["contents"]
    assert problems("service", made) == own_problems("/services/{id}", made) == []
    for fault in ({"id": "1"}, {"colour": "blue"}, {"status": "bogus"}, {"phones": [{"id": made["id"]}]}):
        assert problems("service", {**made, **fault})
        assert own_problems("/services/{id}", {**made, **fault})
    assert problems("service", {**made, "example": True}, with_profile=False)


@needs_schemas
def test_the_merge_patches_fit_the_official_documents() -> None:
    theirs = json.loads((hsds_api.SCHEMAS / "openapi.json").read_text(encoding="utf-8"))
    described = ask("/openapi.json")
    assert set(theirs["paths"]) == set(described["paths"])
    merged = hsds_api.patched(theirs, profile.FILES["openapi.json"]())
    names = [each["operationId"] for operations in merged["paths"].values() for each in _operations(operations)]
    assert len(names) == len(set(names))  # HSDS's own are given twice
    assert sorted(names) == sorted(
        each["operationId"] for operations in described["paths"].values() for each in _operations(operations)
    )
    for name, operations in theirs["paths"].items():
        for method in operations.keys() & {"get", "post"}:
            assert _parameters(operations[method]) == _parameters(described["paths"][name][method]), name
    for name in theirs["components"]["parameters"]:
        assert merged["components"]["parameters"][name] == described["components"]["parameters"][name]
    for name in ("service.json", "organization.json", "location.json"):
        schema = json.loads((hsds_api.SCHEMAS / name).read_text(encoding="utf-8"))
        assert "example" not in schema["properties"]
        assert "example" in hsds_api.patched(schema, profile.FILES[name]())["properties"]


def _operations(described: dict[str, Any]) -> list[dict[str, Any]]:
    return [described[method] for method in ("get", "post") if method in described]


def _parameters(operation: dict[str, Any]) -> set[str]:
    return {each.get("name") or each["$ref"].rpartition("/")[2] for each in operation.get("parameters", ())}


@official
def test_an_official_example_is_told_as_it_came_in(tmp_path: Path) -> None:
    bring_in_example("service_full.json", tmp_path, addresses="public", names="consented")
    theirs = example("service_full.json")
    told = ask(f"/services/{theirs['id']}")
    assert kept("organization", told.pop("organization")) == kept("organization", theirs.pop("organization"))
    assert kept("service", told) == kept("service", theirs)
    placed = example("service_at_location_full.json")
    told = ask(f"/service_at_locations/{placed['id']}")
    del told["service"], placed["service"]
    assert kept("service_at_location", told) == kept("service_at_location", placed)


def test_pages_hold_every_record_once_and_lines_hold_the_same() -> None:
    owner = factories.organization()
    services = [factories.service(owner, f"Service {number}") for number in range(5)]
    pages = [ask("/services", per_page=2, page=number) for number in (1, 2, 3, 4)]
    told = [[each["name"] for each in page.pop("contents")] for page in pages]
    assert told == [["Service 0", "Service 1"], ["Service 2", "Service 3"], ["Service 4"], []]
    every = {"total_items": 5, "total_pages": 3}
    assert pages == [
        {**every, "page_number": 1, "size": 2, "first_page": True, "last_page": False, "empty": False},
        {**every, "page_number": 2, "size": 2, "first_page": False, "last_page": False, "empty": False},
        {**every, "page_number": 3, "size": 1, "first_page": False, "last_page": True, "empty": False},
        {**every, "page_number": 4, "size": 0, "first_page": False, "last_page": True, "empty": True},
    ]
    for asked in ({}, {"full": "true"}, {"minimal": "true"}):
        assert ask("/services", format="ndjson", **asked) == ask("/services", **asked)["contents"]
    everything = ask("/services", minimal="true")
    assert [each["id"] for each in everything["contents"]] == [str(each.hsds_id) for each in services]
    assert (
        ask("/services", minimal="true", search="lantern", per_page=2, page=3)["contents"] == everything["contents"][4:]
    )
    terms = ask("/taxonomy_terms", format="ndjson")
    total = ask("/taxonomy_terms", per_page=1)["total_items"]
    assert len({each["id"] for each in terms}) == len(terms) == total
    last = ask("/taxonomy_terms", per_page=100, page=-(-total // 100))
    assert last["contents"] == terms[-last["size"] :]


def test_a_page_costs_as_many_queries_however_much_is_on_it() -> None:
    exporting.whole_directory()
    asked = [(name, {}) for name in ALONE] + [(name, dict(more)) for name, _, more in FULL]
    before = [_queries(name, more) for name, more in asked]
    for number in range(3):
        owner = factories.organization(f"Other {number}", phones=["507-555-0199"])
        place = factories.location(owner, address=True)
        factories.service(owner, phones=["507-555-0198"], areas=["27"], domains=["legal"], places=[place])
    assert [_queries(name, more) for name, more in asked] == before
    assert 3 <= min(before) <= max(before) < 66


def _queries(name: str, asked: dict[str, Any]) -> int:
    with CaptureQueriesContext(connection) as seen:
        ask(f"/{name}", **asked)
    return len(seen)


def test_what_is_wrong_is_said_in_json() -> None:
    assert ask("/services", 400, page="x")["parameter"] == "page"
    for path in ("/nothing", "/services/12", f"/services/{Organization().hsds_id}", "/profile/profile/phone.json"):
        assert ask(path, 404)["status"] == 404
    deleted = Client(enforce_csrf_checks=True).delete(f"{BASE}/services")
    assert (deleted.status_code, deleted["Allow"]) == (405, "GET, HEAD, OPTIONS, POST")
    asked = Client().options(f"{BASE}/services/{Organization().hsds_id}")
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    for path in ("/services", "/services?format=ndjson"):
        head = Client().head(BASE + path)
        assert (head.status_code, head.content) == (200, b"")
    assert ask("/services/")["total_items"] == 0
    assert Client().get(BASE).url == f"{BASE}/"
    with override_settings(HARBOR_WAGTAIL={"HSDS_API": False}):
        assert ask("/", 404)["error"].startswith("This site does not offer")
        assert ask("/services", 404)


def test_words_asked_for_are_kept_by_no_cache_and_may_stand_in_the_body() -> None:
    factories.service(factories.organization(), "Beds")
    factories.service(factories.organization(), "Meals")
    client = Client(enforce_csrf_checks=True)
    answers = [
        client.get(f"{BASE}/services?search=beds"),
        client.get(f"{BASE}/services?search=beds&format=ndjson"),
        client.post(f"{BASE}/services?format=ndjson", {"search": "beds"}, headers={"if-none-match": "*"}),
        client.get(f"{BASE}/service_at_locations?postcode=55912"),
    ]
    assert {(each.status_code, each["Cache-Control"], each.get("ETag")) for each in answers} == {
        (200, "private, no-store", None)
    }
    assert "Beds" in answers[2].getvalue().decode()
    assert "Meals" not in answers[2].getvalue().decode()
    both = client.post(f"{BASE}/services?search=beds", {"search": "meals"}).json()
    assert [each["name"] for each in both["contents"]] == ["Meals"]
    twice = client.post(f"{BASE}/services", {"page": ["1", "2"]})
    broken = client.post(f"{BASE}/services", b"--x", content_type="multipart/form-data; boundary=")
    assert (twice.status_code, twice.json()["parameter"]) == (400, "page")
    assert (broken.status_code, broken.json()["status"]) == (400, 400)


def test_the_language_of_the_reader_changes_nothing() -> None:
    exporting.whole_directory()
    for path in ("/services?full=true&format=ndjson",):
        english, spanish = (
            Client().get(BASE + path, headers={"accept-language": code}).getvalue() for code in ("en", "es")
        )
        assert english == spanish


def test_an_old_id_leads_to_the_record_it_has_become() -> None:
    service = factories.service()
    given_up = Organization().hsds_id
    service.aliases.create(kind="hsds_id", value=str(given_up))
    response = Client().get(f"{BASE}/services/{given_up}")
    assert (response.status_code, response.url) == (301, f"http://testserver{BASE}/services/{service.hsds_id}")
    Service.objects.filter(pk=service.pk).update(paused=True)
    assert ask(f"/services/{given_up}", 404)


def test_lines_are_streamed_by_asynchronous_servers_too() -> None:
    scope = {"type": "http", "method": "GET", "path": f"{BASE}/services", "headers": [], "query_string": b""}
    chunks = iter([[{"id": "1"}, {"id": "2"}], [{"id": "3"}]])
    response = lines(ASGIRequest(scope, BytesIO()), chunks, State(1, timezone.now()))
    assert response.is_async

    async def read() -> list[bytes]:
        return [piece async for piece in response.streaming_content]

    assert asyncio.run(read()) == [b'{"id":"1"}\n{"id":"2"}\n', b'{"id":"3"}\n']
