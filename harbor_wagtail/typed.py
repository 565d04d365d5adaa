"""What somebody sent in a form or an address, before anything else is made of it."""

from __future__ import annotations


def typed(text: str) -> str:
    """Without NUL, which no keyboard has: PostgreSQL keeps none, and may not even be asked for it."""
    return text.replace("\x00", "")
