"""The one way in which a place becomes public or hidden: at once, for every version, by somebody with the right.

Nothing here is draftable. Hiding a place erases its address (:mod:`harbor_wagtail.directory.redaction`); making it
public again means typing the address anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from harbor_wagtail.directory import locks
from harbor_wagtail.directory.models import (
    ADDRESS_FIELDS,
    AddressVisibility,
    DirectoryVersion,
    Location,
    Organization,
    Service,
    TaxonomyTerm,
)
from harbor_wagtail.directory.redaction import Redaction, organizations_at, redact
from harbor_wagtail.directory.signals import record_changed

if TYPE_CHECKING:
    from datetime import date

#: What ``make_public`` may be given: every address column, the town, and the parts of an address that hide nothing.
PUBLIC_ADDRESS_FIELDS = frozenset({*ADDRESS_FIELDS, "city", "state_province", "country", "address_type"})


def is_sheltering(location: Location) -> bool:
    """Whether anybody who uses a service at this place may be hiding, by the terms its services are filed under.

    Unpublished services count: they may be published tomorrow.
    """
    return TaxonomyTerm.objects.filter(
        sheltering=True, services_by_domain__service_at_locations__location=location.pk
    ).exists()


def make_public(
    location: Location,
    address: dict[str, Any],
    *,
    by_role: str = "",
    agreed_on: date | None = None,
    user: Any = None,
) -> None:
    """Show the place with ``address`` (keys: :data:`PUBLIC_ADDRESS_FIELDS`), replacing any address it had.

    Raises ``ValidationError`` where the place shelters people and nobody at the provider is named (by role and date)
    as having agreed, and ``TypeError`` for a key that is no part of an address.
    """
    unknown = set(address) - PUBLIC_ADDRESS_FIELDS
    if unknown:
        raise TypeError(f"Not part of an address: {', '.join(sorted(unknown))}")
    with transaction.atomic():
        row = _held(location)
        if is_sheltering(row) and not (by_role and agreed_on):
            raise ValidationError(
                _("People may be hiding here. Say who at the provider agreed to show the address, and when."),
                code="agreement-missing",
            )
        values = {name: address.get(name, empty) for name, empty in {**ADDRESS_FIELDS, **_PLAIN}.items()}
        _write(
            row,
            location,
            {**values, "show_town": True, "agreed_by_role": by_role, "agreed_on": agreed_on},
            AddressVisibility.PUBLIC,
            user,
        )
        log(instance=row, action="harbor.place.public", user=user)


def make_area_only(
    location: Location, *, confidential: bool = False, show_town: bool = False, user: Any = None
) -> Redaction:
    """Show only the area from now on, and erase the address wherever this site stored it.

    ``show_town`` keeps the town, which is otherwise part of the address. Returns what was erased. Mails that were
    sent, search engines, backups and printed copies are beyond reach; say so to whoever asked for it.
    """
    return locks.once_more(lambda: _hide(location, confidential, show_town, user))


def _hide(location: Location, confidential: bool, show_town: bool, user: Any) -> Redaction:
    row = _held(location)
    redaction = redact(row)
    # Its name may have held the address: neither the log entry below nor the caller's copy may bring it back.
    row.refresh_from_db()
    location.name = row.name
    _write(
        row,
        location,
        {
            **ADDRESS_FIELDS,
            "city": row.city if show_town else "",
            "show_town": show_town,
            "agreed_by_role": "",
            "agreed_on": None,
        },
        AddressVisibility.CONFIDENTIAL if confidential else AddressVisibility.UNDECIDED,
        user,
    )
    log(instance=row, action="harbor.place.hidden", user=user)
    return redaction


def _held(location: Location) -> Location:
    """The row, with others who would write it, or what tells of it, waiting. In the order in which an editor's form and an
    import take them, or two might wait for each other. SQLite holds nobody up for a look: there, it is written."""
    if not connection.features.has_select_for_update:
        Location.objects.filter(pk=location.pk).update(last_modified=F("last_modified"))
        return Location.objects.get(pk=location.pk)
    owners = organizations_at(location)
    locks.hold(Organization.objects.filter(pk__in=owners))
    locks.hold(Service.objects.filter(organization__in=owners))
    return Location.objects.select_for_update().get(pk=location.pk)


#: Parts of an address that lead to no door, with the value for "not given".
_PLAIN: dict[str, Any] = {"city": "", "state_province": "", "country": "", "address_type": ""}


def _write(row: Location, given: Location, values: dict[str, Any], visibility: str, user: Any) -> None:
    """Write columns of the row alone: its words and children may hold a draft in ``given``, which stays untouched."""
    decided = {
        **values,
        "address_visibility": visibility,
        "visibility_changed_at": timezone.now(),
        "visibility_changed_by": user if user is not None and user.pk else None,
    }
    Location.objects.filter(pk=row.pk).update(**decided)
    for name, value in decided.items():
        setattr(row, name, value)
        setattr(given, name, value)
    DirectoryVersion.bump()
    record_changed.send(sender=Location, instance=row)
