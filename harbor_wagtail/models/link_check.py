"""What is known of a web address or a telephone number that visitors are shown: when it last worked, and since when not."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: On so many days in a row it has to fail before anybody is told: servers have bad days.
DAYS_TO_FLAG = 2


class LinkProblem(models.TextChoices):
    GONE = "gone", _("the page is gone")
    ERROR = "error", _("the server answers with an error")
    NO_HOST = "no-host", _("no server of this name")
    NO_ANSWER = "no-answer", _("no answer")
    CERTIFICATE = "certificate", _("browsers warn of its certificate")
    ELSEWHERE = "elsewhere", _("leads to another site")
    PARKED = "parked", _("the name seems to be for sale, or the account closed")
    LOOP = "loop", _("leads in a circle")
    NOT_PUBLIC = "not-public", _("leads to an address inside a network")
    MALFORMED = "malformed", _("is not a web address that a browser can open")
    PHONE = "phone", _("is not a number that a phone can call")


class LinkCheck(models.Model):
    """One row for an address, however many records show it. It goes once no public record shows it any more."""

    class Kind(models.TextChoices):
        WEB = "web", _("web address")
        PHONE = "phone", _("number")

    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices, default=Kind.WEB, editable=False)
    target = models.TextField(_("address"), editable=False)
    #: An index on the address itself has no room for long ones.
    digest = models.CharField(max_length=64, unique=True, editable=False)
    tried_at = models.DateTimeField(_("last tried"), null=True, editable=False, db_index=True)
    good_on = models.DateField(_("last seen good"), null=True, editable=False)
    failed_on = models.DateField(_("last failed"), null=True, editable=False)
    failed_days = models.PositiveSmallIntegerField(_("days failed in a row"), default=0, editable=False)
    problem = models.CharField(_("problem"), max_length=12, choices=LinkProblem.choices, blank=True, editable=False)
    #: A status, or the site it leads to. Never more of an answer than that.
    detail = models.CharField(_("detail"), max_length=255, blank=True, editable=False)
    #: ``problem:detail`` that somebody has looked at and found right, such as a site that has moved with its owner.
    accepted = models.CharField(_("found right"), max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("link that was tried")
        verbose_name_plural = _("links that were tried")

    def __str__(self) -> str:
        return self.target

    @property
    def finding(self) -> str:
        return f"{self.problem}:{self.detail}" if self.problem else ""

    @property
    def in_words(self) -> str:
        words = str(LinkProblem(self.problem).label) if self.problem else ""
        return f"{words} ({self.detail})" if self.detail else words

    def note(self, problem: str, detail: str = "", *, now: Any = None) -> None:
        """Write down an answer: an empty ``problem`` is a good one. The caller saves.

        A day on which it failed several times counts once.
        """
        self.tried_at = now or timezone.now()
        today = timezone.localdate(self.tried_at)
        self.problem, self.detail = problem, detail[:255]
        if not problem:
            self.good_on, self.failed_days = today, 0
        elif self.failed_on != today or not self.failed_days:
            self.failed_on, self.failed_days = today, self.failed_days + 1


def digest_of(kind: str, target: str) -> str:
    return hashlib.sha256(f"{kind}:{target}".encode()).hexdigest()


def flagged() -> models.QuerySet[LinkCheck]:
    """What an editor should look at, what fails longest first. A number is judged without asking anybody, so at once."""
    lasting = models.Q(failed_days__gte=DAYS_TO_FLAG) | models.Q(kind=LinkCheck.Kind.PHONE)
    finding = models.functions.Concat("problem", models.Value(":"), "detail")
    found = LinkCheck.objects.filter(lasting).exclude(problem="").exclude(accepted=finding)
    return found.order_by("-failed_days", "failed_on", "target", "pk")
