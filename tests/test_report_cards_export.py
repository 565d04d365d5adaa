"""The editors' own files of an edition: as many queries for any number of places, and laws that changed since named."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from harbor_wagtail.advocacy.report_cards.exporting import csv_lines, write_template, write_workbook
from harbor_wagtail.advocacy.report_cards.models import Edition, StatuteRef
from tests import report_cards

pytestmark = pytest.mark.django_db


def edition_of(places: int, slug: str) -> Edition:
    rows = report_cards.places(places, slug.title())
    made = report_cards.edition(report_cards.framework(slug, layout=report_cards.layout(rows, slug)), slug)
    report_cards.answer(made, dict.fromkeys(rows, "yes no"), law=True)
    return made


WRITERS: tuple[Callable[[Edition], Any], ...] = (
    lambda edition: list(csv_lines(edition, team=True)),
    lambda edition: write_workbook(io.BytesIO(), edition),
    lambda edition: write_template(io.BytesIO(), edition),
)


def test_places_cost_no_queries_of_their_own() -> None:
    def asked(edition: Edition, write: Callable[[Edition], Any]) -> int:
        with CaptureQueriesContext(connection) as seen:
            write(edition)
        return len(seen)

    few, many = edition_of(2, "heath"), edition_of(15, "ravine")
    for write in WRITERS:
        assert asked(many, write) == asked(few, write)


def test_a_law_that_was_repealed_since_is_named_in_the_list_and_in_the_workbook() -> None:
    edition = edition_of(2, "heath")
    law = StatuteRef.objects.get(citation="H002 Code § 1-101")
    law.repealed_on = datetime.date(2025, 7, 2)
    law.save()
    lines = list(csv.DictReader(io.StringIO("".join(csv_lines(edition)).removeprefix("\ufeff"))))
    changed = "H002 Code § 1-101 (in_force, repealed from 2025-07-02)"
    assert [row["laws_changed"] for row in lines] == ["", "", changed, changed]
    file = io.BytesIO()
    write_workbook(file, edition)
    heads, *rows = load_workbook(file)["answers"].iter_rows(values_only=True)
    at = heads.index("laws_changed")
    assert [row[at] or "" for row in rows] == ["", "", changed, changed]
