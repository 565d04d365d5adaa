"""What staged rows would do, told row by row, with nothing written: the preview of an import.

The same code as for applying, up to the moment of writing. It runs a piece at a time, each in a transaction that is
rolled back; what was found is then noted on the staged rows themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from harbor_wagtail.directory.importing import bulk, staged
from harbor_wagtail.directory.importing.applying import places
from harbor_wagtail.directory.importing.applying.current import Facts
from harbor_wagtail.directory.importing.applying.incoming import Present, Said
from harbor_wagtail.directory.importing.applying.journal import Journal
from harbor_wagtail.directory.importing.applying.records import CHUNK, Records
from harbor_wagtail.directory.importing.applying.specs import SPECS
from harbor_wagtail.directory.importing.applying.terms import Terms
from harbor_wagtail.directory.importing.applying.vocabularies import apply_vocabularies
from harbor_wagtail.directory.importing.preview import Preview, facts_shown
from harbor_wagtail.directory.importing.report import Report
from harbor_wagtail.directory.importing.staged import Line
from harbor_wagtail.directory.models import StagedRow, TaxonomyTerm

if TYPE_CHECKING:
    from harbor_wagtail.directory.models import ImportBatch

CREATED, CHANGED, UNCHANGED, REFUSED = "created", "changed", "unchanged", "refused"


@dataclass
class Place:
    """How far comparing has come: the kind by its number in ``staged.RECORDS``, and the last staged row."""

    kind: int = 0
    after: int = 0

    @property
    def done(self) -> bool:
        return self.kind >= len(staged.RECORDS)


class Compared(Records):
    """Finds what :class:`Records` would write, and writes nothing."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.names: dict[str, str] = {}
        #: Primary key of the staged row → (outcome, preview)
        self.found: dict[int, tuple[str, Preview | None]] = {}

    def compare(self, chunk: list[Line]) -> None:
        self._apply(chunk)
        for row in chunk:
            self.found.setdefault(row.pk, (UNCHANGED, None))

    def _create(self, new: list[Said]) -> None:
        for one in new:
            address = places.shown(places.columns_for_new(one.row), {})[1] if self.spec.kind == "location" else {}
            self._note(one, CREATED, {}, {**one.facts, **address})
            self._count_children({}, one.facts)
        self._count_new(new)

    def _write(self, changes: dict[int, tuple[Said, Facts, Facts, dict[str, Any]]], addresses: dict[int, Any]) -> None:
        for pk, (one, before, after, address) in changes.items():
            old, new = places.shown(address, addresses.get(pk, {}))
            self._note(one, CHANGED, {**before, **old}, {**after, **new})
            self._count_children(one.now, one.facts)
        self.report.of(self.spec.kind).changed += len(changes)

    def _conflicts(self, changes: dict[int, Said]) -> set[int]:
        refused = super()._conflicts(changes)
        for pk in refused:
            self._note(changes[pk], REFUSED, {}, {})
        return refused

    def _refuse_second(self, row: Line) -> None:
        super()._refuse_second(row)
        self.found[row.pk] = REFUSED, None

    def _without_clashes(self, said: list[Said]) -> list[Said]:
        """Only services and places that exist can be joined already."""
        joined = [(one, {**one.now, **one.facts}) for one in said]
        sure = [one for one, facts in joined if facts.get("service_id") and facts.get("location_id")]
        kept, known = {id(one) for one in super()._without_clashes(sure)}, {id(one) for one in sure}
        return [one for one in said if id(one) in kept or id(one) not in known]

    def _note(self, one: Said, outcome: str, before: Facts, after: Facts) -> None:
        name = str({**one.now, **one.facts}.get("name") or "")
        facts = facts_shown(self.spec, before, after, self.names)
        self.found[one.row.pk] = outcome, Preview(name=name, facts=facts, pk=one.pk)


@dataclass
class Comparison:
    """Goes on comparing from ``place`` until ``enough()`` says so. ``found`` is by staged row."""

    batch: ImportBatch
    report: Report
    place: Place
    found: dict[int, tuple[str, Preview | None]] = field(default_factory=dict)

    def go_on(self, enough: Callable[[], bool]) -> None:
        with transaction.atomic():
            # Vocabularies are few, and rows cannot be compared without their terms: written each time, never kept.
            first = self.place == Place()
            apply_vocabularies(self.batch, self.report if first else Report(), Journal(self.batch))
            terms = Terms.load(self.batch)
            present = Present.of(self.batch, terms)
            names = _names(terms)
            while not self.place.done:
                compared = Compared(
                    self.batch, SPECS[staged.RECORDS[self.place.kind]], terms, present, self.report, Journal(self.batch)
                )
                compared.names = names
                finished = self._kind(compared, enough)
                self.found |= compared.found
                if not finished:
                    break
                self.place = Place(self.place.kind + 1)
            transaction.set_rollback(True)

    def _kind(self, compared: Compared, enough: Callable[[], bool]) -> bool:
        """Whether all rows of the kind were compared."""
        rows = staged.rows(self.batch, compared.spec.kind).filter(pk__gt=self.place.after)
        for chunk in staged.in_chunks(rows, CHUNK):
            compared.compare(chunk)
            self.place = Place(self.place.kind, chunk[-1].pk)
            bulk.forget_queries()
            if enough():
                return False
        return True

    def write(self) -> None:
        """Note on the staged rows what was found. A new look is without anybody's choice."""
        rows = ((pk, (outcome, _plain(preview))) for pk, (outcome, preview) in self.found.items())
        bulk.change(StagedRow, ("outcome", "preview"), rows)


def _names(terms: Terms) -> dict[str, str]:
    rows = TaxonomyTerm.objects.filter(hsds_id__in=list(terms.own.by_id))
    return {str(id): name for id, name in rows.values_list("hsds_id", "name")}


def _plain(preview: Preview | None) -> dict[str, Any] | None:
    return preview.as_dict() if preview else None
