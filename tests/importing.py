"""What the tests of the importer share: a small directory in HSDS JSON, and a look into every corner of the database."""

from __future__ import annotations

import copy
import json
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connection

from harbor_wagtail.directory import models as directory
from harbor_wagtail.directory.importing.options import Options
from harbor_wagtail.directory.importing.report import Report
from harbor_wagtail.directory.importing.run import Hooks, run_import

#: An address that must turn up nowhere: every part of it is unlike anything else in the data.
CANARY = {
    "id": "canary-address",
    "attention": "Zanzibarian Desk",
    "address_1": "4711 Canary Lane",
    "address_2": "Suite 904",
    "city": "Quuxville",
    "region": "Northquux",
    "state_province": "MN",
    "postal_code": "55912",
    "country": "US",
    "address_type": "physical",
}
CANARIES = (
    "Canary Lane", "4711", "Suite 904", "Quuxville", "Northquux", "55912", "Zanzibarian", "43.6661", "92.9746",
    "quuxmap", "Zebra crossing", "QX-BUILDING-9", "The Quux Annex",
)  # fmt: skip


def an_id(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def organization(name: str = "Harbor House", **values: Any) -> dict[str, Any]:
    """An organization with one service at one place, as HSDS JSON."""
    return {
        "id": an_id(f"organization {name}"),
        "name": name,
        "description": "Helps young people.",
        "phones": [{"id": an_id(f"phone {name}"), "number": "(507) 555-0142"}],
        "services": [service(f"{name} drop-in")],
        **values,
    }


def service(name: str = "Drop-in", place: dict[str, Any] | None = None, **values: Any) -> dict[str, Any]:
    there = {"id": an_id(f"at {name}"), "location": place or location(f"{name} place")}
    return {
        "id": an_id(f"service {name}"),
        "name": name,
        "status": "active",
        "description": "Food and a warm room.",
        "email": "hello@example.org",
        "phones": [{"id": an_id(f"phone {name}"), "number": "(507) 555-0143", "type": "voice"}],
        "schedules": [
            {
                "id": an_id(f"hours {name}"),
                "byday": "MO,TU",
                "opens_at": "09:00",
                "closes_at": "17:00",
                "freq": "WEEKLY",
            }
        ],
        "service_at_locations": [there],
        **values,
    }


def location(name: str = "Main office", **values: Any) -> dict[str, Any]:
    """A place with the canary address."""
    return {
        "id": an_id(f"location {name}"),
        "name": name,
        "location_type": "physical",
        "alternate_name": "The Quux Annex",
        "url": "https://example.org/quuxmap",
        "transportation": "Bus 7 to the Zebra crossing.",
        "latitude": 43.6661,
        "longitude": -92.9746,
        "external_identifier": "QX-BUILDING-9",
        "external_identifier_type": "parcel",
        "addresses": [copy.deepcopy(CANARY) | {"id": an_id(f"address {name}")}],
        **values,
    }


def tagged(code: str, taxonomy: str = "domains") -> dict[str, Any]:
    """An attribute with a term of one of our vocabularies, by code."""
    return {
        "id": an_id(f"tag {code}"),
        "link_entity": "service",
        "taxonomy_term": {"id": an_id(f"term {code}"), "code": code, "name": code.title(), "taxonomy": taxonomy},
    }


def write(folder: Path, *records: dict[str, Any], name: str = "directory.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(list(records)), encoding="utf-8")
    return path


def write_tables(folder: Path, **tables: str) -> Path:
    """HSDS CSV files by the names of the tables, in a folder of their own."""
    target = folder / "tables"
    target.mkdir(exist_ok=True)
    for name, text in tables.items():
        (target / f"{name}.csv").write_text(text.strip() + "\n", encoding="utf-8")
    return target


def bring_in(path: Path, **options: Any) -> Report:
    options.setdefault("source", "county")
    hooks = Hooks(show=options.pop("show", None))
    return run_import(Options(path=path, **options), hooks)


def told(report: Report) -> list[str]:
    return [problem.problem for problem in report.problems]


def run(*arguments: Any) -> tuple[int, str]:
    """(exit code, what it said on stdout) of a management command."""
    from io import StringIO

    out = StringIO()
    try:
        call_command(*map(str, arguments), stdout=out)
    except SystemExit as stopped:
        return int(stopped.code or 0), out.getvalue()
    return 0, out.getvalue()


def every_cell() -> Iterator[tuple[str, str, str]]:
    """(table, column, text) of all there is in the database, our tables and everybody's."""
    with connection.cursor() as cursor:
        tables = [table for table in connection.introspection.table_names(cursor) if not table.startswith("django_mig")]
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    if isinstance(value, int):
                        continue  # keys of the database count up to anything
                    yield table, column, value.decode(errors="replace") if isinstance(value, bytes) else str(value)


def canaries_in_database() -> list[tuple[str, str, str]]:
    return [cell for cell in every_cell() if has_canary(cell[2])]


def has_canary(text: str) -> bool:
    """A number counts only where it stands alone: any id may hold its digits by chance."""
    return bool(_CANARY.search(text))


_CANARY = re.compile(
    "|".join(rf"(?<![\w-]){re.escape(sign)}(?![\w-])" if sign.isdigit() else re.escape(sign) for sign in CANARIES),
    re.IGNORECASE,
)


#: What a run of the importer itself leaves: not part of what it says about the directory.
_RUNS = {"ImportBatch", "ImportChange", "StagedRow", "DirectoryVersion", "DataSource"}


def everything(*, but: set[str] = frozenset()) -> dict[str, list[dict[str, Any]]]:  # type: ignore[assignment]
    """Every row of the directory, to compare before and after."""
    return {
        model.__name__: list(model._default_manager.order_by("pk").values())
        for model in apps.get_app_config("harbor_directory").get_models()
        if model.__name__ not in _RUNS | set(but)
    }


def a_place() -> directory.Location:
    return directory.Location.objects.get()


def one_service(tmp_path: Path, **values: Any) -> directory.Service:
    bring_in(write(tmp_path, organization(services=[service(**values)])))
    return directory.Service.objects.get()
