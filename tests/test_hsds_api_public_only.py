"""What a visitor may not see, no answer of the API holds: not the list, not the record, not the lines."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from harbor_wagtail.directory.models import Program, TaxonomyTerm
from harbor_wagtail.directory.visibility import make_area_only
from tests import factories
from tests.hsds_api import BASE
from tests.test_export_public_only import CANARIES, CANARY, STATES, canaries_in, canary_address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

PLACED = "postcode=55912&proximity=2000000"
ANSWERS = (
    *("services", "services?full=true", "services?minimal=true", "services?full=true&format=ndjson"),
    *("organizations", "organizations?full=true", "organizations?full_service=true&search=nest"),
    *("service_at_locations", "service_at_locations?full=true", f"service_at_locations?full=true&{PLACED}"),
    *(
        "taxonomies",
        "taxonomy_terms?per_page=100",
        "taxonomy_terms?per_page=100&page=2",
        "",
        "openapi.json",
        "profile/",
    ),
)
RECORDS = ("services", "organizations", "service_at_locations")


def everything_told(*records: Any) -> str:
    """The text of every answer there is, and of those about ``records``."""
    paths = [*ANSWERS, *(f"{name}/{record.hsds_id}" for name in RECORDS for record in records)]
    answers = [Client().get(f"{BASE}/{path}") for path in paths]
    assert {answer.status_code for answer in answers} <= {200, 404}
    return "\n".join(answer.getvalue().decode() for answer in answers)


def test_a_place_hidden_after_having_been_public_leaves_no_trace_of_its_address() -> None:
    owner = factories.organization("Lantern House")
    place = factories.location(owner, "The nest", address=canary_address())
    service = factories.service(owner, domains=["shelter"], places=[place])
    before = everything_told(service, owner)
    assert canaries_in(before) == set(CANARIES)
    make_area_only(place)
    after = everything_told(service, owner, service.service_at_locations.get())
    assert "The nest" in after
    assert canaries_in(after) == set()


@pytest.mark.parametrize(
    ("what", "state"), [("organization", "past its expiry"), ("service", "paused"), ("location", "draft")]
)
def test_a_record_that_is_not_public_is_in_no_answer_at_once(what: str, state: str) -> None:
    owner = factories.organization(CANARY if what == "organization" else "Lantern House")
    place = factories.location(owner, CANARY if what == "location" else "Office", address=True)
    carried = [{"term": TaxonomyTerm.objects.create(name=CANARY if what != "location" else "Theirs", code="x")}]
    name = CANARY if what == "service" else "Youth shelter"
    service = factories.service(owner, name, places=[place], attributes=carried)
    factories.service(factories.organization("Another"), "Another service")
    record = {"organization": owner, "service": service, "location": place}[what]
    hidden = {"organization": (owner, place, service), "service": (service,), "location": (place,)}[what]
    assert CANARY in Client().get(f"{BASE}/services?full=true").getvalue().decode()
    STATES[state](record)
    told = everything_told(*hidden)
    assert "Another service" in told
    assert CANARY not in told
    assert [each for each in hidden if str(each.hsds_id) in told] == []


def test_notes_and_names_of_others_stay_inside() -> None:
    """Decisions, notes, log entries, revisions, staff: everything of the team that a record carries."""
    draft = factories.organization(CANARY, live=False)
    program = Program.objects.create(organization=draft, name=f"{CANARY} program")
    declined = factories.organization(CANARY, inclusion="declined", inclusion_note=CANARY)
    factories.service(declined, CANARY, places=[factories.location(declined, CANARY, address=True)])
    owner = factories.organization(
        "Lantern House", parent_ref=draft.hsds_id, inclusion="included", inclusion_note=CANARY, inclusion_by_role=CANARY
    )
    service = factories.service(owner, program=program)
    service.name = f"{CANARY} in a draft"
    service.save_revision()
    told = everything_told(service, owner, draft, declined)
    assert CANARY not in told
    assert str(draft.hsds_id) not in told
    assert str(program.hsds_id) not in told
    assert '"metadata"' not in told
