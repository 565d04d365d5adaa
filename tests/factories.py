"""Builders of directory records for tests: whole graphs in one call, made the way an editor's save makes them.

Everything is live unless ``live=False`` is given. Rows are dicts of the row model's fields; phones may be plain
strings, words are ``{"en": {...}, "es": {...}}``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from django.db import models
from wagtail.models import Locale, Page, Site

from harbor_wagtail.directory.models import (
    Location,
    Organization,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
    TaxonomyTermText,
)
from harbor_wagtail.directory.visibility import make_public
from harbor_wagtail.directory.vocabularies import TERMS, create_missing

Words = Mapping[str, Mapping[str, Any]]
Rows = Iterable[Any]

MOWER, FREEBORN, HENNEPIN = "27099", "27047", "27053"  # counties of Minnesota
ADDRESS: dict[str, Any] = {
    "address_1": "118 Cedar Street",
    "city": "Austin",
    "state_province": "MN",
    "postal_code": "55912",
    "country": "US",
    "latitude": 43.6666,
    "longitude": -92.9746,
}


def locale(code: str = "en") -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]


def term(code: str, vocabulary: str = "domains") -> TaxonomyTerm:
    """One of the shipped terms, for instance ``term("shelter")`` or ``term("es", "languages")``."""
    create_missing([locale("en"), locale("es")])
    found = TaxonomyTerm.objects.get(taxonomy__slug=vocabulary, code=code)
    shipped = next(each for each in TERMS[vocabulary] if each.code == code)
    # A database that was migrated before it knew Spanish has no Spanish words.
    spanish = {"name": shipped.es, "synonyms": shipped.synonyms_es}
    TaxonomyTermText.objects.get_or_create(term=found, locale=locale("es"), defaults=spanish)
    return found


def organization(
    name: str = "Lantern House", *, phones: Rows = (), texts: Words | None = None, **given: Any
) -> Organization:
    facts, rows = _split(Organization, given)
    record = Organization(name=name, **facts)
    _add_rows(record, {"phones": _phones(phones), "texts": _texts(texts), **rows})
    record.save()
    return record


def location(
    owner: Organization | None = None, name: str = "", *, county: str = MOWER, address: Any = None, **given: Any
) -> Location:
    """A place. ``address`` (a dict, or True for :data:`ADDRESS`) makes it public; else only its county is known."""
    facts, rows = _split(Location, given)
    record = Location(organization=owner, name=name, county=county, **facts)
    _add_rows(record, {**rows, "phones": _phones(rows.get("phones", ()))})
    record.save()
    if address:
        make_public(record, ADDRESS if address is True else address, by_role="director", agreed_on=date(2024, 1, 5))
    return record


def service(
    owner: Organization | None = None,
    name: str = "Youth shelter",
    *,
    domains: Iterable[str] = (),
    phones: Rows = (),
    languages: Rows = (),
    areas: Rows = (),
    answers: Mapping[str, Any] | None = None,
    texts: Words | None = None,
    places: Iterable[Location] = (),
    **given: Any,
) -> Service:
    """A service of ``owner`` (made if not given).

    ``languages``: codes or row dicts. ``areas``: county codes or row dicts. ``answers``: question to answer, or to a
    row dict; a plain "no" is given somebody who said so. Other names are columns, or relations with rows.
    """
    facts, rows = _split(Service, given)
    terms = {name: rows.pop(name) for name in ("populations", "genders", "not_served") if name in rows}
    record = Service(organization=owner or organization(), name=name, **facts)
    _add_rows(
        record,
        {
            "phones": _phones(phones),
            "texts": _texts(texts),
            "languages": [_language(row) for row in languages],
            "service_areas": [_area(row) for row in areas],
            "intake_answers": [_answer(question, answer) for question, answer in (answers or {}).items()],
            **rows,
        },
    )
    record.domains.set([term(code) for code in domains])
    for name, found in terms.items():
        getattr(record, name).set(found)
    record.save()
    for place in places:
        at(record, place)
    return record


def at(given: Service, place: Location, **rows: Any) -> ServiceAtLocation:
    """The service as given at the place; ``phones`` and ``schedules`` may differ there."""
    facts, children = _split(ServiceAtLocation, rows)
    record = ServiceAtLocation(service=given, location=place, **facts)
    _add_rows(record, {**children, "phones": _phones(children.get("phones", ()))})
    record.save()
    return record


def weekly(days: str, opens: str, closes: str, **given: Any) -> dict[str, Any]:
    """A schedule row: ``weekly("MO,TU", "09:00", "17:00")``."""
    return {
        "freq": "WEEKLY",
        "byday": days,
        "opens_at": time.fromisoformat(opens),
        "closes_at": time.fromisoformat(closes),
        **given,
    }


def directory_page(
    slug: str = "find-help", *, language: str = "en", model: type[Page] | None = None, **given: Any
) -> Any:
    """A live directory page below the default site's root in that language (the root is translated when needed)."""
    from harbor_wagtail.pages.models import ProviderDirectoryPage

    parent = site_root(language)
    page = (model or ProviderDirectoryPage)(
        **{"title": "Find help", "slug": slug, "locale": locale(language), "show_in_menus": True, **given}
    )
    parent.add_child(instance=page)
    return page


def site_root(language: str = "en") -> Page:
    root = Site.objects.get(is_default_site=True).root_page
    if root.locale.language_code == language:
        return root
    wanted = locale(language)
    return root.get_translation_or_none(wanted) or root.copy_for_translation(wanted, alias=True)


def _split(model: type[models.Model], given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Columns of the model, and everything else (rows and terms)."""
    columns = {field.name for field in model._meta.concrete_fields} | {
        field.attname for field in model._meta.concrete_fields
    }
    return (
        {name: value for name, value in given.items() if name in columns},
        {name: value for name, value in given.items() if name not in columns},
    )


def _add_rows(record: Any, rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> None:
    for relation, dicts in rows.items():
        manager = getattr(record, relation)
        made = [manager.model(**row) for row in dicts]
        if made:
            manager.add(*made)


def _phones(rows: Rows) -> list[dict[str, Any]]:
    return [{"number": row} if isinstance(row, str) else dict(row) for row in rows]


def _texts(words: Words | None) -> list[dict[str, Any]]:
    return [{"locale": locale(code), **row} for code, row in (words or {}).items()]


def _language(row: Any) -> dict[str, Any]:
    return {"term": term(row, "languages"), "code": row} if isinstance(row, str) else dict(row)


def _area(row: Any) -> dict[str, Any]:
    if not isinstance(row, str):
        return dict(row)
    return {"kind": "county" if len(row) == 5 else "state", "fips": row}


def _answer(question: str, answer: Any) -> dict[str, Any]:
    if not isinstance(answer, str):
        return {"question": question, **answer}
    said = {"said_by_role": "intake worker", "said_on": date(2024, 5, 2)} if answer == "no" else {}
    return {"question": question, "answer": answer, **said}
