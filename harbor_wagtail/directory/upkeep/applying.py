"""Taking a proposed change over: into the live row and into any open draft, unless the fact has changed since.

What leads people somewhere (phone, text line, e-mail, web address, place) is held until an editor says who confirmed it at
the number that was already on file: a provider's mailbox may be in the wrong hands.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Revision

from harbor_wagtail.directory.availability import record_availability
from harbor_wagtail.directory.models import CheckMethod, Incoming, Organization, ProposedChange, Service, Verification
from harbor_wagtail.directory.upkeep.by_hand import ByHand
from harbor_wagtail.directory.upkeep.facts import read, write
from harbor_wagtail.directory.upkeep.held import is_held
from harbor_wagtail.directory.verification import record_verification

APPLIED = "harbor.upkeep.applied"


@dataclass
class Outcome:
    """``taken`` were written; ``conflicts`` have changed since the provider saw them; ``by_hand`` no button can write;
    ``locked`` are of records that somebody else has locked; ``drafts`` are open drafts that say something else and were
    left; ``checked`` records got their check. ``late``: somebody else has decided meanwhile, and nothing was done."""

    taken: list[ProposedChange] = field(default_factory=list)
    conflicts: list[ProposedChange] = field(default_factory=list)
    by_hand: list[ProposedChange] = field(default_factory=list)
    locked: list[ProposedChange] = field(default_factory=list)
    drafts: list[ProposedChange] = field(default_factory=list)
    checked: list[Any] = field(default_factory=list)
    late: bool = False


def accept_all(incoming: Incoming, *, user: Any) -> Outcome:
    """Take over everything that is not held, and record the check of every record that nothing is left to ask about."""
    with transaction.atomic():
        _lock(incoming)
        outcome = Outcome(late=not incoming.is_waiting)
        for change in waiting(incoming):
            if not is_held(change.field, change.old, change.new):
                _take(change, outcome, user)
        _record_checks(incoming, outcome, user)
        settle(incoming, user=user)
    return outcome


def accept_called(change: ProposedChange, *, by_role: str, user: Any, by_hand: bool = False) -> Outcome:
    """Take over a held change that ``by_role`` confirmed at the number on file. ``by_hand``: the editor has entered it
    in the record's form already."""
    with transaction.atomic():
        _lock(change.incoming)
        outcome = Outcome()
        change.refresh_from_db()
        if change.state != ProposedChange.State.WAITING:
            outcome.late = True
            return outcome
        change.called_by_role = by_role
        if by_hand:
            _decide(change, ProposedChange.State.ACCEPTED, user)
            outcome.taken.append(change)
        else:
            _take(change, outcome, user)
        _record_checks(change.incoming, outcome, user)
        settle(change.incoming, user=user)
    return outcome


def reject(change: ProposedChange, *, user: Any) -> bool:
    """Whether it still waited: what was taken over meanwhile stays taken over."""
    with transaction.atomic():
        _lock(change.incoming)
        change.refresh_from_db()
        if change.state != ProposedChange.State.WAITING:
            return False
        _decide(change, ProposedChange.State.REJECTED, user)
        settle(change.incoming, user=user)
    return True


def close(incoming: Incoming, *, state: str, user: Any, reason: str = "") -> bool:
    """Decide about the whole: what still waits of it is not taken over. Whether nobody had decided before."""
    with transaction.atomic():
        _lock(incoming)
        if not incoming.is_waiting:
            return False
        for change in waiting(incoming):
            _decide(change, ProposedChange.State.REJECTED, user)
        _finish(incoming, state, user, reason)
    return True


def waiting(incoming: Incoming) -> list[ProposedChange]:
    found = incoming.changes.filter(state=ProposedChange.State.WAITING)
    return list(found.select_related("organization", "service", "location"))


def confirm(incoming: Incoming) -> list[Any]:
    """Record the checks of an answer in which nothing was to be changed. Returns the records."""
    outcome = Outcome()
    with transaction.atomic():
        _record_checks(incoming, outcome, None)
        _finish(incoming, Incoming.State.DONE, None, "")
    return outcome.checked


def settle(incoming: Incoming, *, user: Any) -> None:
    """Done once nothing of it waits."""
    if incoming.is_waiting and not incoming.changes.filter(state=ProposedChange.State.WAITING).exists():
        taken = incoming.changes.filter(state=ProposedChange.State.ACCEPTED).exists()
        _finish(incoming, Incoming.State.DONE if taken else Incoming.State.REJECTED, user, "")


