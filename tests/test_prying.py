"""Promise: who has read the source and tries what no form offers finds no error of ours, and no difference between what
is hidden and what never was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter
from django.utils import timezone
from wagtail.models import PageViewRestriction

from harbor_wagtail.advocacy.consultations import form as asking
from harbor_wagtail.directory.hiding import hide
from harbor_wagtail.directory.models import Incoming, Service, ServiceText
from harbor_wagtail.directory.search import index, store
from harbor_wagtail.directory.upkeep.links import make_link
from harbor_wagtail.pages.models import ActionPage
from tests import advocacy, factories, plans
from tests.test_upkeep_corrections import shown
from tests.upkeep import as_it_stands

pytestmark = pytest.mark.django_db

#: As they stand in an address: NUL, half of a character, a character of four bytes, too long, too large, no digit, a line
#: break, a step up, nothing that UTF-8 has.
ODD = (
    "%00",
    "a%00b",
    "%ED%A0%80",
    "%F0%9F%8F%A0",
    "9" * 4000,
    "9" * 20,
    "-1",
    "²",
    "%0d%0aSet-Cookie:x",
    "..%2f",
    "%c0%ae",
)
ODD_VALUES = (
    *ODD,
    "1e400",
    "NaN",
    "[]",
    "2026-02-30",
    "0001-01-01",
    "9999-12-31T23:59:59Z",
    "2026-01-01T00:00:00%2B99:99",
)
BELOW_DIRECTORY = (
    *("{}/", "{}/card/", "{}/contact/", "{}/correction/", "at/{}/", "at/{}/card/", "at/{}/contact/"),
    *("at/{}/correction/", "help/{}/", "list/{}/", "in/{}/", "in/{}/help/"),
)
BELOW_OURS = (
    *("hsds/{}", "hsds/services/{}", "hsds/organizations/{}", "hsds/service_at_locations/{}", "hsds/taxonomies/{}"),
    *(
        "hsds/taxonomy_terms/{}",
        "hsds/profile/{}",
        "update/{}/",
        "update/thanks/{}/",
        "notes/{}/",
        "files/{}/notes.pdf",
    ),
    *("files/1/{}", "advocacy/{}/handout.pdf", "report-cards/{}/now/scores.csv", "report-cards/1/{}/scores.csv"),
)
NAMES = (
    *(
        "search",
        "page",
        "per_page",
        "format",
        "full",
        "minimal",
        "modified_after",
        "postcode",
        "proximity",
        "taxonomy_id",
    ),
    *("taxonomy_term_id", "organization_id", "full_service", "top_only", "parent_id", "service", "copies", "sent"),
)


@pytest.fixture
def page(english: Any) -> Any:
    return factories.directory_page()


def listing(name: str) -> Service:
    owner = factories.organization(name, phones=["507-555-0142"], texts={"en": {"description": "Help, day and night."}})
    place = factories.location(owner, f"Place of {name}", address=True)
    return factories.service(owner, f"Beds of {name}", domains=["shelter"], areas=[factories.MOWER], places=[place])


def read(response: Any) -> Any:
    """The answer, whose lines are written only as somebody reads them."""
    assert response.status_code < 500
    return response, b"".join(response) if response.streaming else response.content


# Addresses


def test_an_odd_address_leads_nowhere_and_ends_in_no_error(client: Client, page: Any) -> None:
    listing("Lantern House")
    plans.plan_page(plans.index_page(), "left")
    ways = [*(f"/find-help/{way}" for way in BELOW_DIRECTORY), *(f"/harbor/{way}" for way in BELOW_OURS)]
    for way in ways:
        for odd in ODD:
            response, _content = read(client.get(way.format(odd)))
            assert response.status_code in (301, 302, 400, 404) or "thanks" in way or "notes/" in way, (way, odd)
            assert "Set-Cookie" not in response.headers


def test_an_odd_parameter_ends_in_no_error(client: Client, page: Any) -> None:
    listing("Lantern House")
    lists = ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms")
    pages = ("", "help/", "in/", "lantern-house/", "lantern-house/card/", "lantern-house/correction/")
    for way in [*(f"/harbor/hsds/{name}" for name in lists), *(f"/find-help/{below}" for below in pages)]:
        for odd in ODD_VALUES:
            twice = "&".join(f"{name}=1&{name}={odd}" for name in NAMES)  # the last one counts
            read(client.get(f"{way}?{twice}"))


def numbered(patterns: Any = None, space: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Our addresses with a number in them: their name, and the converter of each part."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from numbered(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern) and "harbor" in f"{space}{pattern.name}":
            parts = pattern.pattern.converters
            if any(isinstance(each, IntConverter) for each in parts.values()):
                yield f"{space}{pattern.name}", parts


def test_a_number_no_database_keeps_is_a_page_that_is_not_there(admin_client: Client, page: Any) -> None:
    asked = 0
    for name, parts in numbered():
        for number in (2**31, 10**17, 10**30):
            given = {part: number if isinstance(each, IntConverter) else "x" for part, each in parts.items()}
            try:
                address = reverse(name, kwargs=given)
            except NoReverseMatch:  # it has no such address at all
                assert number > 10**18, name
                continue
            asked += 1
            assert admin_client.get(address).status_code in (302, 404, 405), address
    assert asked > 80


# Hidden, and never there


def test_what_is_hidden_answers_as_what_never_was(client: Client, page: Any) -> None:
    hidden, other = listing("Lantern House"), listing("Amber House")
    owner, place = hidden.organization, hidden.service_at_locations.get().location
    hide([owner, hidden, place], user=None)
    nobody, nowhere = 10**9, "11111111-2222-4333-8444-555555555555"
    for below in ("", "card/", "contact/", "correction/"):
        same(client, f"/find-help/{owner.slug}/{below}", owner.slug, "never-was")
        same(client, f"/find-help/at/{owner.pk}/{below}", f"at/{owner.pk}/", f"at/{nobody}/")
    for kind, record in (("services", hidden), ("organizations", owner)):
        same(client, f"/harbor/hsds/{kind}/{record.hsds_id}", str(record.hsds_id), nowhere)
        same(client, f"/harbor/hsds/services?{kind[:-1]}_id={record.hsds_id}", str(record.hsds_id), nowhere)
    same(client, f"/find-help/amber-house/card/?service={hidden.pk}", f"service={hidden.pk}", f"service={nobody}")

    def sheet(pk: int) -> bytes:
        chosen = f"{pk}-{place.pk} {pk}-0 {other.pk}-0"
        content: bytes = client.post("/harbor/sheet/", {"services": chosen, "directory": str(page.pk)}).content
        return content

    assert sheet(hidden.pk) == sheet(nobody)
    correct = shown(client, other.organization) | {"what": "hours"}
    for number in (hidden.pk, nobody):
        answer = client.post("/harbor/correction/", {**correct, "service": str(number)})
        assert answer["Location"] == "/find-help/amber-house/correction/?sent"
    assert not Incoming.objects.exclude(service=None).exists()


def same(client: Client, address: str, known: str, unknown: str) -> None:
    """The same status, headers and text, but for the address that was asked for."""
    other = address.replace(known, unknown)
    assert other != address
    one, two = (client.get(each) for each in (address, other))
    assert one.status_code == two.status_code
    aside = {"Content-Length", "ETag", "Location"}
    assert {k: v for k, v in one.items() if k not in aside} == {k: v for k, v in two.items() if k not in aside}, address
    assert one.content.decode().replace(known, unknown) == two.content.decode(), address
    assert one.get("Location", "").replace(known, unknown) == two.get("Location", "")


def test_what_is_hidden_changes_no_byte_of_what_others_read(client: Client, page: Any) -> None:
    """Neither a count nor a choice nor an order: drafts, what is hidden, over or declined."""
    listing("Amber House")
    searches = ({"words": "shelter"}, {"words": "marzipanisto"}, {"zip": "55912", "domain": "shelter"}, {"open": "now"})
    lists = ("services?full=true", "organizations?full=true", "service_at_locations", "taxonomy_terms?per_page=100")
    pages = ("", "help/", "help/shelter/", "in/", "in/mower-county-mn/", "amber-house/")

    def everything() -> list[bytes]:
        answers = [client.get(f"/find-help/{below}") for below in pages]
        answers += [client.post("/harbor/search/", asked) for asked in searches]
        answers += [client.get(f"/harbor/hsds/{below}") for below in lists]
        assert {answer.status_code for answer in answers} == {200}
        return [*(read(answer)[1] for answer in answers), repr(page.get_sitemap_urls()).encode()]

    before = everything()
    for change in (
        {"live": False},
        {"paused": True},
        {"expire_at": timezone.now() - timedelta(days=1)},
        {"inclusion": "declined"},
    ):
        hidden = listing(f"Marzipanista {next(iter(change))}")
        owner = hidden.organization
        type(owner).objects.filter(pk=owner.pk).update(**change)
        index.refresh([hidden.pk])
        assert everything() == before, change
    listing("Marzipanista for all")
    assert everything() != before


@pytest.mark.parametrize("how", ["restricted", "unpublished"])
def test_a_directory_that_is_closed_leaves_by_no_other_door(client: Client, page: Any, how: str) -> None:
    """Behind a password or not yet public: neither a printed sheet nor other software is told what is in it."""
    service = listing("Amber House")
    sheet = {"services": f"{service.pk}-0", "directory": str(page.pk)}
    doors = ("hsds/", "hsds/services", f"hsds/services/{service.hsds_id}", "hsds/organizations?format=ndjson")
    assert [client.get(f"/harbor/{door}").status_code for door in doors] == [200] * len(doors)
    assert "Amber House" in client.post("/harbor/sheet/", sheet).content.decode()
    if how == "restricted":
        PageViewRestriction.objects.create(page=page, restriction_type="password", password="open")
    else:
        page.unpublish()
    assert [client.get(f"/harbor/{door}").status_code for door in doors] == [404] * len(doors)
    for address, sent in (("/harbor/sheet/", sheet), ("/harbor/search/", {"words": "shelter"})):
        answer = client.post(address, sent, follow=True)
        assert "Amber House" not in answer.content.decode()


def test_no_better_spelling_comes_from_what_is_hidden_or_over(
    client: Client, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing("Amber House")
    tomorrow = timezone.now() + timedelta(days=1)
    hidden, over = listing("Marzipanista"), listing("Xylophonia")
    Service.objects.filter(pk=over.pk).update(expire_at=tomorrow)
    over.refresh_from_db()
    over.save()

    def proposed(words: str, meant: str) -> bool:
        return meant in client.post("/harbor/search/", {"words": words}).content.decode().lower()

    assert proposed("marzipanisto", "marzipanista")
    assert proposed("xylofonia", "xylophonia")
    hide([hidden.organization, hidden], user=None)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow + timedelta(hours=1))
    assert not proposed("marzipanisto", "marzipanista")
    assert not proposed("xylofonia", "xylophonia")


def test_a_word_only_of_what_is_hidden_is_looked_for_like_a_word_of_nobody(client: Client, page: Any) -> None:
    """The same statements in the same order, and the same page: in a process that has searched before it was hidden, too."""
    listing("Amber House")
    hidden = listing("Qorvax")
    hidden.texts.add(ServiceText(locale=factories.locale(), description="Behind the zuldem."))
    owner, place = hidden.organization, hidden.service_at_locations.get().location
    place.name = "Merbok"
    for record in (place, hidden):
        record.save()

    def asked(words: str) -> str:
        with CaptureQueriesContext(connection) as queries:
            text = client.post("/harbor/search/", {"words": words}).content.decode()
        return "\n".join([*(query["sql"] for query in queries), text])

    words = {"qorvax": "qorvix", "zuldem": "zuldim", "merbok": "merbik"}
    assert all(asked(word).replace(word, never) != asked(never) for word, never in words.items())
    assert "qorvax" in asked("qorvix")  # proposed
    hide([owner, hidden, place], user=None)
    for beside in ("", "amber "):
        asked(f"{beside}nobody")  # has read what changed
        for word, never in words.items():
            assert asked(beside + word).replace(word, never) == asked(beside + never)


def test_a_process_that_knew_a_word_proposes_what_a_new_one_does(client: Client, page: Any) -> None:
    listing("Marzipanesto")
    knew = listing("Marzipanista")

    def proposed(words: str) -> str:
        return client.post("/harbor/search/", {"words": words}).content.decode()

    assert "marzipanista" in proposed("marzipanistu")
    hide([knew.organization, knew], user=None)
    for words in ("marzipanista", "marzipanistu", "beds marzipanista"):
        knowing = proposed(words)
        store.forget()
        assert knowing == proposed(words)
        assert "beds" in words or "marzipanesto" in knowing


# Forms


VALUES = ("\x00", "a\x00b", "\ud800", "🏠" * 400, "x" * 100_000, "\u202e\u2066", "-1", "9" * 400, "=cmd|'/C calc'!A0")


def send(client: Client, address: str, kept: dict[str, str], value: str, *names: str) -> Any:
    """The value in these fields; half of a character as bytes that no browser sends."""
    body = urlencode(kept | dict.fromkeys(names, value), errors="surrogatepass")
    return client.post(address, body, content_type="application/x-www-form-urlencoded")


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_odd_values_in_every_field_end_in_no_error(client: Client, page: Any, value: str) -> None:
    service = listing("Lantern House")
    correct = shown(client, service.organization)
    _link, token = make_link(service.organization, [service], "en")
    update = f"/harbor/update/{token}/"
    facts = as_it_stands(client.get(update).content.decode())
    act = advocacy.page(
        ("text", "<p>x</p>"), model=ActionPage, title="Act", ask_email="a@example.org", ask_keep_days=30
    )
    words = ("name", "email", "organization", "role", "question")
    just_now = {"shown": signing.dumps(timezone.now().timestamp() - 10, salt=asking.SALT)}
    for address, kept, names in (
        ("/harbor/correction/", correct, ("what", "note", "service")),
        ("/harbor/correction/", {}, tuple(correct)),
        (f"{act.url}ask/", just_now, words),
        (f"{act.url}ask/", {}, ("shown", *words)),
        (update, facts, tuple(facts)),
    ):
        for name in names:
            read(send(client, address, kept, value, name))
        read(send(client, address, kept, value, *names))
