"""Columns of the lists in the admin. None reads an address."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from harbor_wagtail.directory.admin.fields import place_name
from harbor_wagtail.directory.availability import current_status
from harbor_wagtail.directory.models import Holiday, Location, Service, ServiceArea, Verification


def with_last_check(records: QuerySet[Any]) -> QuerySet[Any]:
    """The day of the newest check as ``last_checked_on``, without a query for each row."""
    checks = Verification.objects.filter(**{records.model._meta.model_name: OuterRef("pk")})
    return records.annotate(last_checked_on=Subquery(checks.order_by("-checked_on", "-pk").values("checked_on")[:1]))


class DayColumn(Column):
    """The day itself. Wagtail's column counts back from now, so that every day to come is "just now"."""

    def get_value(self, instance: Any) -> str:
        day: date | None = super().get_value(instance)
        return date_format(day) if day else ""


def last_check() -> DayColumn:
    return DayColumn("last_checked_on", label=_("Checked on"), sort_key="last_checked_on")


class GettingInColumn(Column):
    """Whether people can get in, as far as it is still believed."""

    def __init__(self) -> None:
        super().__init__("status", label=_("Getting in"), sort_key="status")

    def get_value(self, instance: Service) -> Any:
        status, _as_of = current_status(instance)
        return status.label if status else _("Unknown, call")


class CountyColumn(Column):
    def __init__(self) -> None:
        super().__init__("county", label=_("County"), sort_key="county")

    def get_value(self, instance: Location) -> str:
        return place_name(instance.county)


class AreasColumn(Column):
    """The counties and states a service reaches. Its rows are prefetched by the list."""

    def __init__(self) -> None:
        super().__init__("areas", label=_("Area served"))

    def get_value(self, instance: Service) -> str:
        areas: list[ServiceArea] = list(instance.service_areas.all())
        names = [place_name(area.fips) or str(area) for area in areas[:3]]
        return ", ".join(names) + (" …" if len(areas) > 3 else "")


class ShownColumn(Column):
    """Whether the address of a place is shown, never the address."""

    def __init__(self) -> None:
        super().__init__("address_visibility", label=_("Address"), sort_key="address_visibility")

    def get_value(self, instance: Location) -> str:
        return str(instance.get_address_visibility_display()).split(":")[0]


class PausedColumn(Column):
    def __init__(self) -> None:
        super().__init__("paused", label=_("Hidden"), sort_key="paused")

    def get_value(self, instance: Any) -> Any:
        return _("hidden") if instance.paused else ""


class LanguageColumn(Column):
    def __init__(self) -> None:
        super().__init__("locale", label=_("Language"), sort_key="locale")

    def get_value(self, instance: Any) -> Any:
        return instance.locale.get_display_name() if instance.locale else _("any")


class NextHolidaysColumn(Column):
    """The days on which a holiday begins this year and next, with their weekday."""

    def __init__(self) -> None:
        super().__init__("first_day", label=_("This year and next"), sort_key="first_day")

    def get_value(self, instance: Holiday) -> str:
        year = timezone.localdate().year
        days = [day for day in (instance.starts_in(year), instance.starts_in(year + 1)) if day]
        return "; ".join(date_format(day, "l, j F Y") for day in days) or gettext("neither")
