"""The map of four counties: counted from the demo's invented providers, with an invented plan. Marked as made up."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone
from wagtail.models import Locale

from harbor_wagtail.directory.models import (
    MapArea,
    MapCapacityNote,
    MapCorrection,
    MapEntryPoint,
    MapGap,
    MapWording,
    ResourceMap,
    TaxonomyTerm,
)
from harbor_wagtail.directory.page_mixins import DirectoryPageMixin
from harbor_wagtail.directory.resource_map import starter
from harbor_wagtail.directory.resource_map.sheet import Sheet
from harbor_wagtail.pages.models import ResourceMapPage
from home.demo.pages import setup

GIVEN: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "resource_map.yaml").read_text(encoding="utf-8"))
ROWS: dict[str, type[Any]] = {"entry_points": MapEntryPoint, "gaps": MapGap, "capacity_notes": MapCapacityNote}


def load(say: Callable[[str], object]) -> None:
    """The map, with words in both languages, and its page below the directory in each language."""
    found = ResourceMap.objects.order_by("pk").first()
    if found is None:
        found = _make()
        say(f"community resource map of {found}")
    making = setup(say)
    for parent in making.parents:
        above = making.child_of(parent, making.page_class(DirectoryPageMixin))
        if above:
            making.section(above, ResourceMapPage, starter.PAGES, resource_map=found)


def _make() -> ResourceMap:
    today = timezone.localdate()
    terms = {term.code: term for term in TaxonomyTerm.objects.of("domains")}
    made = ResourceMap(
        name=GIVEN["name"]["en"],
        team=GIVEN["team"]["en"],
        locale=Locale.objects.get(language_code="en"),
        example=True,
        reviewed_on=today - datetime.timedelta(days=40),
        next_review_on=today + datetime.timedelta(days=325),
    )
    made.areas = [MapArea(fips=code) for code in GIVEN["counties"]]
    rows = [(relation, facts, _row(relation, facts, terms, today)) for relation in ROWS for facts in GIVEN[relation]]
    for relation in ROWS:
        setattr(made, relation, [row for kind, _facts, row in rows if kind == relation])
    made.save()
    _translate(made, [("map", GIVEN, made), *rows])
    _correct(made, terms)
    return made


def _row(relation: str, facts: dict[str, Any], terms: dict[str, Any], today: datetime.date) -> Any:
    model = ROWS[relation]
    values = {name: value["en"] if isinstance(value, dict) else value for name, value in facts.items()}
    if "domain" in values:
        values["domain"] = terms[values["domain"]]
    for name in ("due_on", "as_of", "said_on"):
        if name in values:
            values[name] = today + datetime.timedelta(days=values[name])
    return model(**values)


def _translate(made: ResourceMap, rows: list[tuple[str, dict[str, Any], Any]]) -> None:
    spanish = Locale.objects.get(language_code="es")
    MapWording.objects.bulk_create(
        MapWording(
            resource_map=made,
            locale=spanish,
            of=kind,
            row_id=row.pk,
            field=field,
            text=facts[field]["es"],
            original=facts[field]["en"],
        )
        for kind, facts, row in rows
        for field in row.words
        if isinstance(facts.get(field), dict)
    )


def _correct(made: ResourceMap, terms: dict[str, Any]) -> None:
    """What the coalition knows better than its directory."""
    sheet = Sheet(made)
    for facts in GIVEN["corrections"]:
        cell = sheet.cell(facts["domain"], facts["column"])
        if cell is not None:
            MapCorrection.objects.create(
                resource_map=made,
                domain=terms[facts["domain"]],
                column=facts["column"],
                level=facts["level"],
                note=facts["note"],
                ground=cell.count.as_ground(),
            )
