"""Laws that answers rest on, as a page shows them: in force or not, and when somebody last looked."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from harbor_wagtail.advocacy.report_cards.models import (
    Assessment,
    AssessmentStatute,
    DraftingItem,
    Edition,
    LawState,
    PolicyGoal,
    StatuteRef,
)
from harbor_wagtail.conf import conf


@dataclass(frozen=True)
class Law:
    """``counted`` is its state on the edition's day, ``today`` its state now; ``is_stale``: nobody has looked for long."""

    statute: StatuteRef
    counted: LawState
    today: LawState
    is_stale: bool

    @property
    def changed_since(self) -> bool:
        """What the edition found is no longer how it stands: repealed since, or in force since."""
        return self.counted != self.today


def changes(statute: StatuteRef, cutoff: datetime.date) -> str:
    """For files, in codes: "in_force, repealed from 2026-06-01". Empty where it stands as it did on ``cutoff``."""
    then, now = statute.state_on(cutoff), statute.state_today
    if then == now:
        return ""
    day = {LawState.REPEALED: statute.repealed_on, LawState.IN_FORCE: statute.effective_on}.get(now)
    return f"{then.value}, {now.value}" + (f" from {day.isoformat()}" if day else "")


def cited_in(edition: Edition) -> dict[int, list[tuple[StatuteRef, str]]]:
    """Answer → its laws in order, each with its ``changes``; one query. Without what the laws say, which is long."""
    rows = AssessmentStatute.objects.filter(assessment__edition=edition).select_related("statute")
    found: dict[int, list[tuple[StatuteRef, str]]] = {}
    for row in rows.defer("statute__quote"):
        found.setdefault(row.assessment_id, []).append((row.statute, changes(row.statute, edition.law_cutoff)))
    return found


def any_changed(edition: Edition) -> bool:
    """Whether a law that answers of the edition rest on stands otherwise today; one query."""
    laws = StatuteRef.objects.filter(assessments__edition=edition).defer("quote").distinct()
    return any(changes(law, edition.law_cutoff) for law in laws)


def said_changes(laws: Iterable[tuple[StatuteRef, str]]) -> str:
    """ "M002 Code § 2 (in_force, repealed from 2026-06-01)"; of several, divided by semicolons."""
    return "; ".join(f"{statute.citation} ({change})" for statute, change in laws if change)


def stale_before(today: datetime.date | None = None) -> datetime.date:
    """A law verified before this day carries a badge (``HARBOR_WAGTAIL["LAW_STALE_MONTHS"]``)."""
    day = today or timezone.localdate()
    year, month = divmod(day.year * 12 + day.month - 1 - conf.LAW_STALE_MONTHS, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))


def law(statute: StatuteRef, cutoff: datetime.date) -> Law:
    today = timezone.localdate()
    state = statute.state_on(today)
    looked = statute.verified_on
    stale = state != LawState.REPEALED and (looked is None or looked < stale_before(today))
    return Law(statute, statute.state_on(cutoff), state, stale)


def laws_of(assessments: Iterable[Assessment], edition: Edition) -> dict[int, list[Law]]:
    """Assessment → its laws, one query."""
    rows = AssessmentStatute.objects.filter(assessment__in=[row.pk for row in assessments])
    found: dict[int, list[Law]] = {}
    for row in rows.select_related("statute__jurisdiction"):
        found.setdefault(row.assessment_id, []).append(law(row.statute, edition.law_cutoff))
    return found


def drafting_of(goal: PolicyGoal, edition: Edition) -> list[tuple[DraftingItem, list[Law]]]:
    """Two queries."""
    items = DraftingItem.objects.filter(goal=goal).prefetch_related("statutes__jurisdiction")
    return [(item, [law(statute, edition.law_cutoff) for statute in item.statutes.all()]) for item in items]
