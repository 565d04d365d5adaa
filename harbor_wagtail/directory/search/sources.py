"""Reading what a set of services is made of, in the same number of queries for one service and for a thousand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import F, Max
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Locale

from harbor_wagtail.directory.models import (
    Location,
    LocationLanguage,
    LocationSchedule,
    LocationText,
    OrganizationText,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceAtLocationArea,
    ServiceAtLocationLanguage,
    ServiceAtLocationSchedule,
    ServiceAttribute,
    ServiceIntakeAnswer,
    ServiceLanguage,
    ServiceSchedule,
    ServiceText,
    TaxonomyTerm,
    TaxonomyTermText,
    Verification,
)
from harbor_wagtail.directory.models.querysets import visible
from harbor_wagtail.directory.search.documents import SERVICE_WORDS, STARTING, Text
from harbor_wagtail.directory.search.timetable import COLUMNS as WHEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

Tags = dict[str, dict[int, list[int]]]
Rows = dict[tuple[int, str], dict[str, Any]]
Schedules = dict[int, list[dict[str, Any]]]
#: (term, how it is offered) of languages, by record.
Provided = dict[int, list[tuple[int, str]]]

_SERVICE = (
    *("id", "organization_id", "name", "alternate_name", "minimum_age", "maximum_age", "all_ages", "expire_at"),
    *("status", "status_expires_at", "cost", "referral", "hours", "holidays", "program__name"),
    *("organization__name", "organization__alternate_name", "organization__expire_at"),
)
# No column of the address, see documents.py.
_PLACE = (
    *("id", "service_id", "location_id", "description"),
    *("location__name", "location__county", "location__location_type", "location__expire_at"),
    "location__time_zone",
)


@dataclass(frozen=True, slots=True)
class Terms:
    """Codes and words of the terms in use, in all languages: who reads English may well ask in Spanish."""

    code_of: dict[int, str]
    words_of: dict[int, list[Text]]

    def codes(self, ids: Iterable[int]) -> list[str]:
        return [self.code_of[pk] for pk in ids if self.code_of.get(pk)]

    def words(self, ids: Iterable[int]) -> list[Text]:
        return [text for pk in dict.fromkeys(ids) for text in self.words_of.get(pk, ())]


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything rows are made of; the first of ``languages`` is the one that stands in for missing words."""

    languages: Sequence[str]
    services: list[dict[str, Any]]
    places: dict[int, list[dict[str, Any]]]
    service_texts: Rows
    organization_texts: Rows
    location_texts: Rows
    tags: Tags
    place_tags: Tags
    areas: dict[int, list[tuple[str, str]]]
    place_areas: dict[int, list[tuple[str, str]]]
    terms: Terms
    checked: dict[int, date]
    languages_of: Provided
    place_languages: Provided
    join_languages: Provided
    schedules: Schedules
    place_schedules: Schedules
    join_schedules: Schedules
    answers: dict[int, list[ServiceIntakeAnswer]]


def default_language() -> str:
    """The language that stands in where words are missing."""
    try:
        return str(get_supported_content_language_variant(settings.LANGUAGE_CODE))
    except LookupError:
        return str(settings.LANGUAGE_CODE)


def languages(using: str) -> list[str]:
    """Codes of the languages the site has, the one that stands in first; it is there even before its locale is."""
    first = default_language()
    codes = Locale.objects.using(using).order_by("language_code").values_list("language_code", flat=True)
    return list(dict.fromkeys([first, *codes]))


def read(ids: Sequence[int], spoken: Sequence[str], using: str) -> Sources:
    """Read what the public ones among the services ``ids`` are made of."""
    services = list(Service.objects.using(using).public().filter(pk__in=ids).order_by("pk").values(*_SERVICE))
    pks = [service["id"] for service in services]
    places = _places(pks, using)
    location_pks = {place["location_id"] for found in places.values() for place in found}
    join_pks = {place["id"] for found in places.values() for place in found}
    tags, place_tags = _tags(pks, using), _place_tags(location_pks, using)
    spoken_by = _provided(ServiceLanguage, "service_id", pks, using)
    spoken_at = _provided(LocationLanguage, "location_id", location_pks, using)
    spoken_here = _provided(ServiceAtLocationLanguage, "service_at_location_id", join_pks, using)
    return Sources(
        languages=spoken,
        services=services,
        places=places,
        service_texts=_texts(ServiceText, "service_id", pks, ("name", *SERVICE_WORDS), using),
        organization_texts=_texts(
            OrganizationText, "organization_id", {s["organization_id"] for s in services}, ("description",), using
        ),
        location_texts=_texts(LocationText, "location_id", location_pks, ("description",), using),
        tags=tags,
        place_tags=place_tags,
        areas=_areas(ServiceArea, "service_id", pks, using),
        place_areas=_areas(
            ServiceAtLocationArea,
            "service_at_location_id",
            join_pks,
            using,
        ),
        terms=_terms(_term_ids(tags, place_tags, spoken_by, spoken_at, spoken_here), spoken[0], using),
        checked=_checked(pks, using),
        languages_of=spoken_by,
        place_languages=spoken_at,
        join_languages=spoken_here,
        schedules=_schedules(ServiceSchedule, "service_id", pks, using),
        place_schedules=_schedules(LocationSchedule, "location_id", location_pks, using),
        join_schedules=_schedules(ServiceAtLocationSchedule, "service_at_location_id", join_pks, using),
        answers=_answers(pks, using),
    )


