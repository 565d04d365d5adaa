"""Phase one: what a reader hands on is cleaned, freed of addresses and laid down in short transactions."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from harbor_wagtail.directory.importing import bulk, staged
from harbor_wagtail.directory.importing.cleaned import Cleaned
from harbor_wagtail.directory.importing.cleaning import Cleaner, shown_value
from harbor_wagtail.directory.importing.cleaning_places import says_where
from harbor_wagtail.directory.importing.facts_of_ours import is_profile, is_word
from harbor_wagtail.directory.importing.keys import Keys, kept_source_id
from harbor_wagtail.directory.importing.naming import in_words
from harbor_wagtail.directory.importing.parents import placements
from harbor_wagtail.directory.importing.placement import Placement
from harbor_wagtail.directory.importing.readers.specs import Mapping
from harbor_wagtail.directory.importing.refusals import refused
from harbor_wagtail.directory.importing.report import PLURALS, Report
from harbor_wagtail.directory.importing.rows import Problem, Row
from harbor_wagtail.directory.importing.staged import Line
from harbor_wagtail.directory.importing.term_finder import TermFinder
from harbor_wagtail.directory.importing.values import marks_confidential
from harbor_wagtail.directory.importing.withholding import withhold

if TYPE_CHECKING:
    from harbor_wagtail.directory.importing.rows import Item
    from harbor_wagtail.directory.models import ImportBatch

#: What makes two staged rows the same row: kind, key, and for a child its id and the contact or phone it belongs to.
Identity = tuple[str, uuid.UUID, str, str]
NOT_COMPARED = frozenset(
    {staged.CONFIDENTIAL, staged.HIDDEN, staged.HAS_ADDRESS, staged.ADDRESS, staged.LOST, "name_consent_on"}
)


class Stager:
    """Collects rows and writes them a chunk at a time. The same row twice is one row; two that differ are not."""

    def __init__(
        self,
        batch: ImportBatch,
        keys: Keys,
        report: Report,
        *,
        named: bool = False,
        flat: bool = False,
        quiet: bool = False,
        mapping: Mapping | None = None,
    ) -> None:
        """``quiet``: passages left out are not reported yet, since a second reading may put them back."""
        self.batch = batch
        self.keys = keys
        self.report = report
        self.flat = flat
        self.quiet = quiet
        self.terms = TermFinder(keys, report)
        self.cleaner = Cleaner(report.tell, named=named, mapping=mapping)
        #: Kinds of rows in the file of which one or another lost a passage that may be an address.
        self.lost: set[str] = set()
        self._pending: list[Line] = []
        self._counted = False

    def stage(self, items: Iterable[Item], progress: Callable[[int], None] | None = None) -> int:
        """Lay down everything a reader yields. Returns the number of rows read."""
        count = 0
        for item in items:
            if isinstance(item, Problem):
                self.report.tell(item)
                continue
            count += 1
            self.take(item)
            if progress and not count % staged.CHUNK:
                progress(count)
        self.flush()
        return count

    def take(self, row: Row) -> None:
        """Clean one row and put it with those to be written."""
        if row.kind not in PLURALS:
            return
        found = self.cleaner.clean(row)
        if not found and row.kind in staged.RECORDS:
            self._refuse(row)
        for cleaned in found:
            if self._place(cleaned):
                self.lost.add(row.kind)

    def _refuse(self, row: Row) -> None:
        """Keep of a row that its cleaning refused what may hide a place."""
        key = self.keys.of(row.kind, row.id) or self.keys.made(staged.REFUSED, row.kind, row.file, row.row)
        line = self._row(row.kind, key, row.file, row.row)
        line.values = {**row.values, staged.CONFIDENTIAL: marks_confidential(row.values)}
        for name, id in row.links.items():
            line.links |= self.keys.link(name, id)
        self.add(refused(line))

    def _place(self, cleaned: Cleaned) -> list[str]:
        """Returns the attributes that lost a passage."""
        if is_profile(cleaned):
            return []
        if cleaned.kind == "attribute":
            for made in self.terms.find(cleaned):
                self._place(made)
            if not cleaned.links.get("taxonomy_term"):
                return []
        had_address = says_where(cleaned.address)
        lost = [] if is_word(cleaned) else withhold(cleaned, None if self.quiet else self.report.tell)
        for placement in self.placements(cleaned):  # may take words off ``cleaned`` that only say where it belongs
            row = self._row(placement.kind, placement.key, cleaned.file, cleaned.row)
            row.values = {**cleaned.values, **placement.values}
            row.links = placement.links
            if placement.kind in staged.OWN_ROW:
                row.source_id = kept_source_id(cleaned.kind, cleaned.id)
            if cleaned.confidential:
                row.values[staged.CONFIDENTIAL] = True
            if had_address:
                row.values[staged.HAS_ADDRESS] = True
            if lost:
                row.values[staged.LOST] = lost
            self.add(row)
        return lost

    def placements(self, cleaned: Cleaned) -> list[Placement]:
        """Where the row belongs; an orphan is refused by name."""
        found = placements(cleaned, self.keys, flat=self.flat)
        if not found:
            word = in_words(cleaned.kind)
            problem = gettext(
                "This %(word)s belongs to nothing that is kept: the row names no record of a fitting kind."
            ) % {"word": word}
            fix = gettext_noop("Give the row the id of the record it belongs to.")
            self.report.tell(
                Problem(cleaned.file, cleaned.row, "id", shown_value(cleaned.id), problem, fix, refused=True),
                cleaned.kind,
            )
        return found

    def _row(self, kind: str, key: uuid.UUID, file: str, row: int) -> Line:
        return Line(kind, key, file[-255:], row)

    def add(self, row: Line) -> None:
        self._pending.append(row)
        if len(self._pending) >= staged.CHUNK:
            self.flush()

    def flush(self) -> None:
        if not self._pending:
            return
        pending, self._pending = self._pending, []
        with transaction.atomic():
            known = self._known(pending)
            new: list[Line] = []
            merged: dict[int, Line] = {}
            for row in pending:
                same = identity(row)
                first = known.get(same)
                if first is None:
                    known[same] = row
                    new.append(row)
                elif self._merge(first, row, new) and first.pk:
                    merged[first.pk] = first
            staged.write(self.batch, new)
            staged.rewrite(merged.values())
        if not self._counted:
            staged.count_rows()
            self._counted = True
        bulk.forget_queries()

    def _known(self, pending: list[Line]) -> dict[Identity, Line]:
        by_kind: dict[str, set[uuid.UUID]] = {}
        for row in pending:
            by_kind.setdefault(row.kind, set()).add(row.key)
        known = {}
        for kind, keys in by_kind.items():
            for row in staged.below(self.batch, [kind], keys):
                known[identity(row)] = row
        return known

    def _merge(self, first: Line, later: Line, new: list[Line]) -> bool:
        """Take up what ``later`` adds to ``first``; refuse it where the two contradict each other."""
        # One place may have several addresses; here they only say in which county it is and whether to keep quiet.
        contradiction = "" if first.kind == "address" else next(iter(sorted(contradictions(first, later))), "")
        if contradiction:
            self._refuse_duplicate(first, later, contradiction)
            if later.kind in staged.RECORDS:
                new.append(refused(later))
            return False
        values = {**later.values, **{name: value for name, value in first.values.items() if not _is_empty(value)}}
        if lost := {*first.values.get(staged.LOST, ()), *later.values.get(staged.LOST, ())}:
            values[staged.LOST] = sorted(lost)
        links = {**later.links, **first.links}
        if values == first.values and links == first.links:
            return False
        first.values, first.links = values, links
        first.source_id = first.source_id or later.source_id
        return True

    def _refuse_duplicate(self, first: Line, later: Line, column: str) -> None:
        kind = staged.parent_and_kind(later.kind)[1] if staged.is_child(later.kind) else later.kind.lstrip("?@!")
        places = f"{first.file}, line {first.row}" if first.file != later.file else f"line {first.row}"
        problem = gettext(
            "This %(value)s has the same id as the one in %(places)s, but another ‘%(column)s’. The first one was kept."
        ) % {"value": in_words(kind), "places": places, "column": column}
        fix = gettext_noop("Give one of the two rows an id of its own, or take it out.")
        value = shown_value(later.source_id)
        self.report.tell(Problem(later.file, later.row, "id", value, problem, fix, refused=True), kind)


def identity(row: Line) -> Identity:
    values = row.values
    ref = str(values.get("contact_ref") or values.get("phone_ref") or values.get("term") or "")
    inner = values.get("hsds_id", "") if staged.is_child(row.kind) or row.kind[0] in "?#" else ""
    if row.kind[0] == staged.LOCATOR:
        inner = str(row.links.get("parent"))
    if row.kind[0] == staged.REFUSED:
        inner = str((row.values, row.links))
    return row.kind, row.key, inner, ref


def contradictions(first: Line, later: Line) -> set[str]:
    shared = (first.values.keys() & later.values.keys()) - NOT_COMPARED
    found = {name for name in shared if _differ(first.values[name], later.values[name])}
    shared = {name for name in first.links.keys() & later.links.keys() if name[0] != "_"}
    return found | {name for name in shared if first.links[name] != later.links[name]}


def _differ(one: Any, other: Any) -> bool:
    """An empty cell contradicts nothing: shallow copies of a record lack most of it."""
    return not _is_empty(one) and not _is_empty(other) and one != other


def _is_empty(value: Any) -> bool:
    return value is None or value == ""
