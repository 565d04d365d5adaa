"""What is made of a few rows, kept in the memory of a process for as long as the rows are the same.

A database answers a small question in a tenth of the time that Django takes to put it and to make objects of the answer. So
the rows are asked for at each request, in SQL that was written once, and what was made of them before stands as long as
they are equal. Nothing has to tell when something changes, so nothing can forget to: a change is seen by the next request of
every process, however it was written.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from copy import deepcopy
from functools import cache, cached_property
from itertools import islice
from typing import Any, Generic, TypeVar

from django.db import connections, models, router
from django.db.models.base import ModelState
from wagtail.blocks import StreamValue

from harbor_wagtail.fragments import is_plain
from harbor_wagtail.sql import FIRST_STAND_IN, Written, written

Made = TypeVar("Made")
Record = TypeVar("Record", bound=models.Model)
Row = tuple[Any, ...]
Given = int | str

#: Questions kept at once; then all are forgotten.
MOST = 200


class Rows:
    """The rows of a ``values_list`` queryset. ``ask`` is called once, with stand-ins for the values it will be given.

    A value may be a number or a text that reaches the database as it is (an exact match, a range). ``model``, or what
    returns it, says which database is asked.
    """

    def __init__(
        self,
        model: type[models.Model] | Callable[[], type[models.Model]],
        ask: Callable[..., models.QuerySet[Any, Any]],
    ) -> None:
        self._model = model
        self._ask = ask
        self._written: dict[Hashable, Written] = {}

    def read(self, *given: Given) -> list[Row]:
        """One query."""
        alias = router.db_for_read(self._model if isinstance(self._model, type) else self._model())
        kinds = tuple(map(type, given))
        if (alias, kinds) not in self._written:
            self._written[alias, kinds] = self._write(alias, given)
        found = self._written[alias, kinds]
        with connections[alias].cursor() as cursor:
            cursor.execute(found.sql, found.values(given))
            return [tuple(row) for row in cursor.fetchall()]

    def _write(self, alias: str, given: tuple[Given, ...]) -> Written:
        stand_ins = _stand_ins(given)
        return written(self._ask(*stand_ins).using(alias).query.get_compiler(using=alias), stand_ins)


def _stand_ins(given: tuple[Given, ...]) -> list[Given]:
    return [f"\x02{at}\x02" if isinstance(value, str) else FIRST_STAND_IN + at for at, value in enumerate(given)]


class Remembered(Generic[Made]):
    """What ``make`` makes of the rows of ``rows``; made anew when they differ. It is shared: nobody may change it."""

    def __init__(self, rows: Rows, make: Callable[..., Made]) -> None:
        self._rows = rows
        self._make = make
        self._kept: dict[Hashable, tuple[list[Row], Made]] = {}

    def get(self, *given: Given, where: Hashable = (), **more: Any) -> Made:
        """One query while the rows are the same. ``where`` is what else the result depends on; ``more`` goes to ``make``."""
        rows = self._rows.read(*given)
        found = self._kept.get((given, where))
        if found and found[0] == rows:
            return found[1]
        made = self._make(*given, **more)
        if self._rows.read(*given) == rows:  # else somebody wrote in between, and the next request makes it
            if len(self._kept) >= MOST:
                self._kept.clear()
            self._kept[given, where] = (rows, made)
        return made

    def last(self, *given: Given, where: Hashable = ()) -> Made | None:
        """What was made last, whatever has changed since: for when the database cannot be asked."""
        found = self._kept.get((given, where))
        return found[1] if found else None


class Records(Generic[Record]):
    """The records of a queryset, made of remembered values: each call gives new ones, so anybody may change them.

    ``ask`` gives the queryset for the given values, as for :class:`Rows`. ``beside`` are foreign keys whose records come
    along, as with ``select_related``; they are not looked through any further.
    """

    def __init__(self, model: type[Record], ask: Callable[..., Any], *, beside: tuple[str, ...] = ()) -> None:
        self._model = model
        self._beside = beside

        def values(*given: Given) -> models.QuerySet[Any, Any]:
            return ask(*given).values_list(*self._names)

        def read(*given: Given) -> list[Callable[[], Record]]:
            return [self._maker(row) for row in values(*given)]

        self._makers: Remembered[list[Callable[[], Record]]] = Remembered(Rows(model, values), read)

    def read(self, *given: Given) -> list[Record]:
        """One query while the rows are the same."""
        return [make() for make in self._makers.get(*given, where=router.db_for_read(self._model))]

    @cached_property
    def _others(self) -> list[tuple[str, Any, list[str]]]:
        """Name, model and columns of what comes along. Asked late: models are not ready while they are read."""
        models_beside = [(name, self._model._meta.get_field(name).related_model) for name in self._beside]
        return [(name, model, _columns(model)) for name, model in models_beside]

    @cached_property
    def _names(self) -> list[str]:
        beside = [f"{name}__{column}" for name, _, columns in self._others for column in columns]
        return [*_columns(self._model), *beside]

    def _maker(self, row: Row) -> Callable[[], Record]:
        alias, values = router.db_for_read(self._model), iter(row)
        own = _columns(self._model)
        made = _copies_of(self._model, alias, own, list(islice(values, len(own))))
        beside: list[tuple[str, Callable[[], Any] | None]] = []
        for name, model, columns in self._others:
            found = list(islice(values, len(columns)))
            missing = found[columns.index(model._meta.pk.attname)] is None
            beside.append((name, None if missing else _copies_of(model, alias, columns, found)))

        def make() -> Record:
            record: Record = made()
            for name, other in beside:
                setattr(record, name, other and other())
            return record

        return make


def _copies_of(model: Any, alias: str, columns: list[str], values: list[Any]) -> Callable[[], Any]:
    """Makes a record of these values, as it comes from the database. Copying one takes a tenth of making one, but only what
    nobody can change may be shared by copies: the value of a stream field, say, is made for each."""
    first = model.from_db(alias, columns, values)
    if all(is_plain(value) for name, value in vars(first).items() if name != "_state"):
        return lambda: fresh(first)
    fields = [model._meta.get_field(name) for name in columns]
    again = [_renewed(field, value) for field, value in zip(fields, values, strict=True)]
    return lambda: model.from_db(alias, columns, [renew() for renew in again])


def _renewed(field: Any, value: Any) -> Callable[[], Any]:
    if is_plain(value):
        return lambda: value
    if isinstance(value, StreamValue):  # a deep copy would take its whole tree of blocks along
        stored = field.get_prep_value(value)
        return lambda: field.to_python(stored)
    return lambda: deepcopy(value)


def fresh(record: Any) -> Any:
    """A copy with the same values, and nothing of what Django keeps beside them."""
    made = object.__new__(type(record))
    made.__dict__.update(vars(record))
    made._state = ModelState()
    made._state.adding, made._state.db = False, record._state.db
    return made


@cache
def _columns(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]
