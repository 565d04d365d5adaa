"""Writing facts, many records at a time: bulk queries only, no signals, no revisions, no reference index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from wagtail.models import Locale

from harbor_wagtail.directory.importing import staged
from harbor_wagtail.directory.importing.applying.current import Facts
from harbor_wagtail.directory.importing.applying.specs import TEXT, Relation, Spec
from harbor_wagtail.directory.importing.plain import field_value
from harbor_wagtail.directory.models import Alias, TaxonomyTerm

BATCH = 200


def update(spec: Spec, changes: dict[int, Facts], columns: dict[int, dict[str, Any]] | None = None) -> None:
    """Write changed facts by primary key; ``columns`` are values beyond the facts (batch, address, dates)."""
    _update_columns(spec, changes, columns or {})
    write_below(spec, changes)


def write_below(spec: Spec, changes: dict[int, Facts]) -> None:
    """Words, child rows and tags of records whose own rows are written."""
    _write_texts(spec, changes)
    for _, name in spec.relations:
        replaced = {pk: facts[name] for pk, facts in changes.items() if name in facts}
        if replaced:
            _replace_rows(spec.relation(name), replaced)
    for name in spec.tags:
        replaced = {pk: facts[name] for pk, facts in changes.items() if name in facts}
        if replaced:
            _replace_tags(spec, name, replaced)


def column_values(spec: Spec, facts: Facts) -> dict[str, Any]:
    """The columns among facts, as the model's fields hold them."""
    return {name: field_value(_field(spec.model, name), value) for name, value in facts.items() if name in spec.columns}


def create(model: type[models.Model], rows: Sequence[Any]) -> dict[Any, int]:
    """Insert rows and return HSDS id → primary key, on databases too that do not tell them."""
    made: list[Any] = list(model._default_manager.bulk_create(rows, batch_size=BATCH))
    if all(row.pk for row in made):
        return {row.hsds_id: row.pk for row in made}
    found: dict[Any, int] = {}
    for piece in staged.pieces([row.hsds_id for row in rows]):
        found |= dict(model._default_manager.filter(hsds_id__in=piece).values_list("hsds_id", "pk"))
    return found


def _update_columns(spec: Spec, changes: dict[int, Facts], columns: dict[int, dict[str, Any]]) -> None:
    values = {pk: {**column_values(spec, changes.get(pk, {})), **columns.get(pk, {})} for pk in {*changes, *columns}}
    names = sorted({name for each in values.values() for name in each})
    if not names:
        return
    for piece in staged.pieces(values):
        rows = spec.model._default_manager.in_bulk(piece)
        for pk, row in rows.items():
            for name, value in values[pk].items():
                setattr(row, name, value)
        fields = [_field(spec.model, name).name for name in names]
        spec.model._default_manager.bulk_update(rows.values(), fields, batch_size=BATCH)


def _field(model: type[models.Model], attname: str) -> Any:
    return next(field for field in model._meta.concrete_fields if attname in (field.attname, field.name))


def _write_texts(spec: Spec, changes: dict[int, Facts]) -> None:
    given = {pk: _words(facts) for pk, facts in changes.items() if any(name.startswith(TEXT) for name in facts)}
    if not given or not spec.texts:
        return
    locale, model = Locale.get_default(), spec.text_model()
    known: dict[int, Any] = {}
    for piece in staged.pieces(given):
        for row in model._default_manager.filter(**{f"{spec.kind}__in": piece, "locale": locale}):
            known[getattr(row, f"{spec.kind}_id")] = row
    for pk, row in known.items():
        for name, value in given[pk].items():
            setattr(row, name, value)
    model._default_manager.bulk_update(known.values(), spec.texts, batch_size=BATCH)
    new = [(pk, words) for pk, words in given.items() if pk not in known and any(words.values())]
    model._default_manager.bulk_create(
        [model(**{f"{spec.kind}_id": pk}, locale=locale, **words) for pk, words in new], batch_size=BATCH
    )


def _words(facts: Facts) -> dict[str, str]:
    return {name.removeprefix(TEXT): value or "" for name, value in facts.items() if name.startswith(TEXT)}


def _replace_rows(relation: Relation, replaced: dict[int, list[Facts]]) -> None:
    for piece in staged.pieces(replaced):
        delete_quietly(relation.model._default_manager.filter(**{f"{relation.parent}__in": piece}))
    fields = {name: _field(relation.model, name) for name in relation.columns}
    new = (
        relation.model(
            **{relation.parent: pk, "sort_order": order},
            **{name: field_value(fields[name], value) for name, value in facts.items()},
        )
        for pk, rows in replaced.items()
        for order, facts in enumerate(rows)
    )
    for rows in staged.pieces(new):
        relation.model._default_manager.bulk_create(rows, batch_size=BATCH)


def _replace_tags(spec: Spec, name: str, replaced: dict[int, list[str]]) -> None:
    field: Any = spec.model._meta.get_field(name)
    through, parent = field.remote_field.through, f"{field.m2m_field_name()}_id"
    term = f"{field.m2m_reverse_field_name()}_id"
    known = term_pks({id for ids in replaced.values() for id in ids})
    for piece in staged.pieces(replaced):
        delete_quietly(through._default_manager.filter(**{f"{parent}__in": piece}))
    rows = [through(**{parent: pk, term: known[id]}) for pk, ids in replaced.items() for id in ids if id in known]
    through._default_manager.bulk_create(rows, batch_size=BATCH)


def term_pks(ids: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for piece in staged.pieces(ids):
        rows = TaxonomyTerm.objects.filter(hsds_id__in=piece).values_list("hsds_id", "pk")
        found |= {str(id): pk for id, pk in rows}
    return found


def delete_quietly(queryset: Any) -> int:
    """Delete rows that nothing points at, without loading them or telling anybody: whoever writes in bulk names the
    services it touched itself. A plain ``delete()`` would load every row for the sake of signals."""
    return int(queryset._raw_delete(queryset.db))


def delete_records(spec: Spec, pks: list[int]) -> None:
    """Delete records with their words, child rows, tags and former names, at once and without signals. The caller has
    seen that nothing else points at them (see :func:`pointed_at`)."""
    for model, column in _belongings(spec):
        delete_quietly(model._default_manager.filter(**{f"{column}__in": pks}))
    delete_quietly(spec.model._default_manager.filter(pk__in=pks))


def pointed_at(spec: Spec, pks: list[int]) -> set[int]:
    """Those records that any row but their own belongings points at, a host's own tables included."""
    own = {model for model, _ in _belongings(spec)}
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


def _belongings(spec: Spec) -> list[tuple[Any, str]]:
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
