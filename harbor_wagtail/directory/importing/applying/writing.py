"""Writing facts, many records at a time: bulk queries only, no signals, no revisions, no reference index."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from wagtail.models import Locale

from harbor_wagtail.directory.importing import bulk, staged
from harbor_wagtail.directory.importing.applying.current import Facts
from harbor_wagtail.directory.importing.applying.specs import TEXT, Relation, Spec
from harbor_wagtail.directory.models import Alias, TaxonomyTerm


def update(spec: Spec, changes: dict[int, Facts], columns: dict[int, dict[str, Any]] | None = None) -> None:
    """Write changed facts by primary key; ``columns`` are values beyond the facts (batch, address, dates)."""
    _update_columns(spec, changes, columns or {})
    write_below(spec, changes)


def write_below(spec: Spec, changes: dict[int, Facts], *, new: bool = False) -> None:
    """Words, child rows and tags of records whose own rows are written; ``new`` ones have none yet."""
    _write_texts(spec, changes, new=new)
    for _, name in spec.relations:
        replaced = {pk: facts[name] for pk, facts in changes.items() if name in facts}
        if replaced:
            _replace_rows(spec.relation(name), replaced, new=new)
    for name in spec.tags:
        replaced = {pk: facts[name] for pk, facts in changes.items() if name in facts}
        if replaced:
            _replace_tags(spec, name, replaced, new=new)


def column_values(spec: Spec, facts: Facts) -> dict[str, Any]:
    """The columns among facts."""
    return {name: value for name, value in facts.items() if name in spec.columns}


def create(model: type[models.Model], rows: Sequence[dict[str, Any]]) -> dict[uuid.UUID, int]:
    """Insert rows, given as attribute → plain value with their ``hsds_id``; returns HSDS id → primary key."""
    bulk.insert_over(model, empty(model), rows)
    found: dict[uuid.UUID, int] = {}
    for piece in staged.pieces([row["hsds_id"] for row in rows]):
        made = model._default_manager.filter(hsds_id__in=bulk.among(piece)).order_by()
        found |= dict(made.values_list("hsds_id", "pk"))
    return found


def empty(model: type[models.Model]) -> dict[str, Any]:
    """What a new row of a model holds in each column but its key before anything is said."""
    row = model()
    fields: list[Any] = [field for field in model._meta.concrete_fields if not field.primary_key]
    for field in fields:
        field.pre_save(row, add=True)  # today's date where a column wants it
    return {field.attname: getattr(row, field.attname) for field in fields}


def _update_columns(spec: Spec, changes: dict[int, Facts], columns: dict[int, dict[str, Any]]) -> None:
    """Records of which the same columns change go together."""
    alike: dict[tuple[str, ...], list[tuple[int, list[Any]]]] = defaultdict(list)
    for pk in {**changes, **columns}:
        values = {**column_values(spec, changes.get(pk, {})), **columns.get(pk, {})}
        if values:
            alike[tuple(values)].append((pk, list(values.values())))
    for names, rows in alike.items():
        bulk.change(spec.model, names, rows)


def _write_texts(spec: Spec, changes: dict[int, Facts], *, new: bool) -> None:
    given = {pk: _words(facts) for pk, facts in changes.items() if any(name.startswith(TEXT) for name in facts)}
    if not given or not spec.texts:
        return
    locale, model = Locale.get_default(), spec.text_model()
    known: dict[int, Any] = {}
    for piece in staged.pieces(given) if not new else ():
        rows = model._default_manager.filter(**{f"{spec.kind}__in": piece, "locale": locale})
        known |= {row.pop(f"{spec.kind}_id"): row for row in rows.values("pk", f"{spec.kind}_id", *spec.texts)}
    words_of = ((row, {**row, **given[pk]}) for pk, row in known.items())
    bulk.change(model, spec.texts, ((row["pk"], [words[name] for name in spec.texts]) for row, words in words_of))
    fresh = [(pk, words) for pk, words in given.items() if pk not in known and any(words.values())]
    bulk.insert_over(
        model, empty(model), ({f"{spec.kind}_id": pk, "locale_id": locale.pk, **words} for pk, words in fresh)
    )


def _words(facts: Facts) -> dict[str, str]:
    return {name.removeprefix(TEXT): value or "" for name, value in facts.items() if name.startswith(TEXT)}


def _replace_rows(relation: Relation, replaced: dict[int, list[Facts]], *, new: bool) -> None:
    for piece in staged.pieces(replaced) if not new else ():
        bulk.delete(relation.model._default_manager.filter(**{f"{relation.parent}__in": piece}))
    rows = (
        (pk, order, *(facts[name] for name in relation.columns))
        for pk, below in replaced.items()
        for order, facts in enumerate(below)
    )
    bulk.insert(relation.model, (relation.parent, "sort_order", *relation.columns), rows)


def _replace_tags(spec: Spec, name: str, replaced: dict[int, list[str]], *, new: bool) -> None:
    field: Any = spec.model._meta.get_field(name)
    through, parent = field.remote_field.through, f"{field.m2m_field_name()}_id"
    term = f"{field.m2m_reverse_field_name()}_id"
    known = term_pks({id for ids in replaced.values() for id in ids})
    for piece in staged.pieces(replaced) if not new else ():
        bulk.delete(through._default_manager.filter(**{f"{parent}__in": piece}))
    rows = ((pk, known[id]) for pk, ids in replaced.items() for id in ids if id in known)
    bulk.insert(through, (parent, term), rows)


def term_pks(ids: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for piece in staged.pieces(ids):
        rows = TaxonomyTerm.objects.filter(hsds_id__in=piece).values_list("hsds_id", "pk")
        found |= {str(id): pk for id, pk in rows}
    return found


def delete_records(spec: Spec, pks: list[int]) -> None:
    """Delete records with their words, child rows, tags and former names, at once and without signals. The caller has
    seen that nothing else points at them (see :func:`pointed_at`)."""
    for model, column in belongings(spec):
        bulk.delete(model._default_manager.filter(**{f"{column}__in": pks}))
    bulk.delete(spec.model._default_manager.filter(pk__in=pks))


def pointed_at(spec: Spec, pks: list[int]) -> set[int]:
    """Those records that any row but their own belongings points at, a host's own tables included."""
    own = {model for model, _ in belongings(spec)}
    found: set[int] = set()
    for link in spec.model._meta.get_fields(include_hidden=True):
        if not isinstance(link, models.ForeignObjectRel) or link.related_model in own:
            continue
        model: Any = link.related_model
        if isinstance(link, models.ManyToManyRel) or issubclass(model, spec.model):
            continue  # seen as the table between the two; as a parent's own row
        rows = model._default_manager.filter(**{f"{link.field.name}__in": pks})
        found.update(rows.values_list(link.field.attname, flat=True))
    return found


def belongings(spec: Spec) -> list[tuple[Any, str]]:
    """(table, column) of the rows that go with a record."""
    found: list[tuple[Any, str]] = []
    if spec.texts:
        found.append((spec.text_model(), f"{spec.kind}_id"))
    found += [(relation.model, relation.parent) for _, name in spec.relations for relation in [spec.relation(name)]]
    for name in spec.tags:
        field: Any = spec.model._meta.get_field(name)
        found.append((field.remote_field.through, f"{field.m2m_field_name()}_id"))
    if spec.is_root:
        found.append((Alias, f"{spec.kind}_id"))
    return found