def _places(pks: Sequence[int], using: str) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = ServiceAtLocation.objects.using(using).filter(visible("location__"), service__in=pks)
    for row in rows.order_by("location_id").values(*_PLACE):
        found[row["service_id"]].append(row)
    return found


def _texts(model: Any, key: str, pks: Iterable[int], names: tuple[str, ...], using: str) -> Rows:
    rows = model.objects.using(using).filter(**{f"{key}__in": list(pks)})
    return {
        (row[key], row["language"]): row
        for row in rows.annotate(language=F("locale__language_code")).values(key, "language", *names)
    }


def _pairs(model: Any, key: str, value: str, pks: Iterable[int], using: str) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    rows = model.objects.using(using).filter(**{f"{key}__in": list(pks), f"{value}__isnull": False})
    for pk, term in rows.order_by(key, value).values_list(key, value):
        found[pk].append(term)
    return found


def _tags(pks: Sequence[int], using: str) -> Tags:
    pairs = partial(_pairs, pks=pks, using=using)
    return {
        "domain": pairs(Service.domains.through, "service_id", "taxonomyterm_id"),
        "population": pairs(Service.populations.through, "service_id", "taxonomyterm_id"),
        "gender": pairs(Service.genders.through, "service_id", "taxonomyterm_id"),
        "attribute": pairs(ServiceAttribute, "service_id", "term_id"),
    }


def _place_tags(pks: Iterable[int], using: str) -> Tags:
    pairs = partial(_pairs, pks=pks, using=using)
    return {
        "accessibility": pairs(Location.accessibility_features.through, "location_id", "taxonomyterm_id"),
    }


def _provided(model: Any, key: str, pks: Iterable[int], using: str) -> Provided:
    found: Provided = defaultdict(list)
    rows = model.objects.using(using).filter(**{f"{key}__in": list(pks), "term__isnull": False})
    for pk, term, provision in rows.order_by(key, "term_id").values_list(key, "term_id", "provision"):
        found[pk].append((term, provision))
    return found


def _schedules(model: Any, key: str, pks: Iterable[int], using: str) -> Schedules:
    found: Schedules = defaultdict(list)
    rows = model.objects.using(using).filter(**{f"{key}__in": list(pks)})
    for row in rows.order_by(key, "sort_order", "pk").values(key, *WHEN):
        found[row[key]].append(row)
    return found


def _answers(pks: Sequence[int], using: str) -> dict[int, list[ServiceIntakeAnswer]]:
    found: dict[int, list[ServiceIntakeAnswer]] = defaultdict(list)
    rows = ServiceIntakeAnswer.objects.using(using).filter(service__in=pks, question__in=STARTING).order_by()
    for answer in rows.only("service_id", "question", "answer", "said_by_role", "said_on"):
        found[answer.service_id].append(answer)
    return found


def _term_ids(tags: Tags, place_tags: Tags, *provided: Provided) -> set[int]:
    tagged = {pk for kinds in (tags, place_tags) for found in kinds.values() for ids in found.values() for pk in ids}
    return tagged | {term for found in provided for rows in found.values() for term, _ in rows}


def _areas(model: Any, key: str, pks: Iterable[int], using: str) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = model.objects.using(using).filter(**{f"{key}__in": list(pks)})
    for pk, kind, fips in rows.values_list(key, "kind", "fips"):
        found[pk].append((kind, fips))
    return found


def _terms(used: set[int], first: str, using: str) -> Terms:
    code_of: dict[int, str] = {}
    words_of: dict[int, list[Text]] = defaultdict(list)
    terms = TaxonomyTerm.objects.using(using).filter(pk__in=used)
    for pk, code, name, language in terms.values_list("pk", "code", "name", "language"):
        code_of[pk] = code
        words_of[pk].append(Text(name, language or first))
    texts = TaxonomyTermText.objects.using(using).filter(term__in=used).order_by("pk")
    for pk, language, name, synonyms in texts.values_list("term_id", "locale__language_code", "name", "synonyms"):
        words_of[pk] += [Text(name, language), Text(synonyms, language)]
    return Terms(code_of, words_of)


def _checked(pks: Sequence[int], using: str) -> dict[int, date]:
    rows = Verification.objects.using(using).filter(service__in=pks).order_by()
    return dict(rows.values("service_id").annotate(day=Max("checked_on")).values_list("service_id", "day"))
