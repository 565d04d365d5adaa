"""When a listing has to be checked again: by its kind of help, sooner where it is a hotline. A rule, never a stored date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    PositiveSmallIntegerField,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.directory.models import (
    OrganizationPhone,
    PhonePurpose,
    Service,
    ServicePhone,
    TaxonomyTerm,
    UpkeepSettings,
    Verification,
)
from harbor_wagtail.sql import not_compiled

#: Days ahead of which a check counts as due soon.
SOON_DAYS = 30


class Due(TextChoices):
    OVERDUE = "overdue", _("Overdue")
    NEVER = "never", _("Never checked")
    SOON = "soon", _("Due soon")
    FINE = "fine", _("Not due yet")


#: What somebody has to do something about.
URGENT = (Due.OVERDUE, Due.NEVER)


def with_due(
    services: QuerySet[Any] | None = None, *, today: date | None = None, soon: int = SOON_DAYS
) -> QuerySet[Any]:
    """Public services (or those of a queryset) with ``last_checked_on``, ``last_checked_by`` (primary key of a user),
    ``every`` (days) and ``due`` (a :class:`Due`); ``soon`` is how many days ahead count as due soon.

    Two queries besides: the rules in force and the kinds of help that have one of their own. Where it asks for the whole
    directory, put :func:`~harbor_wagtail.sql.not_compiled` round it.
    """
    day, rules = today or timezone.localdate(), UpkeepSettings.in_force()
    if services is None:
        services = Service.objects.public()
    newest = Verification.objects.filter(service=OuterRef("pk")).order_by("-checked_on", "-pk")
    annotated = services.annotate(
        last_checked_on=Subquery(newest.values("checked_on")[:1]),
        last_checked_by=Subquery(newest.values("by_user")[:1]),
        own_days=Coalesce(Subquery(_by_kind(OuterRef("pk"))), Value(rules.check_every_days)),
        is_hotline=Exists(ServicePhone.objects.filter(service=OuterRef("pk"), purpose=PhonePurpose.HOTLINE))
        | Exists(OrganizationPhone.objects.filter(organization=OuterRef("organization"), purpose=PhonePurpose.HOTLINE)),
    ).annotate(
        every=Case(
            When(is_hotline=True, own_days__gt=rules.hotline_every_days, then=Value(rules.hotline_every_days)),
            default=F("own_days"),
            output_field=PositiveSmallIntegerField(),
        )
    )
    return annotated.annotate(due=_due(_intervals(rules), day, soon))


def due_on(service: Any, today: date | None = None) -> date:
    """The day by which an annotated service is to be checked; today where nobody ever did."""
    if service.last_checked_on is None:
        return today or timezone.localdate()
    return service.last_checked_on + timedelta(days=service.every)


def counts(today: date | None = None) -> dict[str, int]:
    """How many public services there are in each state of :class:`Due`."""
    found = with_due(today=today).order_by().values("due").annotate(number=Count("pk")).values_list("due", "number")
    with not_compiled(found.db):
        return {**dict.fromkeys(Due.values, 0), **dict(found)}


def _by_kind(service: OuterRef) -> QuerySet[Any]:
    """The shortest interval of the kinds of help a service is filed under."""
    kinds = TaxonomyTerm.objects.filter(services_by_domain=service, check_every_days__isnull=False)
    return kinds.order_by("check_every_days").values("check_every_days")[:1]


def _intervals(rules: UpkeepSettings) -> list[int]:
    kinds = TaxonomyTerm.objects.filter(check_every_days__isnull=False)
    own = kinds.order_by().values_list("check_every_days", flat=True).distinct()
    return sorted({rules.check_every_days, rules.hotline_every_days, *own})


def _due(intervals: Iterable[int], day: date, soon: int) -> Case:
    """Days are counted here and not in SQL, which every database does in a way of its own."""
    overdue = Q(pk__in=[])
    coming = Q(pk__in=[])
    for days in intervals:
        overdue |= Q(every=days, last_checked_on__lt=day - timedelta(days=days))
        coming |= Q(every=days, last_checked_on__lte=day + timedelta(days=soon - days))
    return Case(
        When(last_checked_on__isnull=True, then=Value(Due.NEVER)),
        When(overdue, then=Value(Due.OVERDUE)),
        When(coming, then=Value(Due.SOON)),
        default=Value(Due.FINE),
        output_field=CharField(),
    )
