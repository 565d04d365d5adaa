"""Corrections of a published edition: in the open, with the reason, everything that moves with them in one transaction."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.report_cards import results
from harbor_wagtail.advocacy.report_cards.freezing import store
from harbor_wagtail.advocacy.report_cards.models import (
    Assessment,
    AssessmentStatute,
    Edition,
    Erratum,
    GoalOption,
    PolicyGoal,
    StatuteRef,
)
from harbor_wagtail.advocacy.report_cards.models.guard import unlocked
from harbor_wagtail.advocacy.report_cards.results import NOTHING, Standing
from harbor_wagtail.advocacy.report_cards.sheet import sheet_of
from harbor_wagtail.models import Jurisdiction

#: What an ``Erratum.what`` can be.
OPTION, LAWS, SUMMARY, REASONING, LAW, NOTE = "option", "laws", "summary", "reasoning", "law", "note"
KEEP: Any = object()


@transaction.atomic
def correct_answer(
    edition: Edition,
    jurisdiction: Jurisdiction,
    goal: PolicyGoal,
    *,
    why: str,
    option: GoalOption | None = KEEP,
    laws: Sequence[StatuteRef] = KEEP,
    summary: str = KEEP,
    reasoning: str = KEEP,
    user: Any = None,
    on: datetime.date | None = None,
) -> list[Erratum]:
    """Change what is given, one public entry for each fact that changed; results and ranks follow at once.

    ``option=None`` takes the answer back to "not assessed". Raises ``ValidationError`` where nothing changes, no reason
    is given or the answer is another goal's.
    """
    edition = _open(edition, why)
    row = Assessment.objects.filter(edition=edition, jurisdiction=jurisdiction, goal=goal).first()
    row = row or Assessment(edition=edition, jurisdiction=jurisdiction, goal=goal)
    before = results.stored(edition, sheet_of(edition.framework))
    with unlocked():
        changed = _change(row, option, laws, summary, reasoning)
    if not changed:
        raise ValidationError(_("Nothing would change."))
    effects = _recompute(edition, before) if OPTION in changed else []
    common = {"edition": edition, "jurisdiction": jurisdiction, "goal": goal, "why": why.strip(), "by": user}
    entries = []
    for what, (old, new) in changed.items():
        extra: dict[str, Any] = {"effects": effects} if what == OPTION else {}
        if what == OPTION:
            extra |= {"old_option": old, "new_option": new}
            old, new = _answer(old), _answer(new)
        entries.append(Erratum(**common, what=what, old=old, new=new, on=on or timezone.localdate(), **extra))
    return [_saved(entry) for entry in entries]


@transaction.atomic
def correct_law(
    statute: StatuteRef, *, why: str, user: Any = None, on: datetime.date | None = None, **changes: Any
) -> list[Erratum]:
    """A law misquoted: change its ``citation``, ``quote`` or ``effective_on``, with an entry in each published edition
    that rests on it."""
    if unknown := set(changes) - {"citation", "heading", "quote", "effective_on"}:
        raise TypeError(f"correct_law does not change {sorted(unknown)}.")
    if not why.strip():
        raise ValidationError({"why": _("Say why. It is shown.")})
    different = {name: value for name, value in changes.items() if getattr(statute, name) != value}
    if not different:
        raise ValidationError(_("Nothing would change."))
    old = {name: str(getattr(statute, name) or "") for name in different}
    with unlocked():
        for name, value in different.items():
            setattr(statute, name, value)
        statute.full_clean()
        statute.save()
    rows = Assessment.objects.filter(statute_rows__statute=statute, edition__state="frozen")
    return [
        _saved(
            Erratum(
                edition=row.edition,
                jurisdiction=row.jurisdiction,
                goal=row.goal,
                what=LAW,
                old=old[name],
                new=str(value or ""),
                why=why.strip(),
                on=on or timezone.localdate(),
                by=user,
            )
        )
        for row in rows.select_related("edition", "jurisdiction", "goal")
        for name, value in different.items()
    ]


@transaction.atomic
def note(
    edition: Edition, *, old: str, new: str, why: str, user: Any = None, on: datetime.date | None = None
) -> Erratum:
    """A correction that touches no answer: a misprint in the PDF, a wrong sentence in the method."""
    edition = _open(edition, why)
    return _saved(
        Erratum(edition=edition, what=NOTE, old=old, new=new, why=why.strip(), on=on or timezone.localdate(), by=user)
    )


def _open(edition: Edition, why: str) -> Edition:
    edition = Edition.objects.select_for_update(of=("self",)).select_related("framework").get(pk=edition.pk)
    if not edition.is_published:
        raise ValidationError(_("This edition is a draft: change the answer itself."))
    if not why.strip():
        raise ValidationError({"why": _("Say why. It is shown.")})
    return edition


def _change(row: Assessment, option: Any, laws: Any, summary: Any, reasoning: Any) -> dict[str, tuple[Any, Any]]:
    """What → (old, new), of what really changes; written."""
    changed: dict[str, tuple[Any, Any]] = {}
    if option is not KEEP and (option.pk if option else None) != row.option_id:
        changed[OPTION] = (row.option, option)
        row.option = option
    for name, value in ((SUMMARY, summary), (REASONING, reasoning)):
        if value is not KEEP and value != getattr(row, name):
            changed[name] = (getattr(row, name), value)
            setattr(row, name, value)
    if changed or row.pk is None:
        row.full_clean(validate_unique=False)
        row.save()
    if laws is not KEEP and (found := _change_laws(row, laws)):
        changed[LAWS] = found
    return changed


def _change_laws(row: Assessment, laws: Sequence[StatuteRef]) -> tuple[str, str] | None:
    had = [each.statute for each in row.statute_rows.select_related("statute")]
    if [law.pk for law in had] == [law.pk for law in laws]:
        return None
    row.statute_rows.all().delete()
    for order, law in enumerate(laws):
        entry = AssessmentStatute(assessment=row, statute=law, order=order)
        entry.full_clean()
        entry.save()
    return "; ".join(law.citation for law in had), "; ".join(law.citation for law in laws)


def _recompute(edition: Edition, before: dict[int, Standing]) -> list[dict[str, Any]]:
    """Store the results anew; the places whose result moved, with what it was and is."""
    sheet = sheet_of(edition.framework)
    after = results.computed(edition, sheet)
    store(edition, after)
    moved = [pk for pk in before.keys() | after.keys() if _said(before.get(pk)) != _said(after.get(pk))]
    places = Jurisdiction.objects.in_bulk(moved)
    return [
        {
            "code": places[pk].code,
            "slug": places[pk].slug,
            "name": places[pk].name,
            "old": _said(before.get(pk)),
            "new": _said(after.get(pk)),
        }
        for pk in sorted(moved, key=lambda pk: places[pk].name)
    ]


def _said(standing: Standing | None) -> dict[str, Any]:
    shown = standing or NOTHING
    band = shown.band
    return {
        "state": shown.state,
        "score": None if shown.score is None else format(shown.score.normalize(), "f"),
        "band": (band.letter or band.words) if band else None,
        "rank": shown.rank,
    }


def _answer(option: GoalOption | None) -> str:
    return option.label if option else _("not assessed")


def _saved(entry: Erratum) -> Erratum:
    entry.save()
    return entry
