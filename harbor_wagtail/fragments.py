"""Pieces of a page kept in the memory of a process by all they are made of.

A piece that differs in anything, the language included, is another piece: nothing that is kept can be out of date, whoever
changed what, and nothing has to tell when something changes. It pays where a template writes a hundred times what reading
its values costs. No piece holds anything of a visitor; who makes one sees to that.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.safestring import SafeString

#: Characters kept at most; what was longest unused goes first.
MOST = 8_000_000

_PLAIN = frozenset((str, bool, int, float, Decimal, date, datetime, time, timedelta, UUID, type(None)))

_lock = threading.Lock()
_kept: OrderedDict[bytes, SafeString] = OrderedDict()
_length = 0


def fragment(template: str, made_of: Any, context: Callable[[], dict[str, Any]]) -> SafeString:
    """``template`` with ``context``, which may depend on nothing but ``made_of``: plain values, rows of models as they were
    read with what was read with them, dataclasses, and sequences and mappings of such.

    Raises TypeError for values of another kind.
    """
    if settings.DEBUG:  # whoever writes the template wants to see it
        return render_to_string(template, context())
    key = digest((template, made_of))
    with _lock:
        found = _kept.get(key)
        if found is not None:
            _kept.move_to_end(key)
    return _keep(key, render_to_string(template, context())) if found is None else found


def digest(value: Any) -> bytes:
    """Of all a value says, in the language and time zone of now."""
    said = (translation.get_language(), timezone.get_current_timezone_name(), content(value))
    return hashlib.blake2b(repr(said).encode("utf-8", "surrogatepass"), digest_size=20).digest()


def content(value: Any) -> Any:
    """What a value says, as tuples whose ``repr`` differs where anything in it does."""
    return _Content()(value)


def is_plain(value: Any) -> bool:
    """Whether ``repr`` alone tells it from any other value."""
    return type(value) in _PLAIN


def forget() -> None:
    """Drop everything: for tests, and for whoever changes a template in a running process."""
    global _length
    with _lock:
        _kept.clear()
        _length = 0


class _Content:
    """``seen``: each object is told once, then by its number: rows of one table share those they refer to."""

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}

    def __call__(self, value: Any) -> Any:
        if type(value) in _PLAIN or isinstance(value, Enum):
            return value
        if isinstance(value, (list, tuple)):
            return self._all(value)
        if isinstance(value, str):
            kind = type(value)
            return kind.__name__, str(value), [getattr(value, name, None) for name in getattr(kind, "__slots__", ())]
        if isinstance(value, Promise):
            return str(value)
        if id(value) in self._seen:
            return None, self._seen[id(value)]
        self._seen[id(value)] = len(self._seen)
        return self._told(value)

    def _all(self, values: Iterable[Any]) -> tuple[Any, ...]:
        return tuple([value if type(value) in _PLAIN else self(value) for value in values])

    def _told(self, value: Any) -> tuple[Any, ...]:
        made_as: Any = type(value)
        kind = made_as.__qualname__
        if isinstance(value, models.Model):
            own, known = vars(value), value._state.fields_cache
            return kind, tuple(own), self._all(each for name, each in own.items() if name != "_state"), self(known)
        if is_dataclass(value):
            return kind, self._all(_values_of(made_as)(value))
        if isinstance(value, Mapping):
            return kind, self._all(value), self._all(value.values())
        if isinstance(value, models.QuerySet):
            return kind, self._all(value)
        raise TypeError(f"A piece of a page cannot be kept by a {kind}.")


@cache
def _values_of(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    names = [field.name for field in fields(kind)]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _keep(key: bytes, made: SafeString) -> SafeString:
    global _length
    with _lock:
        if key not in _kept:
            _kept[key] = made
            _length += len(made)
        while _length > MOST:
            _length -= len(_kept.popitem(last=False)[1])
    return made
