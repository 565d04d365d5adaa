"""What becomes of a provider's answer: a proposed change for each fact, or a check where nothing has changed."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse

from harbor_wagtail.directory.models import Incoming, Location, Organization, ProposedChange, UpdateLink, UpkeepSettings
from harbor_wagtail.directory.upkeep.applying import confirm
from harbor_wagtail.directory.upkeep.facts import Fact
from harbor_wagtail.directory.upkeep.links import services_of, use_link
from harbor_wagtail.directory.upkeep.mails import tell_team


def keep_answer(link: UpdateLink, changes: Iterable[tuple[Fact, str]]) -> Incoming | None:
    """Keep what the provider said and use the link up; ``None`` where it was used in the meantime.

    An answer that changes nothing is a check at once: the facts are public already and stay as they are.
    """
    with transaction.atomic():
        if not use_link(link):
            return None
        incoming = Incoming.objects.create(organization=link.organization, kind=Incoming.Kind.PROVIDER)
        incoming.confirmed.set(services_of(link))
        proposed = ProposedChange.objects.bulk_create(_change(incoming, fact, new) for fact, new in changes)
        if proposed:
            tell(incoming)
        else:
            confirm(incoming)
    return incoming


def tell(incoming: Incoming) -> None:
    """Tell the team's address, if there is one, once the transaction holds."""
    address = UpkeepSettings.in_force().tell_email
    if address:
        url = reverse("harbor_directory_incoming", args=[incoming.pk])
        transaction.on_commit(lambda: tell_team(address, url), robust=True)


def _change(incoming: Incoming, fact: Fact, new: str) -> ProposedChange:
    key = {Organization: "organization", Location: "location"}.get(type(fact.record), "service")
    return ProposedChange(incoming=incoming, **{f"{key}_id": fact.record.pk}, field=fact.field, old=fact.value, new=new)
