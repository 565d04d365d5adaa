"""Staged rows are found by their keys whatever PostgreSQL counted before: it counts by itself, once a minute or so, and what it
knows until then is of an import before this one, or that there is nothing where much was."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from harbor_wagtail.directory.importing import staged
from harbor_wagtail.directory.models import ImportBatch, StagedRow
from tests.importing import bring_in, organization, write
from tests.test_import_large import MANY, a_batch, lines, plans

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="The others count nothing by themselves."),
]


@pytest.mark.parametrize("before", [0, MANY])
def test_rows_are_found_by_their_keys_where_others_were_counted(before: int) -> None:
    earlier = a_batch()
    batch = ImportBatch.objects.create(source=earlier.source, format="rows")
    staged.write(earlier, lines("svc/phone"))
    earlier.rows.all().delete()
    staged.write(earlier, lines("svc/phone")[:before])
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {StagedRow._meta.db_table}")
    staged.write(batch, lines("svc/phone"))
    staged.count_rows()
    with CaptureQueriesContext(connection) as queries:
        assert len(list(staged.below(batch, ["svc/phone"], [row.key for row in lines("svc/phone")[:500]]))) == 500
    assert [plan for plan in plans(queries) if "harbor_directory_staged_key" not in plan] == []


def test_they_are_counted_when_the_first_lie_there_and_when_all_do(tmp_path: Path, english: Locale) -> None:
    with CaptureQueriesContext(connection) as queries:
        bring_in(write(tmp_path, organization()))
    counted = [query["sql"] for query in queries if query["sql"].startswith("ANALYZE")]
    assert len(counted) == 2
    assert all(StagedRow._meta.db_table in sql for sql in counted)