def _lock(incoming: Incoming) -> None:
    """Two editors who press the button at once take it over once."""
    incoming.state = Incoming.objects.select_for_update().get(pk=incoming.pk).state


def _take(change: ProposedChange, outcome: Outcome, user: Any) -> None:
    record: Any = type(change.record)._default_manager.select_for_update().get(pk=change.record.pk)
    # Only now is it ours alone: an erasure we waited for has been through what is proposed too.
    change.refresh_from_db(fields=["old", "new"])
    if record.locked and (user is None or record.locked_by_id != user.pk):
        outcome.locked.append(change)
        return
    now = read(record, change.field)
    if now not in (change.old, change.new):
        outcome.conflicts.append(change)
        return
    try:
        if now != change.new:
            _write(record, change, outcome, user)
    except ByHand:
        outcome.by_hand.append(change)
        return
    _decide(change, ProposedChange.State.ACCEPTED, user)
    outcome.taken.append(change)


def _write(record: Any, change: ProposedChange, outcome: Outcome, user: Any) -> None:
    if change.field == "status":
        record_availability(record, change.new, by_role="", user=user)
        return
    write(record, change.field, change.new)
    if not record.has_unpublished_changes and record.live and not _scheduled(record).exists():
        # Nobody is at work on it: a version of its own, so that the history tells the fact.
        record.save_revision(user=user, changed=True).publish(user=user, log_action=APPLIED)
        return
    record.save()
    log(instance=record, action=APPLIED, user=user, content_changed=True)
    for revision in _open(record):
        _into_draft(revision, record, change, outcome)


def _scheduled(record: Any) -> Any:
    return record.revisions.filter(approved_go_live_at__isnull=False)


def _open(record: Any) -> list[Revision]:
    """The draft somebody works on, what is scheduled, and what waits for approval."""
    found = {revision.pk: revision for revision in _scheduled(record)}
    if record.latest_revision_id and record.has_unpublished_changes:
        found[record.latest_revision_id] = record.latest_revision
    task = record.current_workflow_task_state
    if task is not None:
        found[task.revision_id] = task.revision
    return list(found.values())


def _into_draft(revision: Revision, record: Any, change: ProposedChange, outcome: Outcome) -> None:
    """In its place: a newer version would take it out of its schedule and away from whoever approves it."""
    draft = revision.as_object()
    if read(draft, change.field) not in (change.old, change.new):
        outcome.drafts.append(change)
        return
    write(draft, change.field, change.new)
    Revision.objects.filter(pk=revision.pk).update(content=draft.serializable_data())


def _decide(change: ProposedChange, state: str, user: Any) -> None:
    change.state, change.decided_at, change.decided_by = state, timezone.now(), _user(user)
    change.save(update_fields=["state", "decided_at", "decided_by", "called_by_role"])


def _finish(incoming: Incoming, state: str, user: Any, reason: str) -> None:
    incoming.state, incoming.decided_at, incoming.decided_by = state, timezone.now(), _user(user)
    incoming.reason = reason[:255]
    incoming.save(update_fields=["state", "decided_at", "decided_by", "reason"])


def _user(user: Any) -> Any:
    return user if user is not None and user.pk else None


def _record_checks(incoming: Incoming, outcome: Outcome, user: Any) -> None:
    """The organization, and each service the answer is about, once all that was said of it is taken over.

    A service's visitors are shown the organization's numbers too, so it waits for those as well. Where one was held, it
    was confirmed on the phone, today; else by the provider, on the day the answer came.
    """
    changes = list(incoming.changes.all())
    shared = [change for change in changes if change.service_id is None]
    for record in [incoming.organization, *incoming.confirmed.all()]:
        own = [change for change in changes if change.service_id == record.pk] if isinstance(record, Service) else []
        about = [*shared, *own]
        if any(change.state != ProposedChange.State.ACCEPTED for change in about) or _is_checked(record, incoming):
            continue
        called = next((change.called_by_role for change in about if change.called_by_role), "")
        record_verification(
            record,
            checked_on=timezone.localdate() if called else incoming.received_on,
            method=CheckMethod.PHONE if called else CheckMethod.PROVIDER,
            by_role=called,
            user=user,
        )
        outcome.checked.append(record)


def _is_checked(record: Any, incoming: Incoming) -> bool:
    """Whether it has a check at least as new as the answer, which then adds nothing."""
    key = "organization" if isinstance(record, Organization) else "service"
    return Verification.objects.filter(**{key: record.pk}, checked_on__gte=incoming.received_on).exists()
