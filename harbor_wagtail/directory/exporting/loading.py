"""Reading the public directory a chunk of organizations at a time, with as many queries for one as for a hundred."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models
from wagtail.models import Locale

from harbor_wagtail.directory.hsds.fields import CHILD_RELATIONS
from harbor_wagtail.directory.hsds.profile import TAGS
from harbor_wagtail.directory.models import (
    Location,
    Organization,
    Program,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
)
from harbor_wagtail.directory.verification import last_checked

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Iterator, Sequence

    from harbor_wagtail.directory.models import DataSource, Verification

#: Organizations read at once.
CHUNK = 100
#: Keys in one query: SQLite allows few parameters.
_KEYS = 500

#: HSDS object -> model of ours, for the four that children hang below.
PARENTS: dict[str, type[models.Model]] = {
    "organization": Organization,
    "service": Service,
    "location": Location,
    "service_at_location": ServiceAtLocation,
}
_TERMS: dict[type[models.Model], tuple[str, ...]] = {
    Service: (*(name for name, tag in TAGS.items() if tag.kind == "service"), "not_served"),
    Location: tuple(name for name, tag in TAGS.items() if tag.kind == "location"),
}


@dataclass(slots=True)
class Chunk:
    """Some organizations with everything public below them. Dicts are keyed by the primary key of the parent."""

    organizations: list[Organization]
    services: dict[int, list[Service]] = field(default_factory=dict)
    programs: dict[int, list[Program]] = field(default_factory=dict)
    places: dict[int, list[Location]] = field(default_factory=dict)
    links: dict[int, list[ServiceAtLocation]] = field(default_factory=dict)
    #: Every public place of the chunk by its own key: those of its organizations and those its services are given at.
    locations: dict[int, Location] = field(default_factory=dict)
    capacities: dict[int, list[ServiceCapacity]] = field(default_factory=dict)
    #: Organizations that are not to be named, though a public one points at them: HSDS ids.
    unnamed: set[uuid.UUID] = field(default_factory=set)
    #: Whether an example says so under a key of its own, beside its attribute: what stands alone has no attributes.
    flag_examples: bool = False
    #: Primary key -> HSDS id of the organizations that places belong to, as far as they are exported.
    owners: dict[int, uuid.UUID] = field(default_factory=dict)
    _children: dict[tuple[type, str], dict[int, list[Any]]] = field(default_factory=dict)
    _texts: dict[type, dict[int, Any]] = field(default_factory=dict)
    _checks: dict[type, dict[int, Verification]] = field(default_factory=dict)

    def children(self, record: models.Model, relation: str) -> list[Any]:
        """Child rows, or terms of a many-to-many, in their order."""
        return self._children.get((type(record), relation), {}).get(record.pk, [])

    def text(self, record: models.Model) -> Any | None:
        """The words in the site's default language."""
        return self._texts.get(type(record), {}).get(record.pk)

    def check(self, record: models.Model) -> Verification | None:
        """The newest check."""
        return self._checks.get(type(record), {}).get(record.pk)


def chunks(source: DataSource | None = None, size: int = CHUNK) -> Iterator[Chunk]:
    """The public directory in the order of its primary keys; with ``source``, only records that came from there."""
    last = 0
    while True:
        found = list(_from(source, Organization.objects.public().filter(pk__gt=last)).order_by("pk")[:size])
        if not found:
            return
        yield load(found, source)
        last = found[-1].pk


def load(organizations: Sequence[Organization], source: DataSource | None = None, services: Any = None) -> Chunk:
    """Read what is public below ``organizations``, which the caller has found to be public themselves.

    ``services`` is a queryset of public services, where not all of them are wanted.
    """
    chunk = Chunk(list(organizations))
    keys = [organization.pk for organization in organizations]
    wanted = Service.objects.public() if services is None else services
    found = _all(_from(source, wanted), "organization", keys, "pk")
    chunk.places = _by("organization_id", _all(_from(source, Location.objects.public()), "organization", keys, "pk"))
    return _fill(chunk, found, _links(found, source), source)


def load_services(services: Sequence[Service], *, alone: bool = False, places: bool = False) -> Chunk:
    """Read what is public round ``services``, which the caller has found to be public, each with its organization.

    ``alone``: only what is needed to write the records without their lists. ``places``: those of the organizations, too.
    """
    chunk = Chunk(_owners(services))
    if places:
        keys = [organization.pk for organization in chunk.organizations]
        chunk.places = _by("organization_id", _all(Location.objects.public(), "organization", keys, "pk"))
    return _fill(chunk, services, [] if alone else _links(services, None), None, alone=alone)


def load_links(links: Sequence[ServiceAtLocation], *, alone: bool = False) -> Chunk:
    """Read what is public round ``links``, public ones, each with its service, the organization of that and its place."""
    services = list({link.service_id: link.service for link in links}.values())
    return _fill(Chunk(_owners(services)), services, links, None, alone=alone)


def load_alone(organizations: Sequence[Organization]) -> Chunk:
    """Read what is needed to write ``organizations`` without their lists."""
    return _fill(Chunk(list(organizations)), [], [], None, alone=True)


def _owners(services: Sequence[Service]) -> list[Organization]:
    return list({service.organization_id: service.organization for service in services}.values())


