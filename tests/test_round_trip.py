"""Import, export, import: nothing changes, and nothing is lost but what ``NOT_KEPT`` lists."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from harbor_wagtail.directory.hsds.fields import NOT_KEPT
from harbor_wagtail.directory.hsds.tables import NESTED
from harbor_wagtail.directory.models import Location, Organization, Program, Unit
from tests import exporting, factories

EXAMPLES = exporting.HSDS / "hsds-3.2.3-examples"
TARGETS = [("all.json", "hsds-json"), ("all.ndjson", "hsds-json"), ("tables", "hsds-csv"), ("all.zip", "hsds-csv")]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
official = pytest.mark.skipif(not EXAMPLES.is_dir(), reason="The official HSDS examples are not here.")
each_format = pytest.mark.parametrize(("name", "form"), TARGETS, ids=[name for name, _ in TARGETS])


def bring_in(path: Path, **options: Any) -> dict[str, Any]:
    """Import, and return the report."""
    report = path.parent / f"{path.name}.report.json"
    with contextlib.suppress(SystemExit):  # 1: some rows were refused, which the report says
        call_command("harbor_import", str(path), report=report, stdout=StringIO(), **options)
    made: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    report.unlink()
    return made


def changes(report: dict[str, Any]) -> dict[str, dict[str, int]]:
    """What the report says was not as it had been."""
    counted = {name: counts for name, counts in report.items() if isinstance(counts, dict) and name != "addresses"}
    told = {
        name: {word: counts[word] for word in ("created", "changed", "refused") if counts.get(word)}
        for name, counts in counted.items()
    }
    return {name: words for name, words in told.items() if words}


def kept(kind: str, given: dict[str, Any], also: Callable[[str, dict[str, Any]], dict[str, Any]] | None = None) -> Any:
    """``given`` without the terms that are not kept, texts without the spaces at their ends, keys sorted."""
    given = also(kind, given) if also else given
    made: dict[str, Any] = {}
    for name, value in sorted(given.items()):
        if name in NOT_KEPT or (f"{kind}.{name}" in NOT_KEPT and not _agreed(kind, name)):
            continue
        if name in NESTED:
            below = NESTED[name]
            made[name] = (
                [kept(below, each, also) for each in value] if isinstance(value, list) else kept(below, value, also)
            )
        else:
            made[name] = value.strip() if isinstance(value, str) else value
    return made


def _agreed(kind: str, name: str) -> bool:
    """The names of contacts are kept here, since the import says that they agreed."""
    return (kind, name) == ("contact", "name")


def example(name: str) -> Any:
    return exporting.read_json(EXAMPLES / name)


def bring_in_example(name: str, folder: Path, **options: Any) -> dict[str, Any]:
    """A copy of an official example, so that nothing is written beside it."""
    copy = folder / name
    copy.write_bytes((EXAMPLES / name).read_bytes())
    return bring_in(copy, **options)


@official
@pytest.mark.parametrize("name", ["organization_full.json", "service_full.json", "service_at_location_full.json"])
def test_an_official_example_comes_out_as_it_went_in(tmp_path: Path, name: str) -> None:
    """All three tell of the same organization, which holds odd values on purpose."""
    bring_in_example(name, tmp_path, addresses="public", names="consented")
    (made,) = exporting.exported()
    assert kept("organization", made) == kept("organization", example("organization_full.json"))


@official
def test_without_being_told_more_an_import_keeps_neither_address_nor_name(tmp_path: Path) -> None:
    bring_in_example("organization_full.json", tmp_path)
    (made,) = exporting.exported()
    written = json.dumps(made)
    for gone in ("1-30 Main Street", "ABC 1234", "Ann Persona", "A. Persona", "10092008082"):
        assert gone not in written
    assert "Reception Manager" in written

    def bare(kind: str, given: dict[str, Any]) -> dict[str, Any]:
        lost = {"contact": {"name"}, "location": {"description", *_LOCATION}}.get(kind, set())
        return {name: value for name, value in given.items() if name not in lost}

    assert (
        kept("organization", made, bare)["services"][0]["phones"]
        == kept("organization", example("organization_full.json"), bare)["services"][0]["phones"]
    )


_LOCATION = {
    "addresses", "alternate_name", "url", "transportation", "latitude", "longitude", "external_identifier",
    "external_identifier_type", "attributes",
}  # fmt: skip


@official
@each_format
def test_what_came_in_goes_out_and_in_again_without_a_change(tmp_path: Path, name: str, form: str) -> None:
    bring_in_example("organization_full.json", tmp_path, addresses="public", names="consented", source="official")
    before = exporting.exported()
    file = exporting.export(tmp_path / name, form)
    report = bring_in(file, addresses="public", names="consented", source="official")
    assert changes(report) == {}
    assert exporting.exported() == before


@official
def test_the_official_tables_come_out_as_they_went_in(tmp_path: Path) -> None:
    """But for their own loose ends: four ids in them belong to nothing."""
    folder = tmp_path / "csv"
    folder.mkdir()
    for file in (EXAMPLES / "csv").iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    bring_in(folder, addresses="public", names="consented")
    theirs, ours = exporting.read_tables(folder), exporting.read_tables(exporting.export(tmp_path / "out", "hsds-csv"))
    not_kept = {"metadata.csv", "meta_table_descriptions.csv", "attributes.csv", "taxonomies.csv", "taxonomy_terms.csv"}
    loose = {"ae67a707-5893-4225-b0b1-320ab9cb596b", "93eaf18d-1cd2-4ec7-bffb-3c9172ee5070",
             "985e4a42-bd9f-4edc-911d-0243a4640aca"}  # fmt: skip
    dropped = {"fees", "licenses", "tax_status", "tax_id"}
    for name in sorted(set(theirs) - not_kept):
        (row,) = theirs[name]
        found = next(each for each in ours[name] if each["id"] == row["id"])
        expected = {
            column: "" if value in loose else value.strip() for column, value in row.items() if column not in dropped
        }
        assert {column: found[column] for column in expected} == expected, name
    assert [row["identifier"] for row in ours["organization_identifiers.csv"] if row["identifier_type"] == "EIN"] == [
        "tax_id"
    ]


@each_format
def test_a_directory_made_by_editors_goes_out_and_in_without_a_change(tmp_path: Path, name: str, form: str) -> None:
    """Everything in it, a public address in a sheltering domain included, is what the directory says already."""
    exporting.whole_directory()
    before = exporting.exported()
    report = bring_in(exporting.export(tmp_path / name, form), source="state-211")
    assert changes(report) == {}
    assert exporting.exported() == before


@each_format
def test_hours_come_back_whatever_half_of_the_day_they_lie_in(tmp_path: Path, name: str, form: str) -> None:
    clocks = [f"{hour:02}:00" for hour in range(24)]
    pairs = [(opens, closes) for opens in clocks for closes in clocks if opens != closes]
    factories.service(schedules=[factories.weekly("MO", *pair) for pair in pairs])
    before = exporting.exported()
    file = exporting.export(tmp_path / name, form)
    Organization.objects.all().delete()
    assert not [problem for problem in bring_in(file)["problems"] if problem["column"] == "opens_at"]
    assert [_hours(each) for each in exporting.exported()] == [_hours(each) for each in before]


def _hours(organization: dict[str, Any]) -> list[tuple[str, str]]:
    return [(row["opens_at"], row["closes_at"]) for row in organization["services"][0]["schedules"]]


@each_format
def test_another_site_gets_all_that_an_export_holds(tmp_path: Path, name: str, form: str) -> None:
    """Only who agreed to a public address is asked again, and a hidden place's town is not taken from a file."""
    service = exporting.whole_directory()
    service.name = "Legal help"  # a shelter by its terms or its name would be asked about its address again
    service.domains.set([factories.term("legal")])
    service.save()
    before = exporting.exported()
    file = exporting.export(tmp_path / name, form)
    for model in (Organization, Location, Program):
        model.objects.all().delete()
    Unit.objects.all().delete()
    assert exporting.exported() == []
    bring_in(file, source="elsewhere", addresses="public", names="consented")
    (made,), (given,) = exporting.exported(), before
    assert kept("organization", made, _as_another_site_has_it) == kept("organization", given, _as_another_site_has_it)


_ASKED_AGAIN = {"agreed_by_role", "agreed_on", "town"}


def _as_another_site_has_it(kind: str, given: dict[str, Any]) -> dict[str, Any]:
    """Attributes by what they say, without those that no import reads. Tables name the kind of their object."""
    if kind == "attribute":
        return {name: value for name, value in given.items() if name != "link_entity"}
    if "attributes" not in given:
        return given
    said = [each for each in given["attributes"] if each["taxonomy_term"].get("code") not in _ASKED_AGAIN]
    return {**given, "attributes": sorted(said, key=lambda each: each["id"])}
