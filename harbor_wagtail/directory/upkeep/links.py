"""The link in a mail to a provider: for one organization, good once, until a moment, and for nothing but its public facts.

``<number>-<secret>``: the number finds the row, a keyed hash of the secret is compared in constant time. The secret itself
is nowhere but in the mail. The key is the site's ``SECRET_KEY``, so that a row written into the database opens nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from harbor_wagtail.directory.models import Organization, Service, UpdateLink, UpkeepSettings

_SALT = "harbor-directory-update"
_LONGEST = 100


def make_link(
    organization: Organization, services: Iterable[Service], language: str, *, now: datetime | None = None
) -> tuple[UpdateLink, str]:
    """A new link and its token, which cannot be read again."""
    moment = now or timezone.now()
    link = UpdateLink.objects.create(
        organization=organization,
        language=language,
        sent_at=moment,
        expires_at=moment + timedelta(days=UpkeepSettings.in_force().link_days),
    )
    link.services.set(services)
    secret = secrets.token_urlsafe(24)
    link.digest = _digest(link.pk, secret)
    link.save(update_fields=["digest"])
    return link, f"{link.pk}-{secret}"


def open_link(token: str) -> UpdateLink | None:
    """The link of a token; ``None`` whether it is made up, cut short, over, answered or of an organization that is not
    public: whoever holds it learns no more than that it does not work."""
    number, dash, secret = token[:_LONGEST].partition("-")
    if not (dash and number.isascii() and number.isdigit() and len(number) < 19):
        return None
    link = UpdateLink.objects.filter(pk=int(number)).first()
    # Compared in any case, so that a number there is takes no longer than one there is not.
    right = constant_time_compare(link.digest if link else _digest(0, ""), _digest(int(number), secret))
    if link is None or not right or link.used_at or link.expires_at <= timezone.now():
        return None
    return link if Organization.objects.public().filter(pk=link.organization_id).exists() else None


def use_link(link: UpdateLink) -> bool:
    """Call inside the transaction that keeps the answer. False where another answer has just used it; every other link
    of the organization that is still open goes with it."""
    now = timezone.now()
    if not UpdateLink.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=now):
        return False
    UpdateLink.objects.filter(organization=link.organization_id, used_at__isnull=True).update(used_at=now)
    return True


def services_of(link: UpdateLink) -> list[Any]:
    """Those the mail was about that are public still."""
    found = Service.objects.public().filter(pk__in=link.services.values("pk"), organization=link.organization_id)
    return list(found.order_by("name", "pk"))


def _digest(number: int, secret: str) -> str:
    return salted_hmac(_SALT, f"{number}:{secret}", algorithm="sha256").hexdigest()
