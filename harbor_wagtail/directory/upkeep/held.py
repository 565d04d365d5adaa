"""Which changes wait for a call: what leads people somewhere, in a field of its own or in words."""

from __future__ import annotations

import re

#: What leads people somewhere: never taken over before somebody has called the number already on file.
_HELD = frozenset({"email", "website", "url", "place"})
#: The same written into words: five digits or more, whatever stands between them, or what looks like an address online.
_WAY = re.compile(
    r"(?:\d[\s().\u2010-\u2015-]*){5,}|\S+@\S+|\b(?:https?:|www\.)\S+|\b[\w-]+\.[a-z]{2,}\b", re.IGNORECASE
)


def is_held(field: str, old: str = "", new: str = "") -> bool:
    """Whether a change of it waits until somebody has called the number on file: so do words that bring a number, an
    e-mail or a web address which was not in them before."""
    if field.startswith("text:"):
        return bool(_ways(new) - _ways(old))
    return field in _HELD or field.startswith("phone:")


def _ways(text: str) -> set[str]:
    return {re.sub(r"\D", "", found) or found.lower() for found in _WAY.findall(text)}
