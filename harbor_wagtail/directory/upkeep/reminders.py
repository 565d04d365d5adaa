"""Who is written to: one mail for an organization with everything of it that is due, a second later, then a call by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.directory.models import Incoming, Organization, Service, UpdateLink, UpkeepSettings
from harbor_wagtail.directory.upkeep.due import Due, with_due
from harbor_wagtail.sql import not_compiled

#: Services in one mail: more would be no form to fill in on a phone. The others follow when these are answered.
MOST_SERVICES = 12
MAILS = 2


class Step:
    """What is to be done about an organization now."""

    FIRST = "first"
    SECOND = "second"
    WAIT = "wait"
    CALL = "call"
    ANSWERED = "answered"
    NO_ADDRESS = "no-address"

    WORDS = {
        FIRST: _("first mail"),
        SECOND: _("second mail"),
        WAIT: _("written to; an answer may still come"),
        CALL: _("no answer after two mails: call"),
        ANSWERED: _("answered: waits in Incoming"),
        NO_ADDRESS: _("no e-mail on file: call"),
    }


@dataclass
class Round:
    """An organization with the services of it that are due (annotated by ``with_due``), the most overdue first.

    ``email`` is one that its own page shows: no other is known here.
    """

    organization: Organization
    services: list[Service] = field(default_factory=list)
    email: str = ""
    step: str = Step.FIRST
    mails: list[datetime] = field(default_factory=list)

    @property
    def in_the_mail(self) -> list[Service]:
        return self.services[:MOST_SERVICES]


def rounds(*, within: int = 0, today: date | None = None, organizations: Iterable[int] | None = None) -> list[Round]:
    """Every organization with something due within so many days, in a fixed number of queries. Examples are left out:
    nobody is behind their addresses."""
    day = today or timezone.localdate()
    services = with_due(today=day, soon=within).filter(organization__example=False, example=False)
    if organizations is not None:
        services = services.filter(organization__in=list(organizations))
    found: dict[int, Round] = {}
    due = services.exclude(due=Due.FINE).select_related("organization")
    with not_compiled(due.db):
        late = list(due.order_by("organization__name", "organization_id", "name", "pk"))
    for service in late:
        found.setdefault(service.organization_id, Round(service.organization)).services.append(service)
    rules, written, waiting = UpkeepSettings.in_force(), _written(found), _waiting(found)
    for pk, each in found.items():
        each.services.sort(key=lambda service: service.last_checked_on or date.min)
        each.email = _email(each)
        each.mails = _since(written[pk], each)
        each.step = _step(each, day, rules, pk in waiting)
    return list(found.values())


def to_call() -> list[Round]:
    """Those who did not answer two mails. Asks only about organizations that were written to twice."""
    twice = UpdateLink.objects.filter(used_at__isnull=True).order_by().values("organization")
    asked = twice.annotate(mails=Count("pk")).filter(mails__gte=MAILS).values_list("organization", flat=True)
    known = list(asked)
    return [each for each in rounds(organizations=known) if each.step == Step.CALL] if known else []


def _step(each: Round, day: date, rules: UpkeepSettings, waits: bool) -> str:
    if waits:
        return Step.ANSWERED
    if not each.email:
        return Step.NO_ADDRESS
    if not each.mails:
        return Step.FIRST
    patient = day - timezone.localtime(each.mails[-1]).date() < timedelta(days=rules.remind_after_days)
    if patient:
        return Step.WAIT
    return Step.SECOND if len(each.mails) < MAILS else Step.CALL


def _email(each: Round) -> str:
    return each.organization.email or next((service.email for service in each.services if service.email), "")


def _since(links: list[UpdateLink], each: Round) -> list[datetime]:
    """Mails that nobody answered, since anything of what is due was last checked or anything came back."""
    answered = max((link.used_at for link in links if link.used_at), default=None)
    checked = max((service.last_checked_on for service in each.services if service.last_checked_on), default=date.min)
    return [
        link.sent_at
        for link in links
        if not link.used_at
        and timezone.localtime(link.sent_at).date() > checked
        and (answered is None or link.sent_at > answered)
    ]


def _written(organizations: Iterable[int]) -> dict[int, list[UpdateLink]]:
    found: dict[int, list[UpdateLink]] = defaultdict(list)
    for link in UpdateLink.objects.filter(organization__in=list(organizations)).order_by("sent_at", "pk"):
        found[link.organization_id].append(link)
    return found


def _waiting(organizations: Iterable[int]) -> set[int]:
    answers = Incoming.objects.filter(kind=Incoming.Kind.PROVIDER, state=Incoming.State.WAITING)
    return set(answers.filter(organization__in=list(organizations)).values_list("organization", flat=True))
