"""The five lists of HSDS: which records a question finds, and in which shape they are told."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Q
from django.views.decorators.debug import sensitive_variables
from wagtail.models import Locale

from harbor_wagtail.directory.api import questions, shapes, state, vocabulary
from harbor_wagtail.directory.api.parameters import BadParameter, Given
from harbor_wagtail.directory.api.records import Minimal, Records
from harbor_wagtail.directory.models import Alias
from harbor_wagtail.directory.search.query import Asking, Search

Item = dict[str, Any]

_PAGING = ("page", "per_page", "format")
_TERMS = ("taxonomy_term_id", "taxonomy_id")
#: Whole organizations are large.
_FEW = 25


class NotReady(Exception):
    """The tables of the search are missing: nothing can be said about words."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A record has another id now, because two were found to be one."""

    to: uuid.UUID


@dataclass(frozen=True, slots=True)
class List:
    """One kind of record. ``kind`` is the HSDS object; the parameters are those of the list and of a single record."""

    name: str
    kind: str
    find: Callable[[Given], Records]
    one: Callable[[uuid.UUID, Given], Item | Moved | None]
    parameters: tuple[str, ...]
    one_parameters: tuple[str, ...] = ()


@sensitive_variables()
def _services(given: Given) -> Records:
    condition = _of_terms(given, questions.service_carries) & _of_organization(given)
    if given["modified_after"]:
        condition &= questions.changed_since(given["modified_after"])
    found, keys = state.services().filter(condition), _with_words(given["search"])
    if given["minimal"]:
        return Minimal(found, shapes.services, keys=keys, chunk=5000)
    return Records(found, partial(shapes.services, full=given["full"]), keys=keys)


@sensitive_variables()
def _service_at_locations(given: Given) -> Records:
    condition = _of_terms(given, questions.link_carries) & _of_organization(given, "service__")
    if given["modified_after"]:
        condition &= questions.changed_since(given["modified_after"], "service__")
    if given["proximity"]:
        condition &= Q(location__in=questions.within(given["postcode"], given["proximity"]))
    elif given["postcode"]:
        condition &= questions.serves(given["postcode"])
    rows = state.service_at_locations().filter(condition)
    keys = None
    if (services := _with_words(given["search"])) is not None:
        keys = {key for key, service in rows.values_list("pk", "service_id") if service in services}
    return Records(rows, partial(shapes.service_at_locations, full=given["full"]), keys=keys)


@sensitive_variables()
def _organizations(given: Given) -> Records:
    rows = state.organizations().filter(_of_terms(given, questions.organization_carries))
    keys = None
    if (services := _with_words(given["search"])) is not None:
        owners = state.services().values_list("pk", "organization_id")
        named = rows.filter(questions.in_words(given["search"], "name", "alternate_name"))
        keys = {owner for key, owner in owners if key in services} | set(named.values_list("pk", flat=True))
    asked = {"full": given["full"], "full_service": given["full_service"]}
    chunk = _FEW if any(asked.values()) else 250
    return Records(rows, partial(shapes.organizations, **asked), keys=keys, chunk=chunk)


@sensitive_variables()
def _taxonomies(given: Given) -> Records:
    rows = vocabulary.taxonomies().filter(questions.in_words(given["search"], "name", "description"))
    return Records(rows, shapes.taxonomies(rows), more=vocabulary.own_taxonomies(given["search"]))


@sensitive_variables()
def _taxonomy_terms(given: Given) -> Records:
    condition = questions.in_words(given["search"], "name", "description", "code")
    if given["taxonomy_id"]:
        condition &= Q(taxonomy__hsds_id=given["taxonomy_id"])
    if given["parent_id"]:
        condition &= Q(parent_ref=given["parent_id"])
    if given["top_only"]:
        condition &= Q(parent_ref__isnull=True)
    rows = vocabulary.terms().filter(condition)
    more = () if given["parent_id"] else vocabulary.own_terms(given["search"], given["taxonomy_id"])
    return Records(rows, shapes.taxonomy_terms(rows), more=more)


