"""The site's cache, for what can be made again: one that is down, slow, full or read-only costs time, and no answer."""

from __future__ import annotations

import logging
from typing import Any

from django.core.cache import cache

logger = logging.getLogger("harbor_wagtail.cache")


def get(key: str) -> Any:
    """What was kept, or ``None``."""
    try:
        return cache.get(key)
    except Exception as problem:  # each driver has faults of its own; a file on a disk too
        _tell("read", problem)
        return None


def keep(key: str, made: Any, seconds: int) -> None:
    try:
        cache.set(key, made, seconds)
    except Exception as problem:
        _tell("written", problem)


def _tell(done: str, problem: Exception) -> None:
    logger.warning("The cache could not be %s: %s", done, type(problem).__name__)