def _fill(
    chunk: Chunk,
    services: Sequence[Service],
    links: Sequence[ServiceAtLocation],
    source: DataSource | None,
    *,
    alone: bool = False,
) -> Chunk:
    keys = [organization.pk for organization in chunk.organizations]
    chunk.services = _by("organization_id", services)
    chunk.programs = _by("organization_id", _all(_from(source, Program.objects.all()), "organization", keys, "pk"))
    chunk.links = _by("service_id", links)
    chunk.locations = {place.pk: place for places in chunk.places.values() for place in places}
    chunk.locations.update(
        {link.location_id: link.location for link in links if link.location_id not in chunk.locations}
    )
    _load_below(chunk, services, links, alone=alone)
    _load_owners(chunk, source)
    return chunk


def _load_below(chunk: Chunk, services: Sequence[Service], links: Sequence[ServiceAtLocation], *, alone: bool) -> None:
    """Words and checks of every record of the chunk and, unless they stand alone, rows and terms."""
    records: dict[str, Sequence[Any]] = {
        "organization": chunk.organizations,
        "service": services,
        "location": list(chunk.locations.values()),
        "service_at_location": links,
    }
    for kind, found in records.items():
        if kind != "service_at_location":
            _load_words(chunk, PARENTS[kind], found)
        if not alone:
            _load_rows(chunk, kind, [record.pk for record in found])
    if not alone:
        chunk.capacities = _capacities([service.pk for service in services])


def _load_words(chunk: Chunk, model: type[models.Model], found: Sequence[Any]) -> None:
    """Words in the default language, and checks."""
    keys, locale = [record.pk for record in found], {"locale": Locale.get_default()}
    texts = _all_related(model, "texts", keys, locale, ["pk"])
    chunk._texts[model] = {key: rows[0] for key, rows in texts.items()}
    chunk._checks[model] = last_checked(found)


def _load_rows(chunk: Chunk, kind: str, keys: list[int]) -> None:
    model = PARENTS[kind]
    relations = [relation for _, _, relation in CHILD_RELATIONS[kind]]
    for relation in [*relations, "intake_answers"] if kind == "service" else relations:
        chunk._children[model, relation] = _rows(model, relation, keys)
    for name in _TERMS.get(model, ()):
        chunk._children[model, name] = _terms(model, name, keys)


def _links(services: Sequence[Service], source: DataSource | None) -> list[ServiceAtLocation]:
    queryset = ServiceAtLocation.objects.public().select_related("location")
    if source:
        queryset = queryset.filter(location__data_source=source)
    return _all(queryset, "service", [service.pk for service in services], "pk")


def _load_owners(chunk: Chunk, source: DataSource | None) -> None:
    """Whose places are exported with their owner's name on them, and which parents must stay unnamed."""
    keys = {place.organization_id for place in chunk.locations.values() if place.organization_id}
    public = _from(source, Organization.objects.public())
    chunk.owners = {row.pk: row.hsds_id for row in _all(public.only("pk", "hsds_id"), "pk", sorted(keys), "pk")}
    parents = {row.parent_ref for row in chunk.organizations if row.parent_ref}
    known = Organization.objects.filter(hsds_id__in=parents).exclude(pk__in=Organization.objects.public().values("pk"))
    chunk.unnamed = set(known.values_list("hsds_id", flat=True))


def _capacities(keys: list[int]) -> dict[int, list[ServiceCapacity]]:
    """The newest row per HSDS id, in the order in which their first rows came."""
    rows = _all(ServiceCapacity.objects.select_related("unit"), "service", keys, "updated", "pk")
    newest: dict[int, dict[uuid.UUID, ServiceCapacity]] = defaultdict(dict)
    for row in rows:
        newest[row.service_id][row.hsds_id] = row
    return {key: list(by_id.values()) for key, by_id in newest.items()}


def _rows(model: type[models.Model], relation: str, keys: list[int]) -> dict[int, list[Any]]:
    return _all_related(model, relation, keys, {}, ["sort_order", "pk"])


def _all_related(
    model: type[models.Model], relation: str, keys: list[int], filters: dict[str, Any], order: list[str]
) -> dict[int, list[Any]]:
    link: Any = model._meta.get_field(relation)
    rows: type[models.Model] = link.related_model
    queryset = rows._default_manager.filter(**filters)
    if any(field.name == "term" for field in rows._meta.concrete_fields):
        queryset = queryset.select_related("term__taxonomy")
    return _by(link.field.attname, _all(queryset, link.field.name, keys, *order))


def _terms(model: type[models.Model], name: str, keys: list[int]) -> dict[int, list[Any]]:
    """Terms of a many-to-many by the record's key, in the order of the vocabulary."""
    relation: Any = model._meta.get_field(name)
    record, term = relation.m2m_field_name(), relation.m2m_reverse_field_name()
    links = relation.remote_field.through._default_manager.select_related(f"{term}__taxonomy")
    found: dict[int, list[Any]] = defaultdict(list)
    for link in _all(links, record, keys, f"{term}__sort_order", f"{term}__name", f"{term}__pk"):
        found[getattr(link, f"{record}_id")].append(getattr(link, term))
    return found


def _all(queryset: Any, name: str, keys: list[int], *order: str) -> list[Any]:
    """The rows whose ``name`` is among ``keys``, in as few queries as the database allows."""
    parts = (keys[start : start + _KEYS] for start in range(0, len(keys), _KEYS))
    return [row for part in parts for row in queryset.filter(**{f"{name}__in": part}).order_by(*order)]


def _by(attribute: str, rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, attribute)].append(row)
    return found


def _from(source: DataSource | None, queryset: Any) -> Any:
    return queryset.filter(data_source=source) if source else queryset
