"""The names by which an address may be reached or seen: web addresses made of it, former ones, pictures called after it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from wagtail.images import get_image_model
from wagtail.search import index

from harbor_wagtail.directory.models import Alias, Location, Organization
from harbor_wagtail.directory.models.organizations import unique_slug
from harbor_wagtail.safety.pictures.storing import give_neutral_name


def scrub_slugs(
    organizations: Iterable[int], location: Location, services: Iterable[int], pattern: re.Pattern[str]
) -> int:
    """A web address that holds the address of the place is given up without a former name: a link to it ends.

    Returns how many names were given up.
    """
    about = Q(organization__in=organizations) | Q(location=location.pk) | Q(service__in=services)
    former = [alias.pk for alias in Alias.objects.filter(about) if pattern.search(alias.value)]
    given_up = Alias.objects.filter(pk__in=former).delete()[0]
    for owner in Organization.objects.filter(pk__in=organizations):
        if pattern.search(owner.slug):
            # Its name has been scrubbed by now; what is left of it may be nothing.
            slug = unique_slug(pattern.sub(" ", owner.name), keep_for=owner)
            Organization.objects.filter(pk=owner.pk).update(slug=slug)
            given_up += 1
    return given_up


def scrub_pictures(organizations: Iterable[int], pattern: re.Pattern[str], gap: str) -> int:
    """Titles, descriptions and file names of the pictures these organizations use."""
    changed = 0
    images = get_image_model()._default_manager
    for image in images.filter(pk__in=Organization.objects.filter(pk__in=organizations).values("logo")):
        words = {name: pattern.sub(gap, getattr(image, name)) for name in _words(image)}
        words = {name: text for name, text in words.items() if text != getattr(image, name)}
        renamed = bool(pattern.search(image.file.name)) and give_neutral_name(image)
        if words:
            images.filter(pk=image.pk).update(**words)
            index.insert_or_update_object(images.get(pk=image.pk))
        changed += bool(words or renamed)
    return changed


def _words(image: Any) -> list[str]:
    return [name for name in ("title", "description") if isinstance(getattr(image, name, None), str)]
