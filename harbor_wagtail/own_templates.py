"""What small templates of ours give, which stand on every page of ours: rendered once for all they are made of.

A host's own template in the place of ours may show what differs from one request to the next, so it is rendered each time.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

_PACKAGE = Path(__file__).parent

#: Pieces kept at once; then all are forgotten.
MOST = 200

_kept: dict[Hashable, SafeString] = {}


def piece(context: template.Context, name: str, made_of: Hashable, values: dict[str, Any]) -> SafeString:
    """The template ``name``, which is given ``values`` and nothing else of the page, and includes no other. ``made_of`` is
    all that ours shows of them, in the language of now."""
    key = name, get_language(), made_of
    keep = are_ours(context, (name,))
    if keep and (found := _kept.get(key)):
        return found
    made = mark_safe(engine(context).get_template(name).render(context.new(values)))
    if keep:
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = made
    return made


def are_ours(context: template.Context, names: tuple[str, ...]) -> bool:
    """Whether the templates of these names are the package's own."""
    return all(_lies_here(str(engine(context).get_template(name).origin.name)) for name in names)


def engine(context: template.Context) -> template.Engine:
    return context.template.engine  # type: ignore[union-attr]  # there is one while rendering


@lru_cache(maxsize=200)
def _lies_here(path: str) -> bool:
    return Path(path).is_relative_to(_PACKAGE)
