"""Web addresses for many new organizations at once."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.text import slugify

from harbor_wagtail.directory.importing import staged
from harbor_wagtail.directory.importing.matching import Key
from harbor_wagtail.directory.models import Alias, Organization

TRIES = 30


def free_slugs(names: Iterable[tuple[Key, str]]) -> dict[Key, str]:
    """A slug for each key that no organization has or ever had. Many of one name end in a piece of their id."""
    waiting = {key: slugify(name)[:200] or "organization" for key, name in names}
    given: dict[Key, str] = {}
    used: set[str] = set()
    for number in range(1, TRIES + 1):
        candidates = {key: stem if number == 1 else f"{stem}-{number}" for key, stem in waiting.items()}
        taken = _taken(candidates.values()) | used
        for key, candidate in candidates.items():
            if candidate not in taken and candidate not in used:
                used.add(candidate)
                given[key] = candidate
                del waiting[key]
        if not waiting:
            return given
    return given | {key: f"{stem}-{key.hex[:12]}" for key, stem in waiting.items()}


def _taken(slugs: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for piece in staged.pieces(set(slugs)):
        found.update(Organization.objects.filter(slug__in=piece).values_list("slug", flat=True))
        found.update(Alias.objects.filter(kind=Alias.Kind.SLUG, value__in=piece).values_list("value", flat=True))
    return found
