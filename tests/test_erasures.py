"""Promise: an import or its undo that overlaps an erasure is taken back whole, so that the erased address is nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from harbor_wagtail.directory import erasures
from harbor_wagtail.directory.importing import undo
from harbor_wagtail.directory.importing.options import Options
from harbor_wagtail.directory.importing.run import Hooks, run_import
from harbor_wagtail.directory.models import ImportBatch, Location, Organization
from harbor_wagtail.directory.visibility import make_area_only, make_public
from tests import factories, importing
from tests.test_at_the_same_time import STREET, stored

pytestmark = pytest.mark.django_db


def listing(**changes: Any) -> dict[str, Any]:
    place = importing.location("Drop-in place", addresses=[{**importing.CANARY, "address_1": STREET}])
    services = [importing.service("Drop-in", place=place)]
    return {**importing.organization(), "description": f"Ring at {STREET}.", "services": services, **changes}


def shown(tmp_path: Path) -> Location:
    """An imported place that somebody has made public, as its organization's words do."""
    importing.bring_in(importing.write(tmp_path, listing()))
    place = Location.objects.get()
    make_public(place, {"address_1": STREET, "city": "Austin"}, by_role="director")
    Organization.objects.get().texts.update(description=f"Ring at {STREET}.")
    return place


def test_an_import_that_an_erasure_overtakes_writes_nothing(english: Any, tmp_path: Path) -> None:
    place = shown(tmp_path)
    file = importing.write(tmp_path, listing(website="https://new.example.org"), name="second.json")

    def hide(_what: str, _count: int) -> None:
        if not erasures.last():
            make_area_only(place, confidential=True)

    with pytest.raises(erasures.Erased):
        run_import(Options(path=file, source="county", public=True), Hooks(progress=hide))
    assert stored(STREET) == []
    assert Organization.objects.get().website != "https://new.example.org"
    assert "erased at the same moment" in ImportBatch.objects.latest("pk").report["stopped"]
    # Once more, and it is in, without what was erased.
    importing.bring_in(file, public=True)
    assert Organization.objects.get().website == "https://new.example.org"
    assert stored(STREET) == []


def test_an_undo_gives_way_too_and_its_own_erasures_do_not_count(
    english: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = shown(tmp_path)
    number = ImportBatch.objects.get().pk
    refresh = undo.after.refresh_search

    def late(services: set[int]) -> None:
        erasures.RedactionTask.objects.create(location_id=place.pk)
        refresh(services)

    with monkeypatch.context() as patched, pytest.raises(erasures.Erased):
        patched.setattr(undo.after, "refresh_search", late)
        undo.undo_import(number)
    assert ImportBatch.objects.get().state == ImportBatch.State.APPLIED
    with transaction.atomic(), erasures.apart():
        make_area_only(place, confidential=True)
        # An uploaded file that nobody needs any more is no address.
        erasures.RedactionTask.objects.create(location_id=0)


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets nobody write who looked before another wrote"
)
def test_who_would_end_beside_an_erasure_does_not(english: Any) -> None:
    factories.organization("Lantern House")
    erasing = connection.copy()
    try:
        with erasing.cursor() as cursor:
            erasing.set_autocommit(False)
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [erasures._LOCK])
            with pytest.raises(erasures.Erased), transaction.atomic(), erasures.apart():
                Organization.objects.update(website="https://new.example.org")
            erasing.rollback()
        with transaction.atomic(), erasures.apart():
            pass
    finally:
        erasing.close()
    assert not Organization.objects.filter(website="https://new.example.org").exists()
