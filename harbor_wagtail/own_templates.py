"""What small templates of ours give, which stand on every page of ours: rendered once for all they are made of.

A host's own template in the place of ours may show what differs from one request to the next, so it is rendered each time.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.urls import get_script_prefix, get_urlconf
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

_PACKAGE = Path(__file__).parent

#: Pieces kept at once; then all are forgotten.
MOST = 200

_kept: dict[Hashable, SafeString] = {}
#: By turns text and the name of the hole after it.
_shapes: dict[Hashable, list[str]] = {}

# Control characters: no escaping touches them, and no template has them. What an editor wrote may (U+0002 stands for a hyphen
# in what is copied from a PDF), but not the number, which nobody sees.
_NUMBER = secrets.token_hex(8)
_HOLE = re.compile(f"\x02{_NUMBER}([^\x03]*)\x03")


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


class Hole:
    """Stands in for what differs each time while the shape round it is rendered; true for a template that asks."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __str__(self) -> str:
        return f"\x02{_NUMBER}{self._name}\x03"


def hole(context: template.Context, name: str) -> Hole | None:
    """The hole of this name, while a shape is made that has one: what a tag gives instead of what it reads."""
    return (context.get("harbor_holes") or {}).get(name)


def filled(
    context: template.Context,
    names: tuple[str, ...],
    made_of: Hashable,
    hollow: Callable[[], dict[str, Any]],
    html: Mapping[str, str],
) -> SafeString:
    """The first of the templates ``names``, which include each other and nothing else. What they are in themselves is kept
    for ``made_of``, as by :func:`piece`; only ``html``, by name of its hole, is written each time.

    ``hollow`` gives the values for the templates, with a :class:`Hole` in the place of each text of ``html``. Where one is a
    host's own, they are rendered each time, as by ``include``.
    """
    if not are_ours(context, names):
        return mark_safe(engine(context).get_template(names[0]).render(context))
    return shaped(context, names[0], made_of, hollow, html)


def shaped(
    context: template.Context,
    name: str,
    made_of: Hashable,
    hollow: Callable[[], dict[str, Any]],
    html: Mapping[str, str],
) -> SafeString:
    """The template ``name``, as by :func:`filled`, where all of them are known to be ours."""
    key = name, get_language(), get_urlconf(), get_script_prefix(), made_of
    shape = _shapes.get(key)
    if shape is None:
        if len(_shapes) >= MOST:
            _shapes.clear()
        shape = _HOLE.split(engine(context).get_template(name).render(context.new(hollow())))
        _shapes[key] = shape
    return mark_safe("".join(html[part] if at % 2 else part for at, part in enumerate(shape)))


def are_ours(context: template.Context, names: tuple[str, ...]) -> bool:
    """Whether the templates of these names are the package's own."""
    return all(_lies_here(str(engine(context).get_template(name).origin.name)) for name in names)


def engine(context: template.Context) -> template.Engine:
    return context.template.engine  # type: ignore[union-attr]  # there is one while rendering


@lru_cache(maxsize=200)
def _lies_here(path: str) -> bool:
    return Path(path).is_relative_to(_PACKAGE)
