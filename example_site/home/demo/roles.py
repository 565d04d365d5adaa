"""The groups a site gives its people: the editor's by default, and the finer ones, so that each can be tried."""

from __future__ import annotations

from collections.abc import Callable

from harbor_wagtail.roles import ROLES, set_up


def load(say: Callable[[str], object]) -> None:
    """After the pages, since rights to pages are given for sections that are there."""
    set_up(ROLES, (), say)
