"""An import can be taken back: whatever nobody touched since goes back, the rest is listed by name."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from harbor_wagtail.directory.importing.undo import CannotUndo, undo_import
from harbor_wagtail.directory.models import (
    Availability,
    ImportBatch,
    Location,
    Organization,
    Service,
    ServiceCapacity,
    ServicePhone,
    TaxonomyTerm,
    Unit,
    Verification,
)
from harbor_wagtail.directory.verification import record_verification
from harbor_wagtail.directory.visibility import make_area_only
from tests.importing import (
    a_place,
    an_id,
    bring_in,
    canaries_in_database,
    everything,
    organization,
    run,
    service,
    tagged,
    write,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def rich(**values: Any) -> dict[str, Any]:
    extra = {
        "assured_date": "2024-01-01",
        "status": "wait list",
        "attributes": [tagged("XY-1", "A foreign vocabulary")],
        "capacities": [{"id": an_id("c"), "available": 2, "unit": {"id": an_id("u"), "name": "Bed"}}],
        **values,
    }
    return organization(services=[service(**extra)])


def test_what_an_import_made_is_gone_again(tmp_path: Path) -> None:
    before = everything()
    report = bring_in(write(tmp_path, rich()), public=True)
    undone = undo_import(report.batch or 0)

    assert undone.left == []
    assert everything() == before
    assert not TaxonomyTerm.objects.filter(code="XY-1").exists()
    assert not Unit.objects.exists()
    assert ImportBatch.objects.get().state == "undone"


def test_what_an_import_changed_is_as_it_was(tmp_path: Path) -> None:
    bring_in(write(tmp_path, rich(assured_date="2023-01-01")))
    before = everything()
    changed = rich(email="new@example.org", description="Other words.", status="temporarily closed", phones=[])
    changed["services"][0]["schedules"][0]["opens_at"] = "08:00"
    changed["email"] = "all@example.org"
    report = bring_in(write(tmp_path, changed))
    assert Service.objects.get().status == "temporarily_closed"
    undo_import(report.batch or 0)

    now = everything()
    for rows in (*before.values(), *now.values()):
        for row in rows:
            row.pop("id", None)
            row.pop("last_modified", None)
    assert now == before


def test_events_of_the_import_go_with_it(tmp_path: Path) -> None:
    report = bring_in(write(tmp_path, rich()))
    assert Verification.objects.count() == Availability.objects.count() == ServiceCapacity.objects.count() == 1

    undo_import(report.batch or 0)
    assert [model.objects.count() for model in (Verification, Availability, ServiceCapacity)] == [0, 0, 0]


def _edited(made: Service) -> None:
    made.name = "Edited"
    made.save_revision().publish()


def _drafted(made: Service) -> None:
    made.save_revision()


def _checked(made: Service) -> None:
    record_verification(made, checked_on=dt.date(2025, 1, 1), method="phone")


def _paused(made: Service) -> None:
    Service.objects.filter(pk=made.pk).update(paused=True)


def _completed(made: Service) -> None:
    ServicePhone.objects.create(service=made, number="507-555-0199")


@pytest.mark.parametrize("touch", [_edited, _drafted, _checked, _paused, _completed])
def test_a_record_somebody_worked_on_stays_and_is_named(tmp_path: Path, touch: Any) -> None:
    report = bring_in(write(tmp_path, rich()))
    touch(Service.objects.get())
    undone = undo_import(report.batch or 0)

    assert Service.objects.get()
    assert [(kind, name) for kind, name, _ in undone.left if kind == "service"] == [
        ("service", str(Service.objects.get()))
    ]
    assert Organization.objects.exists(), "its organization stays with it"


def test_a_fact_changed_since_stays_and_the_others_go_back(tmp_path: Path) -> None:
    bring_in(write(tmp_path, rich()))
    report = bring_in(write(tmp_path, rich(email="new@example.org", url="https://new.example.org")))
    Service.objects.update(email="corrected@example.org")
    undone = undo_import(report.batch or 0)

    assert (Service.objects.get().email, Service.objects.get().url) == ("corrected@example.org", "")
    assert ("service", "Drop-in", "changed since: email") in undone.left


def test_a_later_import_is_in_the_way_until_it_is_taken_back(tmp_path: Path) -> None:
    first = bring_in(write(tmp_path, rich())).batch or 0
    second = bring_in(write(tmp_path, rich(email="new@example.org"))).batch or 0
    with_later = undo_import(first)
    assert any(f"import number {second} changed it since" in why for _, _, why in with_later.left)

    ImportBatch.objects.filter(pk=first).update(state="applied")
    assert undo_import(second).left == []
    assert Service.objects.get().batch_id == first
    assert undo_import(first).left == []
    assert not Service.objects.exists()


def test_a_place_hidden_since_stays_hidden(tmp_path: Path) -> None:
    bring_in(write(tmp_path, rich()))
    report = bring_in(write(tmp_path, rich()), public=True)
    make_area_only(a_place(), confidential=True)
    undo_import(report.batch or 0)

    assert a_place().address_visibility == "confidential"
    assert canaries_in_database() == []


def test_a_place_the_import_showed_is_hidden_again(tmp_path: Path) -> None:
    bring_in(write(tmp_path, rich()))
    report = bring_in(write(tmp_path, rich()), public=True)
    undo_import(report.batch or 0)

    assert a_place().address_visibility == "undecided"
    assert canaries_in_database() == []


def test_addresses_do_not_come_back(tmp_path: Path) -> None:
    bring_in(write(tmp_path, rich()), public=True)
    moved = rich()
    moved["services"][0]["service_at_locations"][0]["location"]["addresses"][0]["address_1"] = "12 Oak Street"
    report = bring_in(write(tmp_path, moved), public=True)
    undone = undo_import(report.batch or 0)

    assert a_place().address_1 == "12 Oak Street"
    assert any(kind == "location" and "address stays" in why for kind, _, why in undone.left)


def test_records_of_others_are_not_dragged_along(tmp_path: Path) -> None:
    report = bring_in(write(tmp_path, rich()))
    Service.objects.create(organization=Organization.objects.get(), name="Added by hand")
    undone = undo_import(report.batch or 0)

    assert Service.objects.get().name == "Added by hand"
    assert [kind for kind, _, _ in undone.left] == ["organization"]
    assert not Location.objects.exists()


def test_the_journal_holds_no_address(tmp_path: Path) -> None:
    from harbor_wagtail.directory.models import ImportChange

    bring_in(write(tmp_path, rich()), public=True)
    said = str(list(ImportChange.objects.values_list("before", "after")))

    for part in ("Canary Lane", "Suite 904", "43.6661", "Zebra", "55912", "QX-BUILDING"):
        assert part not in said


def test_twice_is_nothing_to_do(tmp_path: Path) -> None:
    batch = bring_in(write(tmp_path, rich())).batch or 0

    assert run("harbor_undo_import", batch)[0] == 0
    code, said = run("harbor_undo_import", batch)
    assert (code, "Nothing to do" in said) == (0, True)


def test_the_command_lists_what_stays_and_says_so_by_its_exit_code(tmp_path: Path) -> None:
    batch = bring_in(write(tmp_path, rich())).batch or 0
    _edited(Service.objects.get())
    code, said = run("harbor_undo_import", batch)

    assert code == 1
    assert "service ‘Edited’" in said


def test_an_import_that_never_was_cannot_be_taken_back() -> None:
    with pytest.raises(CannotUndo, match="no import number 404"):
        undo_import(404)
