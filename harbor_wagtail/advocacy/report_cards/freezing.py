"""Publishing: a framework once its points add up, an edition once its answers can be traced. Both then stand still."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from harbor_wagtail.advocacy.report_cards import adding_up, results
from harbor_wagtail.advocacy.report_cards.models import (
    AreaResult,
    Assessment,
    Edition,
    EditionState,
    Framework,
    FrameworkState,
    FrozenError,
    OptionStatus,
    Result,
)
from harbor_wagtail.advocacy.report_cards.models.guard import unlocked
from harbor_wagtail.advocacy.report_cards.places_of import places_of
from harbor_wagtail.advocacy.report_cards.results import NOTHING, Standing
from harbor_wagtail.advocacy.report_cards.sheet import sheet_of

#: Examples named in one sentence; the rest is counted.
NAMED = 5


class NotReady(ValidationError):
    """Publishing was refused; ``messages`` name what is missing."""


def framework_faults(framework: Framework) -> list[str]:
    """Why the framework cannot be published; empty: it can."""
    return adding_up.faults(sheet_of(framework).rules)


@transaction.atomic
def publish_framework(framework: Framework) -> None:
    """Raises ``NotReady`` where its points do not add up."""
    if faults := framework_faults(framework):
        raise NotReady(faults)
    Framework.objects.filter(pk=framework.pk).update(state=FrameworkState.PUBLISHED)
    framework.state = FrameworkState.PUBLISHED.value


def withdraw_framework(framework: Framework) -> None:
    """Back to a draft; raises ``FrozenError`` once an edition of it is published."""
    if framework.is_frozen():
        raise FrozenError(Framework.frozen_message)
    Framework.objects.filter(pk=framework.pk).update(state=FrameworkState.DRAFT)
    framework.state = FrameworkState.DRAFT.value


def edition_faults(edition: Edition) -> list[str]:
    """Why the edition cannot be published; empty: it can."""
    found = framework_faults(edition.framework)
    if not found and not edition.framework.is_published:
        found = [_("Its framework is a draft. Publish the framework first.")]
    return [*found, *_about_nobody(edition), *_untraceable(edition)]


def edition_remarks(edition: Edition) -> list[str]:
    """What an editor should know before publishing; none of it stands in the way."""
    return [*_in_part(edition), *_two_answers(edition), *_thin_laws(edition)]


@transaction.atomic
def freeze(edition: Edition, user: Any = None, on: datetime.date | None = None) -> None:
    """Store every place's result and lock the edition. Raises ``NotReady``, or ``FrozenError`` the second time."""
    edition = Edition.objects.select_for_update(of=("self",)).select_related("framework").get(pk=edition.pk)
    if edition.is_published:
        raise FrozenError(Edition.frozen_message)
    if faults := edition_faults(edition):
        raise NotReady(faults)
    store(edition, results.computed(edition, sheet_of(edition.framework)))
    with unlocked():
        edition.state = EditionState.FROZEN.value
        edition.published_on = on or timezone.localdate()
        edition.published_by = user
        edition.save(update_fields=["state", "published_on", "published_by"])


def store(edition: Edition, found: Mapping[int, Standing]) -> None:
    """Replace the stored results of an edition; a place without an answer gets a row that says so."""
    places = {place.pk for place in places_of(edition).rows} | found.keys()
    kept = {row.jurisdiction_id: row for row in Result.objects.filter(edition=edition)}
    with unlocked():
        AreaResult.objects.filter(result__edition=edition).delete()
        rows = [_fill(kept.get(place) or Result(edition=edition, jurisdiction_id=place), found) for place in places]
        columns = [field.name for field in Result._meta.concrete_fields if field.name not in ("id", "edition")]
        Result.objects.bulk_update([row for row in rows if row.pk], columns, batch_size=200)
        Result.objects.bulk_create([row for row in rows if not row.pk])
        by_place = dict(Result.objects.filter(edition=edition).values_list("jurisdiction", "pk"))
        AreaResult.objects.bulk_create(
            AreaResult(
                result_id=by_place[place], area_id=area, state=each.state, points=each.points, maximum=each.maximum
            )
            for place, standing in found.items()
            for area, each in standing.areas.items()
        )


def _fill(row: Result, found: Mapping[int, Standing]) -> Result:
    """``published_rank`` is nobody's to compute."""
    standing = found.get(row.jurisdiction_id, NOTHING)
    for name in ("state", "points", "maximum", "bonus", "score", "band", "rank", "tied", "answered", "goals"):
        setattr(row, name, getattr(standing, name))
    return row


def _about_nobody(edition: Edition) -> Iterator[str]:
    if not places_of(edition).rows:
        yield _("It is about no place yet. Choose a map of squares in its framework, or bring in a spreadsheet.")


def _untraceable(edition: Edition) -> Iterator[str]:
    """An answer that gives or takes points and rests on nothing."""
    rows = Assessment.objects.filter(edition=edition, statute_rows=None, reasoning="").exclude(option=None)
    rows = rows.exclude(option__points=0)
    if number := rows.count():
        yield ngettext(
            "%(number)d answer that counts names neither a law nor a reason: %(some)s.",
            "%(number)d answers that count name neither a law nor a reason: %(some)s.",
            number,
        ) % {"number": number, "some": _some(rows)}


def _in_part(edition: Edition) -> Iterator[str]:
    found = results.computed(edition, sheet_of(edition.framework))
    places = places_of(edition).rows
    partly = [str(place) for place in places if found.get(place.pk, NOTHING).state == "partly"]
    missing = [str(place) for place in places if not found.get(place.pk, NOTHING).is_assessed]
    if partly:
        yield _("Not every goal has an answer, so these get no grade: %(places)s.") % {"places": _listed(partly)}
    if missing:
        yield _("Shown as “not assessed”: %(places)s.") % {"places": _listed(missing)}


def _two_answers(edition: Edition) -> Iterator[str]:
    rows = Assessment.objects.filter(edition=edition).disputed()
    if number := rows.count():
        yield ngettext(
            "In %(number)d answer the second coder disagrees: %(some)s.",
            "In %(number)d answers the second coder disagrees: %(some)s.",
            number,
        ) % {"number": number, "some": _some(rows)}


def _thin_laws(edition: Edition) -> Iterator[str]:
    rows = Assessment.objects.filter(edition=edition)
    bare = rows.filter(statute_rows=None, option__status__in=(OptionStatus.MET, OptionStatus.PARTLY))
    if number := bare.count():
        yield ngettext(
            "%(number)d goal counts as met and names no law: %(some)s.",
            "%(number)d goals count as met and name no law: %(some)s.",
            number,
        ) % {"number": number, "some": _some(bare)}
    thin = rows.filter(Q(statutes__quote="") | Q(statutes__verified_on=None), statutes__isnull=False).distinct()
    if number := thin.count():
        yield ngettext(
            "%(number)d answer rests on a law without its words or the day it was verified: %(some)s.",
            "%(number)d answers rest on a law without its words or the day it was verified: %(some)s.",
            number,
        ) % {"number": number, "some": _some(thin)}


def _some(rows: Any) -> str:
    pairs = rows.order_by("jurisdiction__name", "goal__order").values_list("jurisdiction__name", "goal__code")
    return _listed([f"{place} {code}" for place, code in pairs[: NAMED + 1]])


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:NAMED])
    return f"{shown}, …" if len(names) > NAMED else shown
