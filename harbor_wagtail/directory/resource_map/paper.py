"""Worksheets for a meeting: empty to write on, or with what the directory says. For the team: they tell every count."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from harbor_wagtail.directory.models import ENTRY_QUESTIONS, Answer, EntryKind, ResourceMap
from harbor_wagtail.directory.resource_map.serving import made_of
from harbor_wagtail.directory.resource_map.shown import MapShown, question_label

TEMPLATE = "harbor_directory/admin/resource_map/worksheets.html"
#: Empty rows to write in.
GAP_ROWS, MORE_GAP_ROWS, NOTE_ROWS = 6, 3, 8


def pdf(found: ResourceMap, *, blank: bool) -> bytes:
    """Raises ``engine.NoEngine`` where none can be made."""
    return made_of(render_to_string(TEMPLATE, _context(found, blank)), get_language() or "en")


def page(found: ResourceMap, *, blank: bool) -> str:
    """The same as a page to print from the browser."""
    return render_to_string(TEMPLATE, {**_context(found, blank), "screen": True})


def _context(found: ResourceMap, blank: bool) -> dict[str, Any]:
    shown = MapShown(found, timezone.localdate())
    return {
        "map": found,
        "shown": shown,
        "blank": blank,
        "language": get_language() or "en",
        "groups": _groups(shown),
        "questions": [question_label(name) for name in ENTRY_QUESTIONS],
        "entries": _entries(found, blank),
        "gaps": [] if blank else list(found.gaps.all()),
        "gap_rows": range(GAP_ROWS if blank else MORE_GAP_ROWS),
        "notes": [] if blank else list(found.capacity_notes.all()),
        "note_rows": range(NOTE_ROWS),
    }


def _groups(shown: MapShown) -> list[tuple[Any, list[Any]]]:
    found, start = [], 0
    for group in shown.sheet.groups:
        end = start + len(group.columns)
        found.append((group, [(row.name, row.cells[start:end]) for row in shown.sheet.rows]))
        start = end
    return found


def _entries(found: ResourceMap, blank: bool) -> list[tuple[str, list[list[tuple[str, bool]]], str]]:
    """Name, for each question the possible answers with a cross or none, who said so."""
    if blank:
        return [(str(kind.label), [_boxes("") for _name in ENTRY_QUESTIONS], "") for kind in EntryKind]
    return [
        (str(entry), [_boxes(getattr(entry, name)) for name in ENTRY_QUESTIONS], entry.said_by_role)
        for entry in found.entry_points.all()
    ]


def _boxes(chosen: str) -> list[tuple[str, bool]]:
    return [(str(Answer(value).label), value == chosen) for value in Answer.values]
