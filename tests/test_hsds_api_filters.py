"""Each parameter of the lists finds what it says, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone as clock

from harbor_wagtail.directory.availability import record_availability
from harbor_wagtail.directory.hiding import hide, show_again
from harbor_wagtail.directory.hsds.profile import TAXONOMY
from harbor_wagtail.directory.models import (
    DataSource,
    DirectoryVersion,
    ImportBatch,
    Location,
    Organization,
    Service,
    Taxonomy,
    TaxonomyTerm,
)
from harbor_wagtail.directory.search.query import Search, find
from harbor_wagtail.directory.verification import record_verification
from harbor_wagtail.directory.visibility import make_area_only
from tests import factories
from tests.hsds_api import BASE, ask, ids

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

LONG_AGO = datetime(2020, 1, 1, tzinfo=timezone.utc)


def names(path: str, **asked: Any) -> set[str]:
    return {each.get("name") or each["service"]["name"] for each in ask(path, **asked)["contents"]}


def test_by_words_terms_and_organization() -> None:
    lantern, harbor = factories.organization("Lantern House"), factories.organization("Harbor Legal Aid")
    terms = TaxonomyTerm.objects.create(
        taxonomy=Taxonomy.objects.create(name="Theirs"), code="BH", name="Youth shelter beds", description="x"
    )
    office = factories.location(lantern, address=True)
    office.accessibility_features.set([factories.term("wheelchair", "accessibility")])
    office.save()
    factories.service(lantern, "Beds", domains=["shelter"], not_served=[factories.term("boys", "genders")])
    meals = factories.service(lantern, "Meals", attributes=[{"term": terms}], places=[office])
    factories.service(harbor, "Advice", domains=["legal"], texts={"en": {"description": "Lawyers for young people."}})
    shelter, boys, ramp = (
        str(factories.term(*of).hsds_id) for of in (("shelter",), ("boys", "genders"), ("wheelchair", "accessibility"))
    )

    assert names("/services", search="lawyer") == {"Advice"}
    assert names("/services", search="lantern meals") == {"Meals"}
    assert names("/services", search="lantern lawyer") == set()  # every word, not any
    assert names("/organizations", search="lawyers") == names("/organizations", search="legal") == {"Harbor Legal Aid"}
    assert names("/services", taxonomy_term_id=shelter) == {"Beds"}
    assert names("/services", taxonomy_term_id=boys) == set()  # not served is no tag
    assert names("/services", taxonomy_term_id=terms.hsds_id) == {"Meals"}
    assert names("/services", taxonomy_id=factories.term("legal").taxonomy.hsds_id) == {"Beds", "Advice"}
    assert names("/organizations", taxonomy_term_id=shelter) == {"Lantern House"}
    assert names("/service_at_locations", taxonomy_term_id=ramp) == {"Meals"}
    assert names("/service_at_locations", search="meals") == {"Meals"}
    assert names("/services", organization_id=harbor.hsds_id) == {"Advice"}
    assert names("/service_at_locations", organization_id=harbor.hsds_id) == set()
    assert names("/services", organization_id=lantern.hsds_id, search="meals", full="true") == {"Meals"}
    former = Organization().hsds_id
    harbor.aliases.create(kind="hsds_id", value=str(former))
    assert names("/services", organization_id=former) == {"Advice"}
    assert ask("/services", 400, taxonomy_id=TAXONOMY["id"])["parameter"] == "taxonomy_id"

    own = {"taxonomy_id": terms.taxonomy.hsds_id}
    assert names("/taxonomy_terms", **own) == {"Youth shelter beds"}
    assert names("/taxonomy_terms", **own, search="youth beds") == {"Youth shelter beds"}
    TaxonomyTerm.objects.create(taxonomy=terms.taxonomy, name="Nobody carries it", parent_ref=terms.hsds_id)
    assert names("/taxonomy_terms", **own) == {"Youth shelter beds"}  # a vocabulary may be licensed: what is used alone
    factories.service(lantern, attributes=[{"term": TaxonomyTerm.objects.get(name="Nobody carries it")}])
    assert names("/taxonomy_terms", **own, top_only="true") == {"Youth shelter beds"}
    assert names("/taxonomy_terms", parent_id=terms.hsds_id) == {"Nobody carries it"}
    assert names("/taxonomies", search="theirs") == {"Theirs"}
    assert ids("/taxonomies", search="harbor-wagtail") == {TAXONOMY["id"]}
    hide([meals], user=None)
    assert names("/taxonomy_terms", **own) == {"Nobody carries it"}


def test_by_zip_code_and_metres_and_never_to_a_place_that_is_hidden() -> None:
    owner = factories.organization()
    shown = factories.location(owner, address=True, county=factories.MOWER)
    hidden = factories.location(owner, county=factories.MOWER)
    once = factories.location(owner, address=True, county=factories.MOWER)
    factories.service(owner, "Shown", places=[shown])
    factories.service(owner, "Hidden", places=[hidden])
    factories.service(owner, "Once shown", places=[once])
    factories.service(owner, "For Freeborn", areas=[factories.FREEBORN], places=[shown])
    factories.service(owner, "For Minnesota", areas=["27"], places=[hidden])
    make_area_only(once)
    near = {"postcode": "55912", "proximity": 20_000}
    assert names("/service_at_locations", **near) == {"Shown", "For Freeborn"}
    assert names("/service_at_locations", **near | {"proximity": 2_000_000}) == {"Shown", "For Freeborn"}
    assert names("/service_at_locations", postcode="55901", proximity=20_000) == set()
    assert names("/service_at_locations", postcode="55901", proximity=80_000) == {"Shown", "For Freeborn"}
    assert names("/service_at_locations", postcode="55912") == {"Shown", "Hidden", "Once shown", "For Minnesota"}
    assert names("/service_at_locations", postcode="56007") == {"For Freeborn", "For Minnesota"}


def _record_check(service: Service) -> None:
    record_verification(service, checked_on=clock.localdate(), method="phone")


def _import(service: Service) -> None:
    source = DataSource.objects.create(slug="state", name="State")
    batch = ImportBatch.objects.create(source=source, finished_at=clock.now())
    Service.objects.filter(pk=service.pk).update(batch=batch)


def _change_phone_of_place(service: Service) -> None:
    place = service.service_at_locations.get().location
    place.phones.add(place.phones.model(number="507-555-0111"))
    place.save_revision().publish()


def test_by_when_anything_told_with_a_service_has_changed() -> None:
    changes: dict[str, Any] = {
        "published": lambda service: service.save_revision().publish(),
        "owner published": lambda service: service.organization.save_revision().publish(),
        "place published": _change_phone_of_place,
        "place hidden": lambda service: make_area_only(service.service_at_locations.get().location),
        "closed": lambda service: record_availability(service, "closed", as_of=clock.now() - timedelta(days=200)),
        "checked": _record_check,
        "imported": _import,
        "nothing": lambda service: None,
    }
    for name in changes:
        owner = factories.organization(f"Owner of {name}")
        factories.service(owner, name, places=[factories.location(owner, address=True)])
    Location.objects.update(visibility_changed_at=LONG_AGO)
    for model in (Organization, Service, Location):
        model.objects.update(last_modified=LONG_AGO, last_published_at=LONG_AGO)
    moment = clock.now()
    assert names("/services", modified_after=moment.isoformat()) == set()
    assert names("/services", modified_after=LONG_AGO.isoformat()) == set(changes)
    for name, change in changes.items():
        change(Service.objects.get(name=name))
    expected = set(changes) - {"nothing"}
    assert names("/services", modified_after=moment.isoformat()) == expected
    assert names("/service_at_locations", modified_after=moment.isoformat()) == expected
    (closed,) = (each for each in ask("/services")["contents"] if each["name"] == "closed")
    assert closed["status"] == "defunct"


def test_an_answer_is_new_whenever_it_would_read_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    owner = factories.organization()
    service = factories.service(owner, "Beds")
    other = factories.service(owner, "Other")

    def unchanged(path: str = "/services") -> bool:
        """Whether who has the last answer is told to keep it; takes the new one along."""
        answer = Client().get(BASE + path, headers={"if-none-match": marks.get(path, "")})
        marks[path] = answer["ETag"]
        return answer.status_code == 304

    marks: dict[str, str] = {}
    for path in ("/services", f"/services/{service.hsds_id}"):
        assert [unchanged(path), unchanged(path)] == [False, True]
    assert marks["/services"] != marks[f"/services/{service.hsds_id}"]
    service.phones.add(service.phones.model(number="507-555-0111"))
    service.save_revision().publish()
    assert [unchanged(), unchanged()] == [False, True]
    hide([other], user=None)
    assert [unchanged(), unchanged()] == [False, True]
    Taxonomy.objects.create(name="Ours", slug="ours")
    assert [unchanged(), unchanged()] == [False, True]
    # What the clock alone changes: nothing is written when it strikes.
    start = clock.now()
    record_availability(service, "wait_list", as_of=start, expires_at=start + timedelta(hours=1))
    record_availability(other, "closed", as_of=start - timedelta(days=364))
    show_again([other], user=None)
    Service.objects.filter(pk=service.pk).update(expire_at=start + timedelta(hours=2))
    DirectoryVersion.bump()
    assert [unchanged(), names("/services")] == [False, {"Beds", "Other"}]
    for hours, left in ((1, {"Beds", "Other"}), (2, {"Other"}), (25, set())):
        assert unchanged()
        monkeypatch.setattr(clock, "now", lambda late=hours: start + timedelta(hours=late, seconds=1))
        assert [unchanged(), names("/services")] == [False, left]
    # The clock is put back an hour, and forward again.
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(hours=23))
    assert [unchanged(), names("/services"), unchanged()] == [False, {"Other"}, True]
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(hours=25, seconds=1))
    assert [unchanged(), names("/services")] == [False, set()]
    monkeypatch.undo()
    changed = DirectoryVersion.objects.get().changed_at
    later = (changed + timedelta(days=1)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    assert Client().get(f"{BASE}/services", headers={"if-modified-since": later}).status_code == 304


def test_a_service_that_closed_is_told_for_a_year_and_then_gone() -> None:
    owner = factories.organization()
    place = factories.location(owner)
    for name, days in (("lately", 364), ("long ago", 366)):
        service = factories.service(owner, name, places=[place], domains=["legal" if name == "lately" else "housing"])
        record_availability(service, "closed", as_of=clock.now() - timedelta(days=days))
    factories.service(owner, "open", places=[place])
    assert names("/services") == names("/service_at_locations") == {"lately", "open"}
    for code, told in (("legal", {owner.name}), ("housing", set())):
        assert names("/organizations", taxonomy_term_id=factories.term(code).hsds_id) == told, "by what is told alone"
    (told,) = ask("/organizations", full="true")["contents"]
    assert {(each["name"], each["status"]) for each in told["services"]} == {("lately", "defunct"), ("open", "active")}
    gone = Service.objects.get(name="long ago")
    assert ask(f"/services/{gone.hsds_id}", 404)
    assert names("/services", search="long") == set()


def test_a_postcode_finds_what_the_site_s_own_search_finds_for_the_county() -> None:
    owner = factories.organization("Lantern House")
    online = factories.location(owner, county="", location_type="virtual")
    in_words = [{"kind": "other", "name": "The river valley"}]
    factories.service(owner, "In words", areas=in_words, places=[factories.location(owner)])
    factories.service(owner, "Elsewhere", areas=["27047"], places=[factories.location(owner)])
    factories.service(owner, "Online", places=[online])
    factories.service(owner, "They come", areas=[{"kind": "outreach"}], places=[factories.location(owner)])
    assert names("/service_at_locations", postcode="55912") == {"In words", "Online", "They come"}
    found = find(Search(counties=(factories.MOWER,))).hits
    by_search = Service.objects.filter(pk__in=[hit.service_id for hit in found])
    assert set(by_search.values_list("name", flat=True)) == {"In words", "Online", "They come"}
