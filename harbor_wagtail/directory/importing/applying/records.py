"""Organizations, programs, services, places and what joins them: compared and written a chunk at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from harbor_wagtail.directory.importing import bulk, staged
from harbor_wagtail.directory.importing.applying import conflicts, events, places, writing
from harbor_wagtail.directory.importing.applying.current import Facts, difference, read_facts
from harbor_wagtail.directory.importing.applying.incoming import Incoming, Present, Said
from harbor_wagtail.directory.importing.applying.slugs import free_slugs
from harbor_wagtail.directory.importing.applying.specs import Spec
from harbor_wagtail.directory.importing.cleaning import shown_value
from harbor_wagtail.directory.importing.matching import Key, Matcher, key_of
from harbor_wagtail.directory.importing.naming import in_words
from harbor_wagtail.directory.importing.rows import Problem
from harbor_wagtail.directory.importing.staged import Line
from harbor_wagtail.directory.models import Availability, ServiceAtLocation
from harbor_wagtail.directory.upkeep import two_checks

if TYPE_CHECKING:
    from harbor_wagtail.directory.importing.applying.journal import Journal
    from harbor_wagtail.directory.importing.applying.terms import Terms
    from harbor_wagtail.directory.importing.report import Report
    from harbor_wagtail.directory.models import ImportBatch

CHUNK = 400


class Records:
    """Applies one kind of record. ``touched`` collects the primary keys of what was written."""

    def __init__(
        self, batch: ImportBatch, spec: Spec, terms: Terms, present: Present, report: Report, journal: Journal
    ) -> None:
        self.batch = batch
        self.spec = spec
        self.report = report
        self.journal = journal
        self.incoming = Incoming(batch, spec, terms, present)
        self.matcher = Matcher(batch)
        self.touched: set[int] = set()
        self.marked: list[int] = []
        #: New ones are not shown before two have checked them, as on any other way in.
        self.holds = spec.kind == "organization" and two_checks.are_wanted()

    def apply(self) -> None:
        for chunk in staged.in_chunks(staged.rows(self.batch, self.spec.kind), CHUNK):
            self._apply(chunk)
            bulk.forget_queries()

    def _apply(self, chunk: list[Line]) -> None:
        pks = self.matcher.pks(self.spec.kind, (row.key for row in chunk))
        if self.spec.kind == "service_at_location":
            pks |= self._by_pair([row for row in chunk if row.key not in pks])
        chunk = self._once(chunk, pks)
        now = read_facts(self.spec, pks.values(), self.incoming.relations(), self.incoming.tags())
        if self.spec.kind == "service":
            _mark_statuses_by_import(now)
        said = self.incoming.read(chunk, pks, now)
        if self.spec.kind == "service_at_location":
            said = self._without_clashes(said)
        known = [one for one in said if one.pk is not None]
        self._create([one for one in said if one.pk is None])
        self._update(known, places.current([one.pk or 0 for one in known]) if self.spec.kind == "location" else {})

    def _by_pair(self, rows: list[Line]) -> dict[Key, int]:
        """A service is at a place once, whatever the id of the row that says so."""
        services = self.matcher.pks("service", (key for row in rows if (key := key_of(row, "service"))))
        locations = self.matcher.pks("location", (key for row in rows if (key := key_of(row, "location"))))
        known = _pairs(services.values())
        meant = {
            row.key: (
                services.get(key_of(row, "service") or row.key),
                locations.get(key_of(row, "location") or row.key),
            )
            for row in rows
        }
        return {key: known[pair] for key, pair in meant.items() if pair in known}

    def _without_clashes(self, said: list[Said]) -> list[Said]:
        """Rows that would put a service at a place where another row of the directory has it already."""
        joined = [{**one.now, **one.facts} for one in said]
        taken = _pairs({facts["service_id"] for facts in joined})
        kept = []
        for one, facts in zip(said, joined, strict=True):
            pair = facts["service_id"], facts["location_id"]
            if pair in taken and taken[pair] != one.pk:
                self._refuse_second(one.row)
                continue
            taken[pair] = one.pk or 0
            kept.append(one)
        return kept

    def _once(self, chunk: list[Line], pks: dict[Key, int]) -> list[Line]:
        """Two rows that mean one record (an old id and its new one, a pair twice): the first counts."""
        seen: set[Any] = set()
        kept = []
        for row in chunk:
            pair = (row.links.get("service"), row.links.get("location"))
            identity = pks.get(row.key) or (pair if self.spec.kind == "service_at_location" else row.key)
            if identity in seen:
                self._refuse_second(row)
                continue
            seen.add(identity)
            kept.append(row)
        return kept

    def _refuse_second(self, row: Line) -> None:
        problem = gettext("Another row is about the same %(value)s; that one was kept.") % {
            "value": in_words(self.spec.kind)
        }
        fix = gettext_noop("Take one of the two out.")
        self.report.tell(
            Problem(row.file, row.row, "id", shown_value(row.source_id), problem, fix, refused=True), self.spec.kind
        )

    def _create(self, new: list[Said]) -> None:
        if not new:
            return
        slugs = free_slugs([(one.row.key, one.facts.get("name") or "") for one in new]) if self._has_slug else {}
        now = timezone.now()  # one for all: a moment takes long to convert, and is remembered
        rows = [self._new_row(one, slugs, now) for one in new]
        pks = writing.create(self.spec.model, rows)
        for one in new:
            one.pk = pks[one.row.key]
            before, after = (
                places.shown(places.columns_for_new(one.row), {}) if self.spec.kind == "location" else ({}, {})
            )
            self.journal.created(self.spec.kind, one.pk, _name(one.facts), {**one.facts, **after})
            self._count_children({}, one.facts)
            self.touched.add(one.pk)
        writing.write_below(self.spec, {one.pk: one.facts for one in new if one.pk}, new=True)
        self._count_new(new)
        events.record(self.batch, self.spec, new, self.report, created=True)

    def _count_new(self, new: list[Said]) -> None:
        self.report.of(self.spec.kind).created += len(new)
        self.report.held += len(new) if self.holds else 0

    @property
    def _has_slug(self) -> bool:
        return self.spec.kind == "organization"

    def _new_row(self, one: Said, slugs: dict[Key, str], now: dt.datetime) -> dict[str, Any]:
        columns = writing.column_values(
            self.spec, {name: value for name, value in one.facts.items() if value is not None}
        )
        if self.spec.kind == "location":
            columns |= places.columns_for_new(one.row)
        if self.spec.is_root:
            shown = None if self.holds else now
            columns |= {
                "live": not self.holds,
                "has_unpublished_changes": False,
                "first_published_at": shown,
                "last_published_at": shown,
            }
            columns.setdefault("last_modified", now)
        if self._has_slug:
            columns["slug"] = slugs[one.row.key]
        return columns | {
            "hsds_id": one.row.key,
            "data_source_id": self.batch.source_id,
            "source_id": one.row.source_id,
            "batch_id": self.batch.pk,
        }

    def _update(self, known: list[Said], addresses: dict[int, dict[str, Any]]) -> None:
        changes: dict[int, tuple[Said, Facts, Facts, dict[str, Any]]] = {}
        for one in known:
            pk = one.known_pk
            if self.spec.kind == "location" and one.row.values.get(staged.CONFIDENTIAL):
                self.marked.append(pk)
            before, after = difference(one.now, one.facts)
            columns = places.columns_for_known(one.row, addresses[pk]) if pk in addresses else {}
            if after or columns:
                changes[pk] = (one, before, after, columns)
            else:
                self.report.of(self.spec.kind).unchanged += 1
                self._count_children(one.now, one.facts)
        conflicts.hold(self.spec, changes)
        refused = self._conflicts({pk: change[0] for pk, change in changes.items()})
        allowed = {pk: change for pk, change in changes.items() if pk not in refused}
        self._write(allowed, addresses)
        events.record(self.batch, self.spec, [one for one in known if one.pk not in refused], self.report)

    def _write(self, changes: dict[int, tuple[Said, Facts, Facts, dict[str, Any]]], addresses: dict[int, Any]) -> None:
        columns: dict[int, dict[str, Any]] = {}
        batches, now = self._batches(changes), timezone.now()
        for pk, (one, before, after, address) in changes.items():
            columns[pk] = {"batch_id": self.batch.pk, **address}
            if self.spec.is_root and "last_modified" not in after:
                columns[pk]["last_modified"] = now
            shown_before, shown_after = places.shown(address, addresses.get(pk, {}))
            self.journal.changed(
                self.spec.kind,
                pk,
                _name({**one.now, **one.facts}),
                {**before, **shown_before, "batch": batches.get(pk)},
                {**after, **shown_after},
            )
            self._count_children(one.now, one.facts)
        writing.update(self.spec, {pk: change[2] for pk, change in changes.items()}, columns)
        self.touched.update(changes)
        self.report.of(self.spec.kind).changed += len(changes)

    def _batches(self, pks: Iterable[int]) -> dict[int, int | None]:
        """Which import wrote each record before, so that taking this one back makes that one the last again."""
        found: dict[int, int | None] = {}
        for piece in staged.pieces(pks):
            found |= dict(self.spec.model._default_manager.filter(pk__in=piece).values_list("pk", "batch_id"))
        return found

    def _conflicts(self, changes: dict[int, Said]) -> set[int]:
        refused: dict[int, conflicts.Conflict] = {}
        checked = conflicts.checks(self.spec, changes)
        for pk, one in changes.items():
            if outdated := conflicts.outdated(checked.get(pk), one.as_of):
                refused[pk] = outdated
        refused |= dict.fromkeys(self._written_since(changes), conflicts.JUST_NOW)
        refused |= dict.fromkeys(conflicts.drafts(self.spec, changes), conflicts.DRAFT)
        for pk, (problem, fix) in refused.items():
            one = changes[pk]
            value = "" if self.spec.kind == "location" else shown_value(_name({**one.now, **one.facts}))
            told = Problem(one.row.file, one.row.row, "", value, problem, fix, refused=True)
            self.report.tell(told, self.spec.kind)
        return set(refused)

    def _written_since(self, changes: dict[int, Said]) -> set[int]:
        """Records that are no longer as they were when they were compared with the file. Call while they are held."""
        if not self.spec.is_root:
            return set()
        now = read_facts(self.spec, changes, (), ())
        return {pk for pk, facts in now.items() if any(changes[pk].now.get(name) != facts[name] for name in facts)}

    def _count_children(self, now: Facts, said: Facts) -> None:
        for child, name in self.spec.relations:
            if name not in said or child == name == "intake_answers":
                continue
            here = {_child_key(row): row for row in now.get(name, [])}
            counts = self.report.of(child)
            if not here:
                counts.created += len(said[name])
                continue
            for row in said[name]:
                known = here.get(_child_key(row))
                if known is None:
                    counts.created += 1
                elif known == row:
                    counts.unchanged += 1
                else:
                    counts.changed += 1


def _pairs(services: Iterable[Any]) -> dict[tuple[Any, Any], int]:
    """(service, place) → the row that joins them, for some services."""
    found: dict[tuple[Any, Any], int] = {}
    for piece in staged.pieces({pk for pk in services if pk}):
        links = ServiceAtLocation.objects.filter(service__in=piece)
        found |= {(service, location): pk for pk, service, location in links.values_list("pk", "service", "location")}
    return found


def _child_key(row: Facts) -> tuple[Any, ...]:
    return row.get("hsds_id"), row.get("contact_ref"), row.get("phone_ref")


def _name(facts: Facts) -> str:
    return str(facts.get("name") or "")


def _mark_statuses_by_import(now: dict[int, Facts]) -> None:
    """Whether the current word on getting in came from an import rather than from somebody."""
    asked = [pk for pk, facts in now.items() if facts.get("status_as_of")]
    for piece in staged.pieces(asked):
        rows = Availability.objects.filter(service__in=piece).order_by("as_of", "pk")
        for pk, batch in rows.values_list("service_id", "batch_id"):
            now[pk]["status_by_import"] = batch is not None
