"""What a process may keep in its memory until the directory changes. Any change anywhere empties it.

The version is asked of the database at each request, so no process shows what another has replaced. What is right for
a while only (open now) carries its minute in its key.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from harbor_wagtail.directory.search import moment

Value = TypeVar("Value")

#: A card takes about 3 kB; enough for every card of a small directory in a few minutes' versions.
MAX_KEPT = 2000


class Kept:
    """One request's view of the memory, at the version the directory has now. One query to make."""

    def __init__(self) -> None:
        self.moment = moment.now()
        self.version = self.moment.version
        if self.version != _memory.version:
            _memory.forget(self.version)

    def get(self, key: Hashable) -> Any | None:
        return _memory.values.get(key) if self.version == _memory.version else None

    def put(self, key: Hashable, value: Any) -> None:
        # Without a version nothing has ever been written, and nobody would say when something is.
        if self.version is None or self.version != _memory.version:
            return
        if len(_memory.values) >= MAX_KEPT:
            _memory.values.clear()
        _memory.values[key] = value

    def or_make(self, key: Hashable, make: Callable[[], Value]) -> Value:
        found = self.get(key)
        if found is None:
            found = make()
            self.put(key, found)
        return found


class _Memory:
    def __init__(self) -> None:
        self.version: Any = None
        self.values: dict[Hashable, Any] = {}

    def forget(self, version: Any) -> None:
        # A new dict, not an emptied one: a request under way may be writing what it read before.
        self.values = {}
        self.version = version


_memory = _Memory()
