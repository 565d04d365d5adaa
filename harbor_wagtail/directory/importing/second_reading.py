"""Where a source's addresses are public, the file is read again: now that it is known which places may be shown,
their addresses and the passages that were cut from their texts are laid down beside what the first reading kept."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from harbor_wagtail.directory.importing import staged
from harbor_wagtail.directory.importing.addresses import FOUND, distinct
from harbor_wagtail.directory.importing.cleaned import Cleaned
from harbor_wagtail.directory.importing.cleaning import Cleaner
from harbor_wagtail.directory.importing.cleaning_places import says_where
from harbor_wagtail.directory.importing.facts_of_ours import FACT, is_word, owner, read
from harbor_wagtail.directory.importing.parents import INNER, placements
from harbor_wagtail.directory.importing.placement import Placement
from harbor_wagtail.directory.importing.rows import Row
from harbor_wagtail.directory.importing.staged import Line
from harbor_wagtail.directory.importing.staging import contradictions
from harbor_wagtail.directory.importing.withholding import says_the_same, withhold

if TYPE_CHECKING:
    from harbor_wagtail.directory.importing.report import Report
    from harbor_wagtail.directory.importing.rows import Item
    from harbor_wagtail.directory.importing.staging import Stager


@dataclass(frozen=True, slots=True)
class Again:
    """A row without its passages, and those."""

    cleaned: Cleaned
    passages: dict[str, Any]


Lost = tuple[Line, Again]
#: Rows that may say where a place is: attributes, for our own exports.
_WHERE = frozenset({"location", "address", "attribute"})


class SecondReading:
    def __init__(self, stager: Stager, report: Report, *, named: bool = False) -> None:
        self.stager = stager
        self.report = report
        self.cleaner = Cleaner(lambda problem, kind: None, named=named)

    def read(self, items: Iterable[Item], lost: Collection[str] | None = None) -> None:
        """``lost``: the kinds of rows of which any lost a passage, where that is known; most of a file need not be looked at."""
        wanted = None if lost is None else _WHERE.union(lost)
        rows = (item for item in items if isinstance(item, Row) and (wanted is None or item.kind in wanted))
        for chunk in staged.pieces(rows, staged.CHUNK):
            with transaction.atomic():
                self._take([cleaned for row in chunk for cleaned in self.cleaner.clean(row)])

    def _take(self, cleaned: list[Cleaned]) -> None:
        read = [self._read(_map_of(one) or one) for one in cleaned]
        self._put_addresses(
            [one for one in read if one.cleaned.kind in ("location", "address") and says_where(one.cleaned.address)]
        )
        self._put_passages([one for one in read if one.passages])

    def _read(self, cleaned: Cleaned) -> Again:
        """Without its passages, as the first reading laid it down."""
        whole = dict(cleaned.values)
        lost = [] if is_word(cleaned) else withhold(cleaned)
        return Again(cleaned, {name: whole[name] for name in lost})

    def _put_addresses(self, found: list[Again]) -> None:
        given: dict[uuid.UUID, list[Again]] = {}
        for one in found:
            cleaned = one.cleaned
            place = cleaned.id if cleaned.kind == "location" else cleaned.links.get("location")
            if key := self.stager.keys.of("location", place):
                given.setdefault(key, []).append(one)
        rows = [row for row in self._staged("location", given) if not _is_hidden(row)]
        for row in rows:
            for one in given[row.key]:
                self._put(row, one.cleaned)
        staged.rewrite(rows)

    def _put(self, row: Line, cleaned: Cleaned) -> None:
        if cleaned.kind == "location":
            made = [_line(cleaned, placement) for placement in placements(cleaned, self.stager.keys)]
            if any(_was_refused(row, one, cleaned.kind) for one in made):
                return
            given = {name: value for name, value in cleaned.address.items() if value not in (None, "")}
            row.values[staged.ADDRESS] = {**given, **row.values.get(staged.ADDRESS, {})}
            return
        named = {
            name: cleaned.values[name] for name in ("county", "state_province", "country") if cleaned.values.get(name)
        }
        ref = self.stager.keys.of("address", cleaned.id)
        address = {**named, **cleaned.address, "address_ref": str(ref) if ref else None}
        row.values[FOUND] = distinct([*row.values.get(FOUND, []), address])

    def _put_passages(self, found: list[Again]) -> None:
        lost: dict[str, dict[uuid.UUID, list[Lost]]] = {}
        for one in found:
            for placement in placements(one.cleaned, self.stager.keys, flat=self.stager.flat):
                if placement.kind[0] == FACT:  # may be no text, and so loses the passage
                    self._tell(one.cleaned, one.passages)
                for kind, key in self._places(one.cleaned.kind, placement):
                    lost.setdefault(kind, {}).setdefault(key, []).append((_line(one.cleaned, placement), one))
        for kind, by_key in lost.items():
            self._put_back(kind, by_key)

    def _places(self, kind: str, placement: Placement) -> list[tuple[str, uuid.UUID]]:
        """Where the row lies by now: what waited for a contact or a telephone lies below each of their records."""
        if placement.kind[0] in "@#!" or placement.kind == "address":
            return []
        if placement.kind[0] != staged.WAITING:
            return [(placement.kind, placement.key)]
        if kind == "attribute":
            tried = placement.links["tried"].items()
            return [(staged.child_kind(parent, kind), staged.as_key(key)) for parent, key in tried]
        found = (row.links["parent"] for row in self._staged(staged.LOCATOR + INNER[kind][0], [placement.key]))
        return [(staged.child_kind(parent, kind), staged.as_key(key)) for parent, key in found]

    def _put_back(self, kind: str, by_key: dict[uuid.UUID, list[Lost]]) -> None:
        """Into the records that are not hidden; the others lose the passage, and the report says so."""
        parent = staged.parent_and_kind(kind)[0] if staged.is_child(kind) else kind
        hidden = {row.key for row in self._staged(parent, by_key) if _is_hidden(row)}
        changed = []
        for row in self._staged(kind, by_key):
            for made, one in by_key[row.key]:
                if staged.is_child(kind) and row.values.get("hsds_id") != made.values.get("hsds_id"):
                    continue
                if _was_refused(row, made, one.cleaned.kind):
                    continue
                if row.key in hidden:
                    self._tell(one.cleaned, one.passages)
                    continue
                stripped = {name for name in one.passages if row.values.get(name) == made.values.get(name)}
                row.values.update({name: one.passages[name] for name in stripped})
                changed.append(row)
        staged.rewrite(changed)

    def _tell(self, cleaned: Cleaned, passages: dict[str, Any]) -> None:
        again = Cleaned(cleaned.kind, cleaned.id, dict(passages), {}, cleaned.file, cleaned.row)
        withhold(again, self.report.tell)

    def _staged(self, kind: str, keys: Iterable[uuid.UUID]) -> list[Line]:
        return list(staged.below(self.stager.batch, [kind], keys))


def _map_of(cleaned: Cleaned) -> Cleaned | None:
    """Our exports tell the map of a place as an attribute."""
    stated = read(cleaned) if cleaned.kind == "attribute" else None
    if stated is None or stated[0] != "map_url" or owner(cleaned)[0] != "location":
        return None
    return Cleaned("location", owner(cleaned)[1], {}, {}, cleaned.file, cleaned.row, {"map_url": str(stated[1])[:500]})


def _line(cleaned: Cleaned, placement: Placement) -> Line:
    values = {**cleaned.values, **placement.values}
    return Line(placement.kind, placement.key, cleaned.file, cleaned.row, values, placement.links)


def _was_refused(row: Line, made: Line, kind: str) -> bool:
    """Whether a row of the same id came before, and said something else. A passage may be back there already."""
    return any(
        name not in made.values or not says_the_same(kind, name, row.values.get(name), made.values[name])
        for name in contradictions(row, made)
    )


def _is_hidden(row: Line) -> bool:
    return bool(row.values.get(staged.HIDDEN) or row.values.get(staged.CONFIDENTIAL))
