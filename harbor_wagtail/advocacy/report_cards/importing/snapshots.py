"""Rows as JSON, for comparing what is there with what an import left behind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from harbor_wagtail.advocacy.report_cards.importing.columns import ANSWER_FIELDS, LAW_DATES, LAW_FIELDS
from harbor_wagtail.advocacy.report_cards.models import Assessment, AssessmentStatute, StatuteRef

ANSWER, LAW = "answer", "law"
COLUMNS = tuple(f"{name}_id" if name.endswith("option") else name for name in ANSWER_FIELDS.values())


def answer_snapshot(row: Assessment, cited: dict[int, list[int]]) -> dict[str, Any]:
    return {**{name: getattr(row, name) for name in COLUMNS}, "laws": cited.get(row.pk, [])}


def law_snapshot(row: StatuteRef) -> dict[str, Any]:
    days = {name: day.isoformat() if (day := getattr(row, name)) else None for name in LAW_DATES}
    return {**{name: getattr(row, name) for name in LAW_FIELDS}, **days}


def cited_by(rows: Iterable[Assessment]) -> dict[int, list[int]]:
    """Answer → its laws in their order."""
    found: dict[int, list[int]] = {}
    keys = [row.pk for row in rows]
    for at in range(0, len(keys), 500):
        cited = AssessmentStatute.objects.filter(assessment__in=keys[at : at + 500]).order_by("order", "pk")
        for answer, law in cited.values_list("assessment", "statute"):
            found.setdefault(answer, []).append(law)
    return found