def _service(identity: uuid.UUID, given: Given) -> Item | Moved | None:
    key = _key(state.services(), identity)
    return shapes.whole_service(key) if key else _moved("service", identity, state.services())


def _service_at_location(identity: uuid.UUID, given: Given) -> Item | Moved | None:
    key = _key(state.service_at_locations(), identity)
    return _first(shapes.service_at_locations([key], full=True)) if key else None


def _organization(identity: uuid.UUID, given: Given) -> Item | Moved | None:
    key = _key(state.organizations(), identity)
    if not key:
        return _moved("organization", identity, state.organizations())
    return _first(shapes.organizations([key], full=True, full_service=given["full_service"]))


def _taxonomy(identity: uuid.UUID, given: Given) -> Item | None:
    rows = vocabulary.taxonomies()
    key = _key(rows, identity)
    return _first(shapes.taxonomies(rows)([key])) if key else vocabulary.own_taxonomy(identity)


def _taxonomy_term(identity: uuid.UUID, given: Given) -> Item | None:
    rows = vocabulary.terms()
    key = _key(rows, identity)
    return _first(shapes.taxonomy_terms(rows)([key])) if key else vocabulary.own_term(identity)


def _of_terms(given: Given, carries: Callable[[Any], Q]) -> Q:
    condition = Q()
    for name, asked in (("taxonomy_term_id", "term_id"), ("taxonomy_id", "taxonomy_id")):
        if given[name] is None:
            continue
        if vocabulary.is_own(given[name]):
            raise BadParameter(name, "Facts of the profile cannot be asked for by their term. Ask for any other term.")
        condition &= carries(questions.terms(**{asked: given[name]}))
    return condition


def _of_organization(given: Given, prefix: str = "") -> Q:
    identity = given["organization_id"]
    if identity is None:
        return Q()
    former = Alias.objects.filter(kind=Alias.Kind.HSDS_ID, value=str(identity), organization__isnull=False)
    owner = f"{prefix}organization"
    return Q(**{f"{owner}__hsds_id": identity}) | Q(**{f"{owner}__in": former.values("organization")})


@sensitive_variables()
def _with_words(words: str) -> set[int] | None:
    """Services that have all these words, as the site's own search finds them; ``None`` where nothing was asked."""
    if not words.strip():
        return None
    found = Asking().services(Search(words=words, locale=Locale.get_default().language_code))
    if found is None:
        raise NotReady
    return found


def _key(rows: Any, identity: uuid.UUID) -> int | None:
    return rows.filter(hsds_id=identity).values_list("pk", flat=True).first()


def _first(items: list[Item]) -> Item | None:
    """Nothing, where it was hidden a moment ago."""
    return items[0] if items else None


def _moved(kind: str, identity: uuid.UUID, rows: Any) -> Moved | None:
    former = Alias.objects.filter(kind=Alias.Kind.HSDS_ID, value=str(identity), **{f"{kind}__isnull": False})
    found = rows.filter(pk__in=former.values(kind)).values_list("hsds_id", flat=True).first()
    return Moved(found) if found else None


LISTS: tuple[List, ...] = (
    List(
        "services",
        "service",
        _services,
        _service,
        ("search", *_PAGING, *_TERMS, "organization_id", "modified_after", "minimal", "full"),
    ),
    List(
        "organizations",
        "organization",
        _organizations,
        _organization,
        ("search", "full_service", "full", *_TERMS, *_PAGING),
        ("full_service",),
    ),
    List(
        "service_at_locations",
        "service_at_location",
        _service_at_locations,
        _service_at_location,
        ("search", *_TERMS, "organization_id", "modified_after", "full", *_PAGING, "postcode", "proximity"),
    ),
    List("taxonomies", "taxonomy", _taxonomies, _taxonomy, ("search", *_PAGING)),
    List(
        "taxonomy_terms",
        "taxonomy_term",
        _taxonomy_terms,
        _taxonomy_term,
        ("search", *_PAGING, "taxonomy_id", "top_only", "parent_id"),
    ),
)
BY_NAME: dict[str, List] = {each.name: each for each in LISTS}
