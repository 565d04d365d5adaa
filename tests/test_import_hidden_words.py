"""Where a source's addresses are public: what hides a place does so though its row is refused, words of the hidden lose addresses
though the file has no place for them, and what may be shown comes in whole, from the row that was kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from harbor_wagtail.directory.hsds.profile import TERMS
from harbor_wagtail.directory.importing import deciding, waiting
from harbor_wagtail.directory.models import DataSource, OrganizationPhone, Service, ServiceText
from harbor_wagtail.directory.visibility import make_area_only
from tests.factories import term
from tests.importing import (
    a_place,
    an_id,
    bring_in,
    canaries_in_database,
    organization,
    service,
    tagged,
    write,
    write_tables,
)
from tests.importing import location as a_location

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabularies")]
TELLTALE = "Come to 4711 Canary Lane. We are open."
#: One service at one place, whose address is the canary.
AT_A_PLACE = {
    "organizations": "id,name,description\n1,Harbor House,Helps.",
    "services": "id,organization_id,name,status\n1,1,Drop-in,active",
    "locations": "id,organization_id,name,location_type\n1,1,Office,physical",
    "service_at_location": "id,service_id,location_id\n1,1,1",
    "addresses": "id,location_id,address_1,city,state_province,country\n1,1,4711 Canary Lane,Quuxville,MN,US",
}


HIDING_ROWS = {
    "a place, repeated": {"locations": "id,organization_id,name,hidden\n1,1,Office,\n1,1,Annex,yes"},
    "a service, repeated": {
        "services": "id,organization_id,name,status,description,hidden\n1,1,Drop-in,active,a,\n1,1,Drop-in,active,b,yes"
    },
    "a shelter, repeated": {"services": "id,organization_id,name,status\n1,1,Drop-in,active\n1,1,Night shelter,active"},
    "a service without a name": {
        "services": "id,organization_id,name,status,hidden\n1,1,,active,yes\n2,1,Other,active,"
    },
    "an organization without a name": {"organizations": "id,name,hidden\n1,,yes"},
    "the place of one without a name": {"organizations": "id,name,hidden\n1,,yes", "service_at_location": "id"},
    "a service at a place, repeated": {
        "service_at_location": "id,service_id,location_id,description,hidden\n1,1,1,a,\n1,1,1,b,yes"
    },
    "another service at the place, repeated": {
        "services": "id,organization_id,name,status\n1,1,Drop-in,active\n2,1,Night shelter,active",
        "service_at_location": "id,service_id,location_id\n1,1,1\n1,2,1",
    },
}


@pytest.mark.parametrize("tables", HIDING_ROWS.values(), ids=HIDING_ROWS)
def test_a_refused_row_hides_what_it_would_have_hidden(tmp_path: Path, tables: dict[str, str]) -> None:
    report = bring_in(write_tables(tmp_path, **AT_A_PLACE | tables), public=True)
    assert any(problem.refused for problem in report.problems)
    assert canaries_in_database() == []


def test_a_refused_service_hides_by_what_it_is_filed_under(tmp_path: Path) -> None:
    place = a_location()
    refused = service(place=place, id=an_id("refused"), attributes=[tagged("shelter")], name="")
    bring_in(write(tmp_path, organization(services=[refused, service("Meals", place)])), public=True)
    assert canaries_in_database() == []


@pytest.mark.parametrize("name", ["Drop-in", "Night shelter"])
def test_a_shelter_that_only_the_directory_knows_hides_a_new_place(tmp_path: Path, name: str) -> None:
    named = {"services": f"id,organization_id,name,status\n1,1,{name},active"}
    bring_in(write_tables(tmp_path, organizations=AT_A_PLACE["organizations"], **named))
    if name == "Drop-in":
        known = Service.objects.get()
        known.domains.add(term("shelter"))
        known.save()
    later = tmp_path / "later"
    later.mkdir()
    tables = {kind: AT_A_PLACE[kind] for kind in ("locations", "service_at_location", "addresses")}
    bring_in(write_tables(later, **tables), public=True)
    assert canaries_in_database() == []


def test_a_fact_of_ours_that_loses_a_passage_is_told(tmp_path: Path) -> None:
    fact = next(each for each in TERMS.values() if each["code"].endswith("alert"))
    stated = {"id": an_id("fact"), "link_entity": "service", "value": TELLTALE, "taxonomy_term": fact}
    report = bring_in(write(tmp_path, organization(services=[service(attributes=[stated])])), public=True)
    assert Service.objects.get().texts.get().alert == "We are open."
    assert [problem.column for problem in report.problems] == ["value"]


WITHOUT_PLACE = {
    "organizations": f"id,name,description\n1,Harbor Safe House,{TELLTALE}",
    "of a marked one": f"id,name,hidden,description\n1,Harbor House,yes,{TELLTALE}",
    "services": f"id,organization_id,name,status,description\n1,1,Drop-in,active,{TELLTALE}",
    "marked": f"id,organization_id,name,status,hidden,description\n1,1,Drop-in,active,yes,{TELLTALE}",
    "programs": f"id,organization_id,name,description\n1,1,Night,{TELLTALE}",
}


@pytest.mark.parametrize(
    "tables",
    [
        {"organizations": WITHOUT_PLACE["organizations"], "programs": WITHOUT_PLACE["programs"]},
        {"organizations": WITHOUT_PLACE["of a marked one"], "services": WITHOUT_PLACE["services"]},
        {"organizations": f"id,name,description\n1,Harbor House,{TELLTALE}", "services": WITHOUT_PLACE["marked"]},
    ],
    ids=["a shelter", "an organization that is marked", "a service that is marked"],
)
def test_words_of_what_is_hidden_lose_addresses_though_the_file_has_no_place(
    tmp_path: Path, tables: dict[str, str]
) -> None:
    bring_in(write_tables(tmp_path, **tables), public=True)
    assert canaries_in_database() == []


@pytest.mark.parametrize("name", ["Drop-in", "Other"])
def test_a_row_that_was_refused_puts_no_passage_into_the_one_that_was_kept(tmp_path: Path, name: str) -> None:
    rows = f"1,1,Drop-in,active,Helps. Ring at 12 Oak Street.\n1,1,{name},active,Helps. {TELLTALE[:24]}"
    services = f"id,organization_id,name,status,description\n{rows}"
    bring_in(write_tables(tmp_path, organizations=AT_A_PLACE["organizations"], services=services), public=True)
    assert ServiceText.objects.get().description == "Helps. Ring at 12 Oak Street."


def test_a_place_keeps_what_its_first_row_says_of_where_it_is(tmp_path: Path) -> None:
    locations = "id,organization_id,name,location_type,transportation\n"
    rows = "1,1,Office,physical,Bus 1\n1,1,Annex,physical,Bus 2\n1,1,Office,physical,Bus 3"
    bring_in(write_tables(tmp_path, **AT_A_PLACE | {"locations": locations + rows}), public=True)
    assert a_place().transportation == "Bus 1"


def test_words_of_a_telephone_of_a_contact_come_in_whole(tmp_path: Path) -> None:
    told = "Ring at 4711 Canary Lane."
    bring_in(
        write_tables(
            tmp_path,
            organizations=AT_A_PLACE["organizations"],
            contacts="id,organization_id,title\n1,1,Desk",
            phones=f"id,contact_id,number,description\n1,1,507-555-0100,{told}",
        ),
        public=True,
    )
    assert OrganizationPhone.objects.get().description == told


def test_words_go_with_an_address_that_somebody_hides_while_the_import_waits(tmp_path: Path) -> None:
    records = [organization(description=TELLTALE, services=[service(place=a_location("Desk"), description=TELLTALE)])]
    path = write(tmp_path, *records)
    bring_in(path)
    source = DataSource.objects.get()
    batch = waiting.upload(source, path.name, [path.read_bytes()], public=True)
    waiting.begin(batch, waiting.Wish("hsds-json", public=True))
    assert waiting.advance(batch, None)
    make_area_only(a_place(), confidential=True)
    deciding.put_in(batch)
    assert canaries_in_database() == []
    assert Service.objects.get().texts.get().description == "We are open."
