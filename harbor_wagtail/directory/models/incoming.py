"""What comes in from outside: answers of providers, fact by fact, and what visitors say is wrong. Nothing of a sender."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.directory.models.base import about_one_record, user_foreign_key


class UpdateLink(models.Model):
    """A link mailed to a provider, for one organization, good once and until a moment.

    Only a keyed hash of its secret is kept: whoever reads the database, or a copy of it, cannot use a link.
    """

    organization = models.ForeignKey(
        "harbor_directory.Organization", on_delete=models.CASCADE, related_name="update_links"
    )
    services = models.ManyToManyField("harbor_directory.Service", related_name="+")
    digest = models.CharField(max_length=64, editable=False)
    language = models.CharField(_("language"), max_length=20)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    expires_at = models.DateTimeField(_("good until"))
    used_at = models.DateTimeField(_("answered"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("mail to a provider")
        verbose_name_plural = _("mails to providers")
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.organization} ({self.sent_at:%Y-%m-%d})"


class Incoming(models.Model):
    """One answer of a provider, or one visitor's word that something is wrong.

    The day is kept and no time, address, browser or name. ``delete_on`` is the day on which a visitor's goes.
    """

    class Kind(models.TextChoices):
        PROVIDER = "provider", _("From the provider")
        VISITOR = "visitor", _("From a visitor")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for you")
        DONE = "done", _("Done")
        REJECTED = "rejected", _("Not taken over")

    class What(models.TextChoices):
        """What a visitor may choose from; stored, so that the box for words may stay empty."""

        NUMBER = "number", _("A number is wrong, or nobody answers")
        CLOSED = "closed", _("It has closed")
        HOURS = "hours", _("The hours are wrong")
        MOVED = "moved", _("It has moved")
        REFUSED = "refused", _("They turn people away whom the page says they help")
        OTHER = "other", _("Something else")

    organization = models.ForeignKey(
        "harbor_directory.Organization",
        verbose_name=_("organization"),
        on_delete=models.CASCADE,
        related_name="incoming",
    )
    service = models.ForeignKey(
        "harbor_directory.Service",
        verbose_name=_("service"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    kind = models.CharField(_("from"), max_length=10, choices=Kind.choices)
    what = models.CharField(_("what is wrong"), max_length=10, choices=What.choices, blank=True)
    note = models.TextField(_("in their words"), blank=True)
    confirmed = models.ManyToManyField("harbor_directory.Service", related_name="+")
    received_on = models.DateField(_("came in"), default=timezone.localdate)
    delete_on = models.DateField(_("deleted on"), null=True, blank=True, db_index=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING, db_index=True)
    reason = models.CharField(_("why not"), max_length=255, blank=True)
    decided_by = user_foreign_key(_("decided by"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("message from outside")
        verbose_name_plural = _("incoming")
        ordering = ["-received_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.organization} ({self.received_on:%Y-%m-%d})"

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING


class ProposedChange(models.Model):
    """One fact as it was shown to the provider (``old``) and as the provider says it is (``new``), both in words.

    ``field`` is a key of :mod:`harbor_wagtail.directory.upkeep.facts`: a column, ``phone:<HSDS id>``,
    ``text:<language>:<column>``, ``hours`` or ``place``.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for you")
        ACCEPTED = "accepted", _("Taken over")
        REJECTED = "rejected", _("Not taken over")

    incoming = models.ForeignKey(Incoming, on_delete=models.CASCADE, related_name="changes")
    organization = models.ForeignKey(
        "harbor_directory.Organization",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="proposed_changes",
    )
    service = models.ForeignKey(
        "harbor_directory.Service",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="proposed_changes",
    )
    location = models.ForeignKey(
        "harbor_directory.Location",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="proposed_changes",
    )
    field = models.CharField(_("fact"), max_length=80)
    old = models.TextField(_("before"), blank=True)
    new = models.TextField(_("now"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    called_by_role = models.CharField(_("confirmed on the phone by (role)"), max_length=255, blank=True)
    decided_by = user_foreign_key(_("decided by"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("proposed change")
        verbose_name_plural = _("proposed changes")
        ordering = ["pk"]
        constraints = [about_one_record("harbor_directory_proposedchange_one_record")]

    def __str__(self) -> str:
        return f"{self.record}: {self.field}"

    @property
    def record(self) -> models.Model:
        found = self.organization or self.service or self.location
        assert found is not None  # noqa: S101  # the constraint above
        return found
