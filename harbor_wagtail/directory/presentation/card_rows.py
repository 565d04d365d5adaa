# ruff: noqa: S608  (only names of our own tables and columns, and whole numbers, are written into the SQL)
"""Everything the cards of one page show, in three queries: services, their places, and all child rows at once.

Read the usual way it would be one query for each of fourteen child tables, each more costly to build than to answer.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, time
from types import SimpleNamespace
from typing import Any

from django.db import connections, models, router
from wagtail.models import Locale

from harbor_wagtail.directory.models import (
    LocationPhone,
    LocationSchedule,
    OrganizationPhone,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceAtLocationArea,
    ServiceAtLocationPhone,
    ServiceAtLocationSchedule,
    ServiceIntakeAnswer,
    ServiceLanguage,
    ServicePhone,
    ServiceSchedule,
    ServiceText,
    TaxonomyTerm,
    TaxonomyTermText,
    Verification,
)
from harbor_wagtail.models.words import active_language

_PHONE = ("number", "extension", "type", "purpose", "description")
_SCHEDULE = (
    *("closed", "byday", "opens_at", "closes_at", "valid_from", "valid_to", "description", "notes", "freq", "interval"),
    *("dtstart", "until", "count", "byweekno", "bymonthday", "byyearday", "schedule_link"),
)
_AREA = ("kind", "fips", "name", "description")
_SERVICE = (
    *(
        "pk",
        "name",
        "url",
        "example",
        "minimum_age",
        "maximum_age",
        "all_ages",
        "referral",
        "cost",
        "hours",
        "holidays",
    ),
    *("status", "status_as_of", "status_expires_at", "status_note", "organization_id"),
)
_ORGANIZATION = ("name", "slug", "website", "example")
_PLACE = (
    *("name", "location_type", "county", "time_zone", "address_visibility", "show_town"),
    *("address_1", "address_2", "city"),
)
_TIMES, _DATES = ("opens_at", "closes_at"), ("valid_from", "valid_to", "dtstart", "until", "said_on", "checked_on")

#: (owner, relation, table, foreign key, columns)
_CHILDREN: tuple[tuple[str, str, type[models.Model], str, tuple[str, ...]], ...] = (
    ("service", "phones", ServicePhone, "service", _PHONE),
    ("organization", "phones", OrganizationPhone, "organization", _PHONE),
    ("place", "phones", LocationPhone, "location", _PHONE),
    ("join", "phones", ServiceAtLocationPhone, "service_at_location", _PHONE),
    ("service", "schedules", ServiceSchedule, "service", _SCHEDULE),
    ("place", "schedules", LocationSchedule, "location", _SCHEDULE),
    ("join", "schedules", ServiceAtLocationSchedule, "service_at_location", _SCHEDULE),
    ("service", "service_areas", ServiceArea, "service", _AREA),
    ("join", "service_areas", ServiceAtLocationArea, "service_at_location", _AREA),
    (
        *("service", "intake_answers", ServiceIntakeAnswer, "service"),
        ("question", "answer", "said_by_role", "said_on", "note"),
    ),
)
#: Child rows by (owner, relation, the owner's number).
Children = dict[tuple[str, str, int], list[Any]]


class Rows(list[Any]):
    """A list that answers as a manager of child rows does, so that what reads models reads these too."""

    def all(self) -> Rows:
        return self


def load(pairs: Collection[tuple[int, int | None]]) -> dict[tuple[int, int | None], tuple[Any, Any | None, Any | None]]:
    """(service, service at the place, newest check) by numbers of service and place; what has gone is left out."""
    services = {row["pk"]: row for row in _services({service for service, _place in pairs})}
    joins = {(row["service_id"], row["location_id"]): row for row in _joins(pairs)} if services else {}
    rows = _children(services.values(), joins.values()) if services else {}
    made = {pk: _service(row, rows) for pk, row in services.items()}
    found = {}
    for service, place in pairs:
        if service in made:
            join = joins.get((service, place)) if place else None
            checks = rows.get(("service", "checks", service), [])
            newest = max(checks, key=lambda check: (check.checked_on, check.id), default=None)
            found[service, place] = (made[service], _join(join, rows) if join else None, newest)
    return found


def _services(wanted: set[int]) -> Iterable[dict[str, Any]]:
    names = [f"organization__{name}" for name in _ORGANIZATION]
    return Service.objects.public().filter(pk__in=wanted).order_by().values(*_SERVICE, *names)


def _joins(pairs: Collection[tuple[int, int | None]]) -> Iterable[dict[str, Any]]:
    services, places = {service for service, place in pairs if place}, {place for _service, place in pairs if place}
    if not places:
        return ()
    found = ServiceAtLocation.objects.public().filter(service__in=services, location__in=places).order_by()
    return found.values("pk", "service_id", "location_id", *(f"location__{name}" for name in _PLACE))


def _service(row: dict[str, Any], rows: Children) -> Any:
    about = {name: row[f"organization__{name}"] for name in _ORGANIZATION}
    owner = SimpleNamespace(**about, pk=row["organization_id"])
    owner.phones = Rows(rows.get(("organization", "phones", owner.pk), ()))
    service = SimpleNamespace(**{name: row[name] for name in _SERVICE}, organization=owner)
    for relation in ("texts", "phones", "schedules", "service_areas", "intake_answers", "languages"):
        setattr(service, relation, Rows(rows.get(("service", relation, service.pk), ())))
    return service


def _join(row: dict[str, Any], rows: Children) -> Any:
    place = SimpleNamespace(**{name: row[f"location__{name}"] for name in _PLACE}, pk=row["location_id"])
    place.address_is_public = place.address_visibility == "public"
    join = SimpleNamespace(pk=row["pk"], location=place)
    for owner, name in ((join, "join"), (place, "place")):
        for relation in ("phones", "schedules"):
            setattr(owner, relation, Rows(rows.get((name, relation, owner.pk), ())))
    join.service_areas = Rows(rows.get(("join", "service_areas", join.pk), ()))
    return join


def _children(services: Collection[dict[str, Any]], joins: Collection[dict[str, Any]]) -> Children:
    owners = {
        "service": {row["pk"] for row in services},
        "organization": {row["organization_id"] for row in services},
        "place": {row["location_id"] for row in joins},
        "join": {row["pk"] for row in joins},
    }
    found: Children = defaultdict(list)
    connection = connections[router.db_for_read(Service)]
    with connection.cursor() as cursor:
        cursor.execute(_statement(connection, owners), [active_language()])
        for owner, relation, number, _order, pk, facts in sorted(
            cursor.fetchall(), key=lambda row: (row[3] or 0, row[4])
        ):
            found[owner, relation, number].append(_row(relation, pk, json.loads(facts)))
    return found


def _row(relation: str, pk: int, facts: dict[str, Any]) -> Any:
    for name in facts.keys() & {*_TIMES, *_DATES}:
        if facts[name]:
            facts[name] = time.fromisoformat(facts[name]) if name in _TIMES else date.fromisoformat(facts[name])
    if relation == "intake_answers":
        return ServiceIntakeAnswer(pk=pk, **facts)
    if relation == "texts":
        return SimpleNamespace(**facts, locale=SimpleNamespace(language_code=facts["language"]))
    if relation == "languages":
        named = SimpleNamespace(texts=Rows(), name=facts["term"]) if facts["term"] else None
        return SimpleNamespace(**{**facts, "term": named})
    return SimpleNamespace(id=pk, **facts)


def _statement(connection: Any, owners: dict[str, set[int]]) -> str:
    quote = connection.ops.quote_name
    parts = []
    for owner, relation, model, key, columns in _CHILDREN:
        if owners[owner]:
            facts = _json(connection, ((name, f"t.{quote(_column(model, name))}") for name in columns))
            parts.append(
                f"SELECT '{owner}', '{relation}', t.{key}_id, t.sort_order, t.id, {facts} FROM {_table(connection, model)} t "
                f"WHERE t.{key}_id IN ({_numbers(owners[owner])})"
            )
    parts += list(_joined(connection, _numbers(owners["service"])))
    return " UNION ALL ".join(parts)


def _joined(connection: Any, services: str) -> Iterator[str]:
    """The child tables that look another one up: words and their language, languages and their name, checks."""
    quote = connection.ops.quote_name
    words = [(name, f"t.{quote(name)}") for name in ("name", "description", "alert", "application_process")]
    facts = _json(connection, [*words, ("language", "l.language_code")])
    yield (
        f"SELECT 'service', 'texts', t.service_id, 0, t.id, {facts} FROM {_table(connection, ServiceText)} t "
        f"JOIN {_table(connection, Locale)} l ON l.id = t.locale_id WHERE t.service_id IN ({services})"
    )
    spoken = [(name, f"t.{quote(name)}") for name in ("name", "code", "provision")]
    facts = _json(connection, [*spoken, ("term", "COALESCE(w.name, n.name)")])
    yield (
        f"SELECT 'service', 'languages', t.service_id, t.sort_order, t.id, {facts} "
        f"FROM {_table(connection, ServiceLanguage)} t LEFT JOIN {_table(connection, TaxonomyTerm)} n ON n.id = t.term_id "
        f"LEFT JOIN {_table(connection, TaxonomyTermText)} w ON w.term_id = n.id AND w.locale_id = "
        f"(SELECT id FROM {_table(connection, Locale)} WHERE language_code = %s) WHERE t.service_id IN ({services})"
    )
    facts = _json(connection, [("checked_on", "t.checked_on"), ("method", "t.method")])
    yield (
        f"SELECT 'service', 'checks', t.service_id, 0, t.id, {facts} FROM {_table(connection, Verification)} t "
        f"WHERE t.service_id IN ({services})"
    )


def _json(connection: Any, pairs: Iterable[tuple[str, str]]) -> str:
    """An SQL expression for one JSON object, as text."""
    arguments = ", ".join(f"'{name}', {column}" for name, column in pairs)
    if connection.vendor == "postgresql":
        return f"CAST(json_build_object({arguments}) AS text)"
    return f"JSON_OBJECT({arguments})"


def _table(connection: Any, model: type[models.Model]) -> str:
    return str(connection.ops.quote_name(model._meta.db_table))


def _column(model: type[models.Model], name: str) -> str:
    return str(model._meta.get_field(name).column)  # type: ignore[union-attr]


def _numbers(found: Iterable[int]) -> str:
    return ", ".join(str(int(number)) for number in sorted(found))
