"""What holds apart from drafts, shown beside the form with a link to where it is decided."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.panels import Panel

from harbor_wagtail.directory.admin import inclusion as checklist
from harbor_wagtail.directory.admin.fields import place_name
from harbor_wagtail.directory.models import InclusionDecision, Location, Organization, Service
from harbor_wagtail.directory.upkeep.two_checks import first_listing_waits, independent_checks
from harbor_wagtail.directory.verification import last_checked

Describe = Callable[[Any, Any], dict[str, Any]]


class StatePanel(Panel):
    """A read-only part of the form, for records that exist already. ``describe(record, user)`` gives its context."""

    def __init__(self, template: str, describe: Describe, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.template = template
        self.describe = describe

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "template": self.template, "describe": self.describe}

    class BoundPanel(Panel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.template_name = f"harbor_directory/admin/panels/{self.panel.template}.html"

        def is_shown(self) -> bool:
            return bool(self.instance is not None and self.instance.pk and self.request)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            described = self.panel.describe(self.instance, self.request.user)
            return {**context, "record": self.instance, **described}


def action_url(record: Any, action: str) -> str:
    return reverse(f"wagtailsnippets_harbor_directory_{record._meta.model_name}:{action}", args=[record.pk])


def hidden_because(record: Any, *, put_back: Collection[Any] = ()) -> list[str]:
    """Why visitors do not see an organization, a service or a place, in words; empty when they do.

    That one of ``put_back`` is hidden does not count: it is about to be shown again.
    """
    row = type(record)._default_manager.get(pk=record.pk)
    reasons = _own_reasons(row, hidden=row.paused and row not in put_back)
    if isinstance(row, Organization):
        reasons += [*_declined(row), *_waiting_for_checks(row)]
    if isinstance(row, Service):
        name = {"organization": row.organization}
        if not row.organization.live:
            reasons.append(_("The organization “%(organization)s” is not published.") % name)
        if row.organization.paused and row.organization not in put_back:
            reasons.append(_("The organization “%(organization)s” is hidden.") % name)
        reasons += [*_declined(row.organization), *_waiting_for_checks(row.organization)]
    return reasons


def _own_reasons(row: Any, *, hidden: bool) -> list[str]:
    reasons = []
    if not row.live:
        reasons.append(_("It is not published."))
    if hidden:
        reasons.append(_("It is hidden."))
    if row.expired:
        reasons.append(_("Its time is over."))
    return reasons


def _waiting_for_checks(organization: Organization) -> list[str]:
    if not first_listing_waits(organization):
        return []
    said = _("Two who do not depend on each other have to check it before it is shown for the first time.")
    known = independent_checks(organization)
    return [f"{said} {_('One has done so.')}" if known else said]


def _declined(organization: Organization) -> list[str]:
    return [_("The organization is not included.")] if organization.inclusion == InclusionDecision.DECLINED else []


def visible(record: Any, user: Any) -> dict[str, Any]:
    may = user.has_perm(f"harbor_directory.change_{record._meta.model_name}")
    return {"reasons": hidden_because(record), "hide_url": action_url(record, "hide") if may else ""}


def inclusion(record: Any, user: Any) -> dict[str, Any]:
    may = user.has_perm("harbor_directory.decide_inclusion_organization")
    known = checklist.read(record.inclusion_note)
    return {"inclusion_url": action_url(record, "inclusion") if may else "", "checklist": known}


def address(record: Any, user: Any) -> dict[str, Any]:
    may = user.has_perm("harbor_directory.change_visibility_location")
    return {
        "visibility_url": action_url(record, "visibility") if may else "",
        "county": place_name(record.county),
        **visible(record, user),
    }


def organization(record: Any, user: Any) -> dict[str, Any]:
    """What visitors are told about the organization besides this service, and where it is edited."""
    owner = record.organization
    may = user.has_perm("harbor_directory.change_organization")
    return {
        "organization": owner,
        "phones": owner.phones.all(),
        "organization_url": f"{edit_url(owner)}?whole=1" if may else "",
        "others": owner.services.exclude(pk=record.pk).count(),
    }


def places(record: Any, user: Any) -> dict[str, Any]:
    """Each place of a service, and whether its address is shown."""
    found = Location.objects.filter(service_at_locations__service=record.pk).order_by("name", "pk")
    return {"places": [_place(each, user) for each in found]}


def parts(record: Any, user: Any) -> dict[str, Any]:
    """The services and places of an organization."""
    return {
        "services": [(each, edit_url(each)) for each in record.services.order_by("name", "pk")],
        "places": [_place(each, user) for each in record.locations.order_by("name", "pk")],
        "may_edit_services": user.has_perm("harbor_directory.change_service"),
        "add_service_url": _add_url("service", record) if user.has_perm("harbor_directory.add_service") else "",
        "add_place_url": _add_url("location", record) if user.has_perm("harbor_directory.add_location") else "",
    }


def _place(place: Location, user: Any) -> dict[str, Any]:
    may = user.has_perm("harbor_directory.change_location")
    return {
        "place": place,
        "edit_url": edit_url(place) if may else "",
        "shown": str(place.get_address_visibility_display()).split(":")[0],
        **address(place, user),
    }


def edit_url(record: Any) -> str:
    return action_url(record, "edit")


def _add_url(model: str, owner: Organization) -> str:
    return f"{reverse(f'wagtailsnippets_harbor_directory_{model}:add')}?organization={owner.pk}"


def last_check(record: Any, user: Any) -> dict[str, Any]:
    return {"check": last_checked([record]).get(record.pk)}
