"""Who may see what came in and what is due, and who may take something over."""

from __future__ import annotations

from typing import Any

_RECORDS = ("organization", "service")


def may_see(user: Any) -> bool:
    """Whoever may change listings."""
    return any(user.has_perm(f"harbor_directory.change_{name}") for name in _RECORDS)


def may_decide(user: Any) -> bool:
    """What is taken over is public at once, so it takes the right to publish both."""
    return all(user.has_perm(f"harbor_directory.publish_{name}") for name in _RECORDS)
