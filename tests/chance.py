"""What chance writes: ids, hashes and moments hold any few digits at times, so they are taken out before those are sought."""

from __future__ import annotations

import re

_BY_CHANCE = re.compile(
    r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"  # a UUID
    r"|[0-9a-f]{32,}"  # the same as SQLite keeps it, a hash
    r"|\d\d:\d\d:\d\d(?:\.\d+)?",  # a time of day
    re.IGNORECASE,
)


def without_chance(text: str) -> str:
    """``text`` with a mark where an id, a hash or a time of day stood."""
    return _BY_CHANCE.sub("…", text)
