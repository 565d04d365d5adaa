"""Rows that belong to rows, as ``prefetch_related`` reads them, in SQL that is written once.

For a page that shows one listing with all its child rows, Django takes ten times as long to put forty questions into SQL as
the database takes to answer them. What is kept here is the SQL and nothing else: the rows are asked for each time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, cast
from weakref import WeakKeyDictionary

from django.db import connections, models, router
from django.db.models import ForeignKey, ManyToManyField, ManyToOneRel
from django.db.models import prefetch_related_objects as prefetch
from modelcluster.queryset import FakeQuerySet

from harbor_wagtail.sql import FIRST_STAND_IN, Written, written

#: Keys in one question; more are asked for in several. A question is written for each of these numbers.
SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256)

Model = models.Model
Tree = dict[str, "Tree"]
#: What has been read already of models that others refer to.
Known = dict[tuple[type[Model], Any], Model]


class _Question(NamedTuple):
    """``converters`` are Django's, by column."""

    asked: Written
    converters: dict[int, Any]


#: By connection, for converters belong to one.
_written: WeakKeyDictionary[Any, dict[Any, _Question | None]] = WeakKeyDictionary()


def read_along(records: Sequence[Model], *paths: str) -> None:
    """Read the relations of ``records`` (of one model, from one database) that ``paths`` name, as in ``prefetch_related``:
    child rows, many-to-many relations and foreign keys, each with what is named after two underscores. A question each."""
    tree: Tree = {}
    for path in paths:
        below = tree
        for name in path.split("__"):
            below = below.setdefault(name, {})
    _along(records, tree, {})


def _along(records: Sequence[Any], tree: Tree, known: Known) -> None:
    for name, below in tree.items():
        if records:
            _along(_related(records, name, known), below, known)


def _related(records: Sequence[Any], name: str, known: Known) -> list[Any]:
    """The rows of one relation, which are then found where Django keeps what it read ahead."""
    model = type(records[0])
    field = model._meta.get_field(name)
    if isinstance(field, ForeignKey):
        return _targets(records, field, known)
    using = router.db_for_read(field.related_model)
    if isinstance(field, ManyToOneRel):
        rows = _children(records, field, using)
    elif isinstance(field, ManyToManyField):
        rows = _many(records, field, using)
    else:
        raise TypeError(f"{model.__name__}.{name} is no relation that can be read along.")
    if rows is None:  # a database whose SQL for a list of keys is none we know
        prefetch(records, name)
        return [row for record in records for row in getattr(record, name).all()]
    for record in records:
        _cache_of(record)[name] = FakeQuerySet(field.related_model, rows.get(record.pk, []))
    return [row for some in rows.values() for row in some]


def _children(records: Sequence[Any], rel: ManyToOneRel, using: str) -> dict[Any, list[Any]] | None:
    model, link = rel.related_model, rel.field
    names = _columns(model)

    def ask(keys: list[int]) -> Any:
        return model._default_manager.using(using).filter(**{f"{link.name}__in": keys}).values_list(*names)

    found = _answers(using, ("children", model, link.name), ask, [record.pk for record in records])
    if found is None:
        return None
    parents, at = {record.pk: record for record in records}, names.index(link.attname)
    rows: dict[Any, list[Any]] = defaultdict(list)
    for values in found:
        row = model.from_db(using, names, values)
        link.set_cached_value(row, parents[values[at]])
        rows[values[at]].append(row)
    return rows


def _many(records: Sequence[Any], field: ManyToManyField[Any, Any], using: str) -> dict[Any, list[Any]] | None:
    through, model = cast("type[Model]", field.remote_field.through), field.related_model
    here, there = field.m2m_field_name(), field.m2m_reverse_field_name()
    names = _columns(model)
    order = [_through(there, each) for each in model._meta.ordering or ()]

    def ask(keys: list[int]) -> Any:
        rows = through._default_manager.using(using).filter(**{f"{here}__in": keys}).order_by(*order)
        return rows.values_list(f"{here}_id", *(f"{there}__{name}" for name in names))

    found = _answers(using, ("many", field.model, field.name), ask, [record.pk for record in records])
    if found is None:
        return None
    rows: dict[Any, list[Any]] = defaultdict(list)
    for key, *values in found:
        rows[key].append(model.from_db(using, names, values))
    return rows


def _targets(records: Sequence[Any], field: ForeignKey[Any, Any], known: Known) -> list[Any]:
    """What a foreign key leads to; each row is read once for all who refer to it, and stands in for itself."""
    model = field.related_model
    keys = {key: None for record in records if (key := getattr(record, field.attname)) is not None}
    missing = [key for key in keys if (model, key) not in known]
    using = router.db_for_read(model)
    for row in _by_key(model, missing, using):
        known[model, row.pk] = row
    for record in records:
        key = getattr(record, field.attname)
        if key is None or (model, key) in known:
            field.set_cached_value(record, None if key is None else known[model, key])
    return [known[model, key] for key in keys if (model, key) in known]


def _by_key(model: type[Model], keys: list[Any], using: str) -> list[Any]:
    names = _columns(model)

    def ask(keys: list[int]) -> Any:
        return model._base_manager.using(using).filter(pk__in=keys).order_by().values_list(*names)

    found = _answers(using, ("keys", model), ask, keys) if keys else ()
    if found is None:
        return list(model._base_manager.using(using).filter(pk__in=keys))
    return [model.from_db(using, names, values) for values in found]


def _answers(using: str, name: Any, ask: Callable[[list[int]], Any], keys: list[Any]) -> list[Sequence[Any]] | None:
    """The rows for these keys; ``None`` where the question cannot be kept."""
    found: list[Sequence[Any]] = []
    for start in range(0, len(keys), SIZES[-1]):
        some = keys[start : start + SIZES[-1]]
        size = next(size for size in SIZES if size >= len(some))
        question = _question(using, (name, size), ask, size)
        if question is None:
            return None
        found += _answer(using, question, [*some, *[some[-1]] * (size - len(some))])
    return found


def _answer(using: str, question: _Question, keys: list[Any]) -> Iterator[Sequence[Any]]:
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(question.asked.sql, question.asked.values(keys))
        rows: Iterable[Any] = cursor.fetchall()
    for row in rows:
        values = list(row)
        for at, (functions, expression) in question.converters.items():
            for convert in functions:
                values[at] = convert(values[at], expression, connection)
        yield values


def _question(using: str, name: Any, ask: Callable[[list[int]], Any], size: int) -> _Question | None:
    kept = _written.setdefault(connections[using], {})
    if name not in kept:
        kept[name] = _write(using, ask, list(range(FIRST_STAND_IN, FIRST_STAND_IN + size)))
    return kept[name]


def _write(using: str, ask: Callable[[list[int]], Any], stand_ins: list[int]) -> _Question | None:
    compiler = ask(stand_ins).query.get_compiler(using=using)
    try:
        asked = written(compiler, stand_ins)
    except ValueError:
        return None
    columns = [column for column, *_ in compiler.select[: compiler.col_count]]
    return _Question(asked, compiler.get_converters(columns))


def _through(relation: str, order: Any) -> str:
    if not isinstance(order, str):
        raise TypeError(f"An order that is no name cannot be read along: {order}.")
    return f"-{relation}__{order[1:]}" if order.startswith("-") else f"{relation}__{order}"


def _columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _cache_of(record: Any) -> dict[str, Any]:
    kept: dict[str, Any] = record.__dict__.setdefault("_prefetched_objects_cache", {})
    return kept
