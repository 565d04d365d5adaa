"""What was made of the database, kept in the memory of a process together with the questions it took.

Asking the same questions anew, as plain SQL, costs a fraction of what it takes to build them, make objects of the answers and
write a page of those. Whatever gets the same answers from the database is the same: so nothing that is kept can be out of date,
whoever changed what, and nobody has to list what a page depends on. What does not come from the database stands in the key.
(``remembered`` does the same for rows that one question gives; what is made of them may ask no more.)
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db import connections
from django.utils.safestring import SafeString

from harbor_wagtail.fragments import digest

T = TypeVar("T")

#: Values kept at most; what was longest unused goes first. One of a large report card takes less than a megabyte.
MOST = 32

_lock = threading.Lock()
_kept: OrderedDict[bytes, Kept[Any]] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Question:
    """``answer`` is a digest of the rows."""

    alias: str
    sql: str
    params: Any
    answer: bytes


@dataclass
class Heard:
    """``changed``: something else than a question went to the database."""

    questions: list[Question] = field(default_factory=list)
    changed: bool = False


@dataclass(eq=False)
class Kept(Generic[T]):
    """``value`` is shared by threads and requests: nobody changes it."""

    value: T
    questions: tuple[Question, ...] = ()
    _pieces: dict[Any, SafeString] = field(default_factory=dict)

    def piece(self, name: Any, make: Callable[[], SafeString]) -> SafeString:
        """HTML of the value alone. One that asks the database for more is made each time, and the value is forgotten: a row
        might hold now what was read too late to be among its questions."""
        found = self._pieces.get(name)
        if found is None:
            with listening() as heard:
                found = make()
            if heard.questions or heard.changed:
                _drop(self)
            else:
                self._pieces[name] = found
        return found


def keep(key: Any, make: Callable[[], T]) -> Kept[T]:
    """What ``make`` gives, which may depend on ``key`` (see ``fragments.content``), the database, and nothing else."""
    if settings.DEBUG:  # whoever writes code or a template wants to see it
        return Kept(make())
    name = digest(key)
    with _lock:
        found: Kept[T] | None = _kept.get(name)
        if found is not None:
            _kept.move_to_end(name)
    if found is not None and _same(found.questions):
        return found
    with listening() as heard:
        value = make()
    made = Kept(value, tuple(heard.questions))
    if not heard.changed:
        _put(name, made)
    return made


def forget() -> None:
    """Drop everything: for tests, and for whoever changes code or a template in a running process."""
    with _lock:
        _kept.clear()


@contextmanager
def listening() -> Iterator[Heard]:
    """What is asked of all databases of this thread, with the very rows that were answered."""
    heard = Heard()
    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(_listener(heard)))
        yield heard


def _listener(heard: Heard) -> Callable[..., Any]:
    def listen(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        cursor = context["cursor"]
        if isinstance(cursor.cursor, _Rows):
            cursor.cursor = cursor.cursor.cursor
        result = execute(sql, params, many, context)
        if many or not str(sql).lstrip(" (").upper().startswith("SELECT"):
            heard.changed = True
            return result
        rows = cursor.fetchall()
        cursor.cursor = _Rows(cursor.cursor, rows)
        heard.questions.append(Question(context["connection"].alias, sql, params, _answer(rows)))
        return result

    return listen


class _Rows:
    """A cursor whose rows were read once already."""

    def __init__(self, cursor: Any, rows: list[Any]) -> None:
        self.cursor = cursor
        self._rows = iter(rows)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.cursor, name)

    def __iter__(self) -> Iterator[Any]:
        return self._rows

    def fetchone(self) -> Any:
        return next(self._rows, None)

    def fetchmany(self, size: int = 1) -> list[Any]:
        return [row for _at, row in zip(range(size), self._rows, strict=False)]

    def fetchall(self) -> list[Any]:
        return list(self._rows)


def _same(questions: tuple[Question, ...]) -> bool:
    """Whether the database gives the answers it gave."""
    with ExitStack() as stack:
        cursors: dict[str, Any] = {}
        for each in questions:
            if each.alias not in cursors:
                cursors[each.alias] = stack.enter_context(connections[each.alias].cursor())
            cursor = cursors[each.alias]
            cursor.execute(each.sql, each.params)
            if _answer(cursor.fetchall()) != each.answer:
                return False
    return True


def _answer(rows: list[Any]) -> bytes:
    return hashlib.blake2b(repr(rows).encode("utf-8", "surrogatepass"), digest_size=20).digest()


def _put(name: bytes, made: Kept[Any]) -> None:
    with _lock:
        _kept[name] = made
        _kept.move_to_end(name)
        while len(_kept) > MOST:
            _kept.popitem(last=False)


def _drop(made: Kept[Any]) -> None:
    with _lock:
        for name in [name for name, each in _kept.items() if each is made]:
            del _kept[name]
