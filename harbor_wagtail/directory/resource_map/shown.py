"""A map as visitors read it: the verdict, ways in, gaps and the plan, notes, and the matrix as far as it is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from harbor_wagtail.directory.models import ENTRY_QUESTIONS, Answer, GapStatus, MapEntryPoint, MapGap, ResourceMap
from harbor_wagtail.directory.models.taxonomy import DOMAINS
from harbor_wagtail.directory.presentation.dates import day_in_words
from harbor_wagtail.directory.presentation.words import Said
from harbor_wagtail.directory.resource_map import reviews
from harbor_wagtail.directory.resource_map.columns import MOST_COUNTIES, Group, county_name
from harbor_wagtail.directory.resource_map.disclosure import Shown, ShownRow, shown_rows
from harbor_wagtail.directory.resource_map.route import Verdict, verdict
from harbor_wagtail.directory.resource_map.sheet import Sheet
from harbor_wagtail.directory.resource_map.words import Words

#: Gaps that stand at the top of the plan.
TOP = 5
_CLOSED = (GapStatus.DONE, GapStatus.STOPPED)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question about a way in, its answer in words, and the value that chooses the sign."""

    question: str
    answer: str
    state: str


@dataclass(frozen=True, slots=True)
class Entry:
    name: Said
    words: dict[str, Said]
    asked: tuple[Asked, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Gap:
    """``closed``: done or stopped."""

    words: dict[str, Said]
    domain: str
    strategy: str
    severity: str
    feasibility: str
    due: str
    late: bool
    status: str
    closed: bool


@dataclass(frozen=True, slots=True)
class Note:
    text: Said
    kind: str
    domain: str
    barrier: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Table:
    """One group of columns; each row has its own cells only."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[ShownRow, tuple[Shown, ...]], ...]


class MapShown:
    """In the active language. What is not for visitors is not in it."""

    def __init__(self, resource_map: ResourceMap, today: date) -> None:
        self.map = resource_map
        self.sheet = Sheet(resource_map)
        self._today = today
        self._words = Words(resource_map)

    @cached_property
    def words(self) -> dict[str, Said]:
        return self._words.of("map", self.map)

    @cached_property
    def counties(self) -> list[str]:
        """Their names; states stand for all of theirs."""
        whole = len(self.sheet.counties) > MOST_COUNTIES
        return [str(area) if whole else county_name(area.fips) for area in self.map.areas.all()]

    @cached_property
    def rows(self) -> tuple[ShownRow, ...]:
        return shown_rows(self.sheet)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        return tuple(self._tables())

    def _tables(self) -> Iterator[Table]:
        start = 0
        for group in self.sheet.groups:
            end = start + len(group.columns)
            yield self._table(group, start, end)
            start = end

    def _table(self, group: Group, start: int, end: int) -> Table:
        rows = tuple((row, row.cells[start:end]) for row in self.rows)
        return Table(group.title, tuple(column.label for column in group.columns), rows)

    @property
    def legend(self) -> list[tuple[str, str]]:
        words = {
            "good": _("Good, or three providers or more"),
            "limited": _("Limited, or one or two providers"),
            "informal": _("Informal only: people help, no provider does"),
            "none": _("None: it was said or asked, and there is none"),
            "not_listed": _("Nothing listed: our directory has nobody; there may be help we do not know of"),
            "unknown": _("Not known: there are providers, and nobody has told us"),
            "few": _("Too few to show without pointing at one provider"),
        }
        return list(words.items())

    @cached_property
    def verdict(self) -> Verdict:
        entries = list(self.map.entry_points.all())
        return verdict(self.rows, entries, [str(self._entry_name(entry)) for entry in entries])

    @cached_property
    def entries(self) -> list[Entry]:
        return [self._entry(entry) for entry in self.map.entry_points.all()]

    @cached_property
    def gaps(self) -> list[Gap]:
        """Those that do most harm and can be mended soonest first; what is done or stopped last."""
        rows = [row for row in self.map.gaps.all() if row.public]
        rows.sort(key=lambda row: (row.status in _CLOSED, -(row.severity or 0) * (row.feasibility or 1)))
        return [self._gap(row) for row in rows]

    @property
    def top_gaps(self) -> list[Gap]:
        return [gap for gap in self.gaps if not gap.closed][:TOP]

    @cached_property
    def notes(self) -> list[Note]:
        return [self._note(row) for row in self.map.capacity_notes.all() if row.public and not row.organization_id]

    @cached_property
    def compared(self) -> reviews.Compared | None:
        return reviews.compared_for_visitors(self.map, self.rows)

    def _entry_name(self, entry: MapEntryPoint) -> Said:
        named = self._words.of("entry_points", entry)["name"]
        return named or Said(str(entry.get_kind_display()))

    def _entry(self, entry: MapEntryPoint) -> Entry:
        asked = tuple(self._asked(name, getattr(entry, name)) for name in ENTRY_QUESTIONS)
        words, said = self._words.of("entry_points", entry), ""
        if words["said_by_role"] and entry.said_on:
            who = {"role": words["said_by_role"], "day": day_in_words(entry.said_on)}
            said = _("Said by: %(role)s, %(day)s") % who
        return Entry(self._entry_name(entry), words, asked, said)

    def _asked(self, name: str, answer: str) -> Asked:
        words = {
            Answer.YES: pgettext("harbor", "Yes"),
            Answer.NO: pgettext("harbor", "No"),
            Answer.DEPENDS: _("It depends, ask first"),
            Answer.UNKNOWN: _("Unknown, ask first"),
        }
        state = Answer(answer)
        return Asked(question_label(name), words[state], state.value)

    def _gap(self, row: MapGap) -> Gap:
        closed = row.status in _CLOSED
        return Gap(
            words=self._words.of("gaps", row),
            domain=self._domain(row),
            strategy=str(row.get_strategy_display()) if row.strategy else "",
            severity=str(row.get_severity_display() or ""),
            feasibility=str(row.get_feasibility_display() or ""),
            due=day_in_words(row.due_on) if row.due_on else "",
            late=bool(row.due_on and row.due_on < self._today and not closed),
            status=str(row.get_status_display()),
            closed=closed,
        )

    def _note(self, row: Any) -> Note:
        return Note(
            text=self._words.of("capacity_notes", row)["text"],
            kind=str(row.get_kind_display()),
            domain=self._domain(row),
            barrier=str(row.get_barrier_display()) if row.barrier else "",
            as_of=day_in_words(row.as_of) if row.as_of else "",
        )

    def _domain(self, row: Any) -> str:
        return self.sheet.names[DOMAINS].get(row.domain.code, row.domain.name) if row.domain else ""


def question_label(name: str) -> str:
    return {
        "system_contact": _("Court or child welfare"),
        "police_report": _("Police report"),
        "parental_consent": _("Parent’s consent"),
        "id_needed": pgettext("harbor", "ID"),
        "cost": _("Cost"),
    }[name]


def find_map(pk: int | None) -> ResourceMap | None:
    """The map of a page, with all its rows; ``None`` where there is none."""
    return _whole().filter(pk=pk).first() if pk else None


def read_map(pk: int) -> ResourceMap:
    return _whole().get(pk=pk)


def _whole() -> QuerySet[ResourceMap]:
    """In a number of queries that does not grow."""
    related = ("areas", "domains", "languages", "entry_points", "gaps__domain", "capacity_notes__domain")
    return ResourceMap.objects.select_related("locale").prefetch_related(*related)
