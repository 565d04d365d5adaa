"""The commands as people and scripts use them: exit codes, the report, what is said, what a dry run leaves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import DatabaseError

from harbor_wagtail.directory.management.commands import harbor_import
from harbor_wagtail.directory.models import DataSource, Organization, Service
from tests.importing import an_id, every_cell, organization, run, service, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def stopped(*arguments: Any) -> CommandError:
    with pytest.raises(CommandError) as error:
        run("harbor_import", *arguments)
    return error.value


def test_all_accepted_is_zero_and_the_summary_says_how_to_take_it_back(tmp_path: Path) -> None:
    code, said = run("harbor_import", write(tmp_path, organization()))

    assert code == 0
    assert "1 created" in said
    assert "harbor_undo_import" in said


def test_refused_rows_are_one_and_shown(tmp_path: Path) -> None:
    nameless = {
        "id": an_id("x"),
        "name": "",
        "organization_id": an_id("y"),
        "status": "active",
        "url": "https://x.example",
    }
    code, said = run("harbor_import", write(tmp_path, organization(), nameless))

    assert code == 1
    assert "Refused (1)" in said
    assert "directory.json, line 2" in said
    assert Organization.objects.count() == 1


def test_nothing_to_do_is_zero(tmp_path: Path) -> None:
    path = write(tmp_path, organization())
    run("harbor_import", path)
    code, said = run("harbor_import", path)

    assert (code, "Nothing to do" in said) == (0, True)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(b"", "directory.json", id="empty"),
        pytest.param(b'[{"id": "1", "name": "Harb', "directory.json", id="cut off"),
        pytest.param(b"%PDF-1.7 and so on", "PDF", id="a PDF"),
        pytest.param(b"<html><body>Not found</body></html>", "line 1", id="a web page"),
    ],
)
def test_what_cannot_be_read_is_two_with_place_and_fix(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "directory.json"
    path.write_bytes(content)
    before = list(every_cell())
    error = stopped(path, "--dry-run")

    assert error.returncode == 2
    assert told in str(error)
    assert "Nothing was changed." in str(error)
    assert list(every_cell()) == before


def test_a_missing_file_is_two(tmp_path: Path) -> None:
    assert stopped(tmp_path / "nothing.json").returncode == 2
    assert not Organization.objects.exists()


def test_a_report_that_cannot_be_written_stops_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(harbor_import, "run_import", lambda *args: pytest.fail("it started"))
    error = stopped(write(tmp_path, organization()), "--report", tmp_path / "no" / "such" / "folder.json")

    assert error.returncode == 2
    assert "cannot be written" in str(error)


def test_a_database_error_is_two_and_quotes_no_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any) -> None:
        raise DatabaseError("duplicate key: 4711 Canary Lane")

    monkeypatch.setattr(harbor_import, "run_import", fail)
    error = stopped(write(tmp_path, organization()))

    assert error.returncode == 2
    assert "Canary" not in str(error)


def test_the_report_is_what_the_contract_says(tmp_path: Path) -> None:
    out = tmp_path / "report.json"
    bad = service("Bad ages", minimum_age=30, maximum_age=12)
    run("harbor_import", write(tmp_path, organization(services=[bad])), "--report", out)
    report = json.loads(out.read_text(encoding="utf-8"))

    for kind in ("organizations", "services", "locations", "service_at_locations", "phones", "schedules"):
        assert report[kind].keys() == {"created", "changed", "unchanged", "refused"}
    assert report["services"] == {"created": 1, "changed": 0, "unchanged": 0, "refused": 0}
    assert isinstance(report["batch"], int)
    assert report["addresses"] == {"withheld": 1, "kept": 0}
    assert all(problem.keys() == {"file", "row", "column", "value", "problem", "fix"} for problem in report["problems"])
    assert [problem["column"] for problem in report["problems"]] == ["minimum_age", "address"]


def test_a_report_without_problems_is_json_too(tmp_path: Path) -> None:
    out = tmp_path / "report.json"
    plain = {"id": an_id("o"), "name": "Harbor House", "services": []}
    run("harbor_import", write(tmp_path, plain), "--report", out)

    assert json.loads(out.read_text())["problems"] == []


def test_a_dry_run_leaves_no_trace(tmp_path: Path) -> None:
    before = list(every_cell())
    out = tmp_path / "report.json"
    code, said = run(
        "harbor_import", write(tmp_path, organization()), "--dry-run", "--addresses", "public", "--report", out
    )

    assert code == 0
    assert "nothing was changed" in said
    assert list(every_cell()) == before
    report = json.loads(out.read_text())
    assert (report["batch"], report["services"]["created"]) == (None, 1)


def test_a_dry_run_shows_old_and_new_and_no_address(tmp_path: Path) -> None:
    run("harbor_import", write(tmp_path, organization(services=[service()])), "--addresses", "public")
    changed = organization(services=[service(email="new@example.org", description="At 12 Oak Street.")])
    place = changed["services"][0]["service_at_locations"][0]["location"]
    place["addresses"][0]["address_1"] = "12 Oak Street"
    _, said = run("harbor_import", write(tmp_path, changed), "--addresses", "public", "--dry-run")

    assert "changed service ‘Drop-in’" in said
    assert "email: hello@example.org → new@example.org" in said
    assert "description: Food and a warm room. → [withheld]" in said
    assert "address: [withheld] → [withheld]" in said
    assert "Oak Street" not in said


@pytest.mark.parametrize(
    ("arguments", "slug"),
    [((), "directory"), (("--source", "County 211"), "county-211")],
    ids=["the file's name", "given"],
)
def test_a_source_has_a_name(tmp_path: Path, arguments: tuple[str, ...], slug: str) -> None:
    run("harbor_import", write(tmp_path, organization()), *arguments)

    assert DataSource.objects.get().slug == slug
    assert Organization.objects.get().data_source.slug == slug


def test_a_mapping_brings_its_source_and_its_word_on_addresses(tmp_path: Path) -> None:
    mapping, table = tmp_path / "map.yaml", tmp_path / "list.csv"
    table.write_text(
        "Agency,Program,Street,City,State,Zip,Kind\nHarbor House,Drop-in,12 Oak Street,Austin,MN,55912,Food\n"
    )
    mapping.write_text(
        "source: {name: County list, slug: county-list, licence: CC0, addresses: public}\n"
        "organization: {name: Agency}\nservice: {name: Program}\n"
        "address: {address_1: Street, city: City, state_province: State, postal_code: Zip}\n"
        "terms: {domains: {column: Kind, values: {food: basic-needs}}}\n"
    )
    code, said = run("harbor_import", table, "--mapping", mapping)

    assert (code, said.count("1 kept, 0 withheld")) == (0, 1)
    assert (DataSource.objects.get().slug, DataSource.objects.get().licence) == ("county-list", "CC0")
    assert Service.objects.get().service_at_locations.get().location.address_1 == "12 Oak Street"
    assert "nothing" in run("harbor_import", table, "--mapping", mapping)[1].lower()

    code, said = run("harbor_import", table, "--mapping", mapping, "--addresses", "area-only", "--source", "other")
    assert "0 kept, 1 withheld" in said


def test_a_table_without_a_mapping_is_two_and_shows_one_to_start_from(tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text("Agency,Street\nHarbor House,12 Oak Street\n")
    error = stopped(table)

    assert error.returncode == 2
    assert "mapping" in str(error)
    assert "Oak Street" not in str(error)


def test_many_problems_are_counted_not_listed(tmp_path: Path) -> None:
    bad = [
        {
            "id": an_id(str(at)),
            "name": "",
            "status": "active",
            "organization_id": an_id("none"),
            "url": "https://x.example",
        }
        for at in range(30)
    ]
    _, said = run("harbor_import", write(tmp_path, *bad))

    assert "Refused (30)" in said
    assert "and 10 more" in said
