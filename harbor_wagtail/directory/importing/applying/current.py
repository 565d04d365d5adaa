"""What the directory says now about some records, as plain facts, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from wagtail.models import Locale

from harbor_wagtail.directory.importing import staged
from harbor_wagtail.directory.importing.applying.specs import TEXT, Relation, Spec
from harbor_wagtail.directory.importing.plain import plain

Facts = dict[str, Any]


def read_facts(spec: Spec, pks: Iterable[int], relations: Iterable[str], tags: Iterable[str]) -> dict[int, Facts]:
    """Primary key → facts. Relations and tags that nobody asks for are left out."""
    found: dict[int, Facts] = {}
    wanted = list(pks)
    for piece in staged.pieces(wanted):
        rows = spec.model._default_manager.filter(pk__in=piece).values("pk", *spec.columns)
        found |= {row.pop("pk"): {name: plain(value) for name, value in row.items()} for row in rows}
        _read_texts(spec, piece, found)
        for name in relations:
            _read_relation(spec.relation(name), piece, found)
        for name in tags:
            _read_tags(spec, name, piece, found)
    return found


def _read_texts(spec: Spec, pks: list[int], found: dict[int, Facts]) -> None:
    if not spec.texts:
        return
    for pk in pks:
        if pk in found:
            found[pk] |= {TEXT + name: "" for name in spec.texts}
    rows = spec.text_model()._default_manager.filter(**{f"{spec.kind}__in": pks, "locale": Locale.get_default()})
    for row in rows.values(f"{spec.kind}_id", *spec.texts):
        found[row[f"{spec.kind}_id"]] |= {TEXT + name: row[name] for name in spec.texts}


def _read_relation(relation: Relation, pks: list[int], found: dict[int, Facts]) -> None:
    rows = relation.model._default_manager.filter(**{f"{relation.parent}__in": pks}).order_by("sort_order", "pk")
    below: dict[int, list[Facts]] = defaultdict(list)
    for row in rows.values(relation.parent, *relation.columns):
        below[row.pop(relation.parent)].append({name: plain(value) for name, value in row.items()})
    for pk in pks:
        if pk in found:
            found[pk][relation.name] = below.get(pk, [])


def _read_tags(spec: Spec, name: str, pks: list[int], found: dict[int, Facts]) -> None:
    field: Any = spec.model._meta.get_field(name)
    parent = f"{field.m2m_field_name()}_id"
    links = field.remote_field.through._default_manager.filter(**{f"{parent}__in": pks})
    below: dict[int, list[str]] = defaultdict(list)
    for pk, term in links.values_list(parent, f"{field.m2m_reverse_field_name()}__hsds_id"):
        below[pk].append(str(term))
    for pk in pks:
        if pk in found:
            found[pk][name] = sorted(below.get(pk, []))


def difference(now: Facts, said: Facts) -> tuple[Facts, Facts]:
    """(before, after) of what ``said`` changes in ``now``."""
    changed = [name for name, value in said.items() if now.get(name) != value]
    return {name: now.get(name) for name in changed}, {name: said[name] for name in changed}
