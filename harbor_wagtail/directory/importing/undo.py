"""Taking an import back: what nobody touched since goes back to how it was; the rest is listed by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext, gettext_noop

from harbor_wagtail.directory import erasures
from harbor_wagtail.directory.importing import bulk, staged
from harbor_wagtail.directory.importing.applying import after, conflicts, writing
from harbor_wagtail.directory.importing.applying.current import Facts, read_facts
from harbor_wagtail.directory.importing.applying.places import CHANGED, VISIBILITY
from harbor_wagtail.directory.importing.applying.specs import SPECS, Spec
from harbor_wagtail.directory.importing.cells import MODELS
from harbor_wagtail.directory.importing.plain import field_value, plain
from harbor_wagtail.directory.importing.values import looks_like_address
from harbor_wagtail.directory.models import (
    AddressVisibility,
    Availability,
    ImportBatch,
    ImportChange,
    Location,
    ServiceCapacity,
    Verification,
)
from harbor_wagtail.directory.visibility import make_area_only

#: Children before parents.
ORDER = (*reversed(staged.RECORDS), *reversed(staged.VOCABULARY))
#: Journal entries that are no facts.
BESIDES = frozenset({CHANGED, VISIBILITY, "batch"})
#: Records taken back at a time.
CHUNK = 400


class CannotUndo(Exception):
    """There is no such import, or it was never applied."""


@dataclass
class Undone:
    """``left``: (kind, name, why) of what stays as it is."""

    deleted: dict[str, int] = field(default_factory=dict)
    restored: dict[str, int] = field(default_factory=dict)
    left: list[tuple[str, str, str]] = field(default_factory=list)
    nothing_to_do: bool = False

    def leave(self, kind: str, name: str, why: str) -> None:
        self.left.append((kind, name, gettext(why)))


def undo_import(pk: int, user: Any = None) -> Undone:
    """Take one batch back, in one transaction. Raises ``CannotUndo``, and ``Erased``."""
    with transaction.atomic(), erasures.apart():
        batch = ImportBatch.objects.select_for_update().filter(pk=pk).first()
        if batch is None:
            raise CannotUndo(
                gettext("There is no import number %(pk)s. The imports are listed in the admin, under Harbor.")
                % {"pk": pk}
            )
        if batch.state in (ImportBatch.State.UNDONE, ImportBatch.State.FAILED):
            return Undone(nothing_to_do=True)
        if batch.state != ImportBatch.State.APPLIED:
            raise CannotUndo(
                gettext("Import number %(pk)s was never applied, so there is nothing to take back.") % {"pk": pk}
            )
        return _Undo(batch, user).go()


class _Undo:
    def __init__(self, batch: ImportBatch, user: Any) -> None:
        self.batch = batch
        self.user = user
        self.undone = Undone()
        self.touched: dict[str, set[int]] = {}

    def go(self) -> Undone:
        services = self._services_before()
        self._delete_events()
        for kind in ORDER:
            changes = ImportChange.objects.filter(batch=self.batch, model=kind)
            for chunk in _in_chunks(changes):
                self._take_back(kind, chunk)
        self.undone.nothing_to_do = not (self.undone.deleted or self.undone.restored or self.undone.left)
        self.batch.state = ImportBatch.State.UNDONE
        self.batch.save(update_fields=["state"])
        after.refresh_search(services | after.services_of(self.touched))
        return self.undone

    def _services_before(self) -> set[int]:
        """Named before anything is deleted: a service whose place goes loses its link to it."""
        changes = ImportChange.objects.filter(batch=self.batch, model__in=SPECS)
        touched: dict[str, set[int]] = {}
        for kind, pk in changes.values_list("model", "object_id"):
            touched.setdefault(kind, set()).add(pk)
        return after.services_of(touched)

    def _delete_events(self) -> None:
        for model in (Verification, Availability, ServiceCapacity):
            bulk.delete(model.objects.filter(batch=self.batch))

    def _take_back(self, kind: str, chunk: list[ImportChange]) -> None:
        made = [change for change in chunk if change.action == ImportChange.Action.CREATED]
        altered = [change for change in chunk if change.action == ImportChange.Action.CHANGED]
        if kind in SPECS:
            self._delete_records(SPECS[kind], made)
            self._restore_records(SPECS[kind], altered)
        else:
            self._delete_words(kind, made)
            self._restore_words(kind, altered)

    def _delete_records(self, spec: Spec, made: list[ImportChange]) -> None:
        after_by_pk = {change.object_id: change.after for change in made}
        rows = spec.model._default_manager.in_bulk(list(after_by_pk))
        now = _facts_now(spec, after_by_pk)
        drafts, checked = conflicts.drafts(spec, rows), conflicts.checks(spec, rows)
        used = writing.pointed_at(spec, list(rows))
        going = []
        for pk, row in rows.items():
            why = self._reason(spec, row, now[pk], after_by_pk[pk])
            why = why or (gettext_noop("somebody is working on a draft") if pk in drafts else "")
            why = why or (gettext_noop("it was checked here since") if pk in checked else "")
            why = why or (_USED[spec.kind] if pk in used else "")
            if why:
                self.undone.leave(spec.kind, _shown(spec, row), why)
            else:
                going.append(row)
        self._delete(spec, going)

    def _reason(self, spec: Spec, row: Any, now: Facts, written: Facts) -> str:
        """Why a record this import made must stay: somebody has put work into it."""
        if row.batch_id != self.batch.pk:
            return (
                gettext("import number %(number)s changed it since") % {"number": row.batch_id}
                if row.batch_id
                else gettext_noop("it was changed since")
            )
        if getattr(row, "latest_revision_id", None) or getattr(row, "paused", False):
            return gettext_noop("an editor changed it since")
        if any(now.get(name) != value for name, value in written.items() if name not in BESIDES):
            return gettext_noop("it was changed since")
        if any(value and name not in written and name not in _UNDECIDED for name, value in now.items()):
            return gettext_noop("something was added to it since")
        if isinstance(row, Location) and row.visibility_changed_at:
            return gettext_noop("somebody decided since whether the place may be shown")
        return ""

    def _delete(self, spec: Spec, rows: list[Any]) -> None:
        pks = [row.pk for row in rows]
        for piece in staged.pieces(pks):
            writing.delete_records(spec, piece)
        if pks:
            self.undone.deleted[spec.kind] = self.undone.deleted.get(spec.kind, 0) + len(pks)

    def _restore_records(self, spec: Spec, altered: list[ImportChange]) -> None:
        by_pk = {change.object_id: change for change in altered}
        rows: dict[int, Any] = spec.model._default_manager.in_bulk(list(by_pk))
        now = _facts_now(spec, {pk: by_pk[pk].after for pk in rows})
        drafts = conflicts.drafts(spec, rows)
        back: dict[int, Facts] = {}
        batches: dict[int, dict[str, Any]] = {}
        for pk, row in rows.items():
            why = (
                gettext("import number %(number)s changed it since") % {"number": row.batch_id}
                if row.batch_id not in (self.batch.pk, None)
                else ""
            )
            why = why or (gettext_noop("somebody is working on a draft") if pk in drafts else "")
            if why:
                self.undone.leave(spec.kind, _shown(spec, row), why)
                continue
            back[pk] = self._unchanged(spec, row, by_pk[pk], now[pk])
            batches[pk] = {"batch_id": by_pk[pk].before.get("batch")}
            self._hide_again(spec, row, by_pk[pk])
        writing.update(spec, back, batches)
        self.touched.setdefault(spec.kind, set()).update(back)
        if back:
            self.undone.restored[spec.kind] = self.undone.restored.get(spec.kind, 0) + len(back)

    def _unchanged(self, spec: Spec, row: Any, change: ImportChange, now: Facts) -> Facts:
        """The facts that are still as the import left them, with what they were before."""
        back, kept = {}, []
        for name, value in change.after.items():
            if name in BESIDES:
                continue
            if now.get(name) == value:
                back[name] = change.before.get(name)
            else:
                kept.append(name.removeprefix("text:").removesuffix("_id"))
        if kept:
            self.undone.leave(
                spec.kind, _shown(spec, row), gettext("changed since: %(facts)s") % {"facts": ", ".join(sorted(kept))}
            )
        return back

    def _hide_again(self, spec: Spec, row: Any, change: ImportChange) -> None:
        """A place that this import showed is hidden again. An address that was replaced does not come back."""
        if spec.kind != "location":
            return
        if change.after.get(VISIBILITY) == AddressVisibility.PUBLIC and row.address_is_public:
            make_area_only(row, user=self.user)
        elif CHANGED in change.after and change.before.get(VISIBILITY) in (None, AddressVisibility.PUBLIC):
            why = gettext_noop(
                "its address stays as the import left it: addresses that were replaced are not kept anywhere"
            )
            self.undone.leave(spec.kind, _shown(spec, row), why)

    def _delete_words(self, kind: str, made: list[ImportChange]) -> None:
        """Terms, vocabularies and units that nothing uses."""
        rows = MODELS[kind]._default_manager.in_bulk([change.object_id for change in made])
        for row in rows.values():
            if _is_pointed_at(row):
                self.undone.leave(kind, str(row), gettext_noop("something uses it"))
            else:
                row.delete()
                self.undone.deleted[kind] = self.undone.deleted.get(kind, 0) + 1

    def _restore_words(self, kind: str, altered: list[ImportChange]) -> None:
        rows: dict[int, Any] = MODELS[kind]._default_manager.in_bulk([change.object_id for change in altered])
        for change in altered:
            row = rows.get(change.object_id)
            if row is None:
                continue
            for name, value in change.after.items():
                if plain(getattr(row, name)) == value:
                    before = change.before.get(name)
                    setattr(
                        row, name, before if name.endswith("_id") else field_value(row._meta.get_field(name), before)
                    )
            row.save()
            self.undone.restored[kind] = self.undone.restored.get(kind, 0) + 1


#: Why deleting would take more along than this import brought.
_USED: dict[str, str] = {
    "organization": gettext_noop("services or places of it stay"),
    "program": gettext_noop("a service of it stays"),
    "service": gettext_noop("something that stays belongs to it"),
    "location": gettext_noop("a service is given there"),
    "service_at_location": gettext_noop("something that stays belongs to it"),
}
#: Facts that are never empty on a record, whoever made it.
_UNDECIDED = frozenset({
    "last_modified", "location_type", "residence", "referral", "cost", "hours", "holidays", "documents", "status",
    "organization_id", "service_id", "location_id",
})  # fmt: skip


def _in_chunks(changes: Any) -> Iterator[list[ImportChange]]:
    last = 0
    while chunk := list(changes.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        last = chunk[-1].pk
        yield chunk


def _facts_now(spec: Spec, written: dict[int, Facts]) -> dict[int, Facts]:
    relations = [name for _, name in spec.relations]
    return read_facts(spec, written, relations, spec.tags)


def _shown(spec: Spec, row: Any) -> str:
    """A name; of a place that is called by its address only its number."""
    return f"place {row.pk}" if looks_like_address(str(row)) else str(row)


def _is_pointed_at(row: models.Model) -> bool:
    """Also by relations without a name of their own, which is how attributes point at terms."""
    own = {"texts", "crosswalk"}
    links = [
        link
        for link in row._meta.get_fields(include_hidden=True)
        if isinstance(link, models.ForeignObjectRel) and link.get_accessor_name() not in own
    ]
    return any(link.related_model._default_manager.filter(**{link.field.name: row.pk}).exists() for link in links)
