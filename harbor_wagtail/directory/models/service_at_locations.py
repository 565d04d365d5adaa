"""HSDS ``service_at_location``: a service as given at one place. Plain: it has no drafts, revisions or workflow."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from harbor_wagtail.directory.models import rows
from harbor_wagtail.directory.models.base import Identified
from harbor_wagtail.directory.models.locations import Location
from harbor_wagtail.directory.models.querysets import ServiceAtLocationQuerySet
from harbor_wagtail.directory.models.services import Service
from harbor_wagtail.directory.signals import record_changed


class ServiceAtLocation(Identified, ClusterableModel):
    service = models.ForeignKey(
        Service, verbose_name=_("service"), on_delete=models.CASCADE, related_name="service_at_locations"
    )
    location = models.ForeignKey(
        Location, verbose_name=_("place"), on_delete=models.CASCADE, related_name="service_at_locations"
    )
    description = models.TextField(_("what is different here"), blank=True)

    objects = ServiceAtLocationQuerySet.as_manager()

    class Meta(Identified.Meta):
        verbose_name = _("service at a place")
        verbose_name_plural = _("services at places")
        ordering = ["pk"]
        constraints = [
            *Identified.Meta.constraints,
            models.UniqueConstraint(fields=["service", "location"], name="harbor_directory_serviceatlocation_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.service} · {self.location}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            record_changed.send(sender=type(self), instance=self, told=self.service.is_public())


class ServiceAtLocationPhone(rows.PhoneRow):
    service_at_location = ParentalKey(ServiceAtLocation, on_delete=models.CASCADE, related_name="phones")

    class Meta(rows.PhoneRow.Meta):
        pass


class ServiceAtLocationContact(rows.ContactRow):
    service_at_location = ParentalKey(ServiceAtLocation, on_delete=models.CASCADE, related_name="contacts")

    class Meta(rows.ContactRow.Meta):
        pass


class ServiceAtLocationLanguage(rows.LanguageRow):
    """Languages of the phones given for one place."""

    service_at_location = ParentalKey(ServiceAtLocation, on_delete=models.CASCADE, related_name="languages")

    class Meta(rows.LanguageRow.Meta):
        pass


class ServiceAtLocationSchedule(rows.ScheduleRow):
    service_at_location = ParentalKey(ServiceAtLocation, on_delete=models.CASCADE, related_name="schedules")

    class Meta(rows.ScheduleRow.Meta):
        pass


class ServiceAtLocationArea(rows.ServiceAreaRow):
    service_at_location = ParentalKey(ServiceAtLocation, on_delete=models.CASCADE, related_name="service_areas")

    class Meta(rows.ServiceAreaRow.Meta):
        pass


class ServiceAtLocationAttribute(rows.AttributeRow):
    service_at_location = ParentalKey(ServiceAtLocation, on_delete=models.CASCADE, related_name="attributes")

    class Meta(rows.AttributeRow.Meta):
        pass
