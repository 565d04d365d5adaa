"""What somebody found out, when: append-only rows, apart from what is edited, never part of a revision or a copy."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.directory.models import choices
from harbor_wagtail.directory.models.base import about_one_record, user_foreign_key


class AppendOnlyError(TypeError):
    """An event was saved a second time. Record a new one instead."""


class Event(models.Model):
    """A row that is written once. What changed since is a newer row."""

    by_role = models.CharField(_("by (role)"), max_length=255, blank=True)
    by_user = user_foreign_key(_("recorded by"))
    note = models.TextField(_("note"), blank=True)
    batch = models.ForeignKey(
        "harbor_directory.ImportBatch",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} rows are never changed.")
        super().save(*args, **kwargs)


class Verification(Event):
    """Somebody checked one record. HSDS ``assured_date`` and ``assurer_email``."""

    organization = models.ForeignKey(
        "harbor_directory.Organization", null=True, blank=True, on_delete=models.CASCADE, related_name="verifications"
    )
    service = models.ForeignKey(
        "harbor_directory.Service", null=True, blank=True, on_delete=models.CASCADE, related_name="verifications"
    )
    location = models.ForeignKey(
        "harbor_directory.Location", null=True, blank=True, on_delete=models.CASCADE, related_name="verifications"
    )
    checked_on = models.DateField(_("checked on"))
    method = models.CharField(_("how"), max_length=20, choices=choices.CheckMethod.choices)
    assurer_email = models.EmailField(_("e-mail of the role that checked"), blank=True)

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        ordering = ["-checked_on", "-pk"]
        constraints = [about_one_record("harbor_directory_verification_one_record")]

    def __str__(self) -> str:
        return f"{self.checked_on} {self.get_method_display()}"


class Availability(Event):
    """Whether people could get in, at a moment. Believed until ``expires_at``, then "unknown, call"."""

    service = models.ForeignKey(
        "harbor_directory.Service", on_delete=models.CASCADE, related_name="availability_events"
    )
    status = models.CharField(_("getting in"), max_length=20, choices=choices.ServiceStatus.choices)
    as_of = models.DateTimeField(_("as of"), default=timezone.now)
    expires_at = models.DateTimeField(_("believed until"), null=True, blank=True)

    class Meta:
        verbose_name = _("availability")
        verbose_name_plural = _("availability")
        ordering = ["-as_of", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_status_display()} ({self.as_of:%Y-%m-%d})"


class Unit(models.Model):
    """HSDS ``unit``: what capacity is counted in, beds for instance."""

    hsds_id = models.UUIDField(_("HSDS id"), default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=255)
    scheme = models.CharField(_("scheme"), max_length=255, blank=True)
    identifier = models.CharField(_("code"), max_length=255, blank=True)
    uri = models.CharField(_("web address"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class ServiceCapacity(Event):
    """HSDS ``service_capacity`` as it was at ``updated``; the newest row per ``hsds_id`` is the current one."""

    hsds_id = models.UUIDField(_("HSDS id"), default=uuid.uuid4, editable=False, db_index=True)
    service = models.ForeignKey("harbor_directory.Service", on_delete=models.CASCADE, related_name="capacities")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    available = models.IntegerField(_("free"))
    maximum = models.IntegerField(_("in all"), null=True, blank=True)
    description = models.TextField(_("description"), blank=True)
    updated = models.DateTimeField(_("as of"), default=timezone.now)
    updated_as_given = models.CharField(_("as of, as the source wrote it"), max_length=50, blank=True, editable=False)

    class Meta:
        verbose_name = _("capacity")
        verbose_name_plural = _("capacity")
        ordering = ["-updated", "-pk"]

    def __str__(self) -> str:
        return f"{self.available} {self.unit}"
