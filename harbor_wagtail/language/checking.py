"""``harbor_check --language``: every published page and record, read as an editor's panel reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandError

from harbor_wagtail.language.finding import Hit, hits_of
from harbor_wagtail.language.gate import site_of
from harbor_wagtail.language.rules import Level
from harbor_wagtail.language.texts import published
from harbor_wagtail.safety.checking import Finding, register_check

LEVELS = {level.value: position for position, level in enumerate(Level)}


@register_check(
    "language", "published words that can harm; LEVEL is the lightest wanted (error)", takes="LEVEL", alone="error"
)
def language(asked: str) -> Iterator[Finding]:
    """``asked`` is one of ``Level``."""
    if asked not in LEVELS:
        raise CommandError(f"--language takes one of: {', '.join(LEVELS)}.")
    lightest = LEVELS[asked]
    for record in published():
        for hit in hits_of(record, site_of(record)):
            if LEVELS[hit.level.value] <= lightest:
                yield _finding(record, hit)


def _finding(record: Any, hit: Hit) -> Finding:
    where = f"{record._meta.label} {record.pk} ({record})"
    if hit.passage.where:
        where = f"{where}, {hit.passage.where}"
    return Finding(where, f"{hit.level.value}: “{hit.words}” in “{hit.around}”.", hit.rule.advice)
