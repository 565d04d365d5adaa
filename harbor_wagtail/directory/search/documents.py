"""From records to rows: what a service is found by at one place and in one language.

Nothing here reads a column of :data:`~harbor_wagtail.directory.models.ADDRESS_FIELDS`, nor the town: neither a word
nor a facet of a row comes from an address, public or not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from harbor_wagtail.directory.models import Answer, AreaKind, IntakeQuestion, LanguageProvision, LocationType, Referrer
from harbor_wagtail.directory.search.analyser import mark_of, sort_key, tokens
from harbor_wagtail.directory.search.engines import Words
from harbor_wagtail.directory.search.timetable import packed
from harbor_wagtail.directory.whose_hours import closest, zone_name
from harbor_wagtail.places import county as find_county
from harbor_wagtail.places import state as find_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from harbor_wagtail.directory.search.sources import Sources

Facets = frozenset[tuple[str, str]]

#: What "start without" means, by the question it answers.
STARTING: dict[str, str] = {
    IntakeQuestion.SELF_REFERRAL: "self",
    IntakeQuestion.POLICE_REPORT: "no_police_report",
    IntakeQuestion.SYSTEM_INVOLVEMENT: "no_system_involvement",
    IntakeQuestion.ID: "no_id",
    IntakeQuestion.PARENTAL_CONSENT: "no_parental_consent",
}

#: Words of each record that are searched. Whom a service does *not* serve is left out: "no men" is no find for "men".
SERVICE_WORDS = (
    "description",
    "application_process",
    "eligibility_description",
    "fees_description",
    "interpretation_services",
    "accreditations",
)
#: A service for all counties of a state should name the state; beyond this many names they say nothing.
MAX_AREA_NAMES = 40
#: A FIPS code of five digits is a county's, one of two a state's.
_REACH = {5: "county", 2: "state"}
_BOUNDLESS = (AreaKind.NATIONAL, AreaKind.REMOTE)


@dataclass(frozen=True, slots=True)
class Document:
    """One row: its plain columns by name, and its words."""

    columns: dict[str, Any]
    words: Words


@dataclass(frozen=True, slots=True)
class Text:
    """A text and the language it is written in."""

    text: str
    language: str


def documents(sources: Sources) -> Iterator[Document]:
    """Every service at each of its visible places, or without one, in each language."""
    for service in sources.services:
        for place in _places(service, sources):
            facets = _facets(service, place, sources)
            columns = _columns(service, place, sources) | {
                "facets": _packed(facets),
                "schedule": _schedule(service, place, sources),
            }
            for language in sources.languages:
                yield _document(service, place, facets, language, sources, columns)


def _places(service: dict[str, Any], sources: Sources) -> list[dict[str, Any] | None]:
    """The visible places, and ``None`` for a service without any: it is still found by its words and its area.

    Where all places have a last day, the row without a place stands by and starts when they have gone.
    """
    places: list[dict[str, Any] | None] = [*sources.places.get(service["id"], ())]
    last_day = _last_day(place for place in places if place)
    return [*places, None] if not places or last_day else places


def _last_day(places: Iterable[dict[str, Any]]) -> datetime | None:
    ends = [place["location__expire_at"] for place in places]
    return max(ends) if ends and None not in ends else None


def _document(
    service: dict[str, Any],
    place: dict[str, Any] | None,
    facets: Facets,
    language: str,
    sources: Sources,
    columns: dict[str, Any],
) -> Document:
    texts = _texts(service, place, sources, language)
    name = texts["name"]
    missing = any(text.language != language for key, text in texts.items() if key != "name" and text.text)
    mark = mark_of(language)
    words = Words(
        names=_tokens(mark, [name, *_names(service, place, sources.languages[0])]),
        terms=_tokens(mark, sources.terms.words(_term_ids(service, place, sources))),
        body=_tokens(mark, [*(text for key, text in texts.items() if key != "name"), *_body(place, facets, sources)]),
    )
    own = {
        "locale": language,
        "fallback": missing,
        # As a result's heading reads: the organization, then the service.
        "sort_name": sort_key(f"{service['organization__name']} {name.text}", language),
    }
    return Document(columns | own, words)


def _tokens(mark: str, texts: Iterable[Text]) -> list[str]:
    found: dict[str, None] = {}
    for text in texts:
        found.update(dict.fromkeys(tokens(text.text, text.language)))
    return [mark + token for token in found]


def _columns(service: dict[str, Any], place: dict[str, Any] | None, sources: Sources) -> dict[str, Any]:
    ends = [service["expire_at"], service["organization__expire_at"], place["location__expire_at"] if place else None]
    return {
        "service_id": service["id"],
        "organization_id": service["organization_id"],
        "location_id": place["location_id"] if place else None,
        "min_age": _number(service["minimum_age"]),
        "max_age": _number(service["maximum_age"]),
        "all_ages": service["all_ages"],
        "status": service["status"],
        "status_expires_at": service["status_expires_at"],
        "starts_at": None if place else _last_day(sources.places.get(service["id"], ())),
        "expires_at": min((end for end in ends if end is not None), default=None),
        "county": place["location__county"] if place else "",
        "checked_on": sources.checked.get(service["id"]),
    }


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _names(service: dict[str, Any], place: dict[str, Any] | None, language: str) -> Iterator[Text]:
    keys = ("name", "alternate_name", "organization__name", "organization__alternate_name", "program__name")
    found = [service[key] for key in keys] + [place["location__name"] if place else ""]
    return (Text(text, language) for text in found if text)


def _texts(service: dict[str, Any], place: dict[str, Any] | None, sources: Sources, language: str) -> dict[str, Text]:
    """Each text in ``language``, or in the site's first language where that is missing."""
    spoken = (language, sources.languages[0])
    texts = {key: _choose(sources.service_texts, service["id"], key, spoken) for key in SERVICE_WORDS}
    texts["organization"] = _choose(sources.organization_texts, service["organization_id"], "description", spoken)
    if place:
        texts["place"] = _choose(sources.location_texts, place["location_id"], "description", spoken)
    name = _choose(sources.service_texts, service["id"], "name", spoken)
    texts["name"] = name if name.text else Text(service["name"], sources.languages[0])
    return texts


def _choose(rows: dict[tuple[int, str], dict[str, Any]], pk: int, key: str, spoken: tuple[str, ...]) -> Text:
    for language in spoken:
        text = rows.get((pk, language), {}).get(key) or ""
        if text:
            return Text(text, language)
    return Text("", spoken[0])


def _body(place: dict[str, Any] | None, facets: Facets, sources: Sources) -> Iterator[Text]:
    first = sources.languages[0]
    if place and place["description"]:
        yield Text(place["description"], first)
    counties = {value for kind, value in facets if kind == "county"} | ({place["location__county"]} if place else set())
    states = {value for kind, value in facets if kind == "state"}
    for find, codes in ((find_county, counties), (find_state, states)):
        areas = [find(fips) for fips in sorted(codes)[:MAX_AREA_NAMES]]
        yield from (Text(area.name, first) for area in areas if area)


def _term_ids(service: dict[str, Any], place: dict[str, Any] | None, sources: Sources) -> list[int]:
    ids = [term for tagged in sources.tags.values() for term in tagged.get(service["id"], ())]
    if place:
        ids += [term for tagged in sources.place_tags.values() for term in tagged.get(place["location_id"], ())]
    return ids + [term for term, _ in _provided(service, place, sources)]


def _provided(service: dict[str, Any], place: dict[str, Any] | None, sources: Sources) -> list[tuple[int, str]]:
    found = [*sources.languages_of.get(service["id"], ())]
    if place:
        found += sources.place_languages.get(place["location_id"], ())
        found += sources.join_languages.get(place["id"], ())
    return found


def _facets(service: dict[str, Any], place: dict[str, Any] | None, sources: Sources) -> Facets:
    found = {("cost", service["cost"])}
    tagged = [(kind, ids.get(service["id"], ())) for kind, ids in sources.tags.items() if kind != "attribute"]
    if place:
        tagged += [(kind, ids.get(place["location_id"], ())) for kind, ids in sources.place_tags.items()]
        found.add(("at", place["location__county"]))
    found |= {(kind, code) for kind, ids in tagged for code in sources.terms.codes(ids)}
    found |= set(_unstated(service, sources)) | set(_starting(service, sources))
    found |= set(_languages(service, place, sources))
    areas = [*sources.areas.get(service["id"], ()), *(sources.place_areas.get(place["id"], ()) if place else ())]
    return frozenset(found | served(areas, place))


def _unstated(service: dict[str, Any], sources: Sources) -> Iterator[tuple[str, str]]:
    if not sources.tags["gender"].get(service["id"]):
        yield "gender", "unstated"
    if not service["all_ages"] and service["minimum_age"] is None and service["maximum_age"] is None:
        yield "age", "unstated"


def _starting(service: dict[str, Any], sources: Sources) -> Iterator[tuple[str, str]]:
    """What a person may count on ("start"), and what was said to stand in the way ("barred"); neither is "nobody knows".
    A requirement is absent only where somebody at the provider said so, with a date."""
    if service["referral"] == Referrer.ANYONE:
        yield "start", STARTING[IntakeQuestion.SELF_REFERRAL]
    elif service["referral"] in (Referrer.ADULT, Referrer.PROFESSIONAL, Referrer.NAMED):
        yield "barred", STARTING[IntakeQuestion.SELF_REFERRAL]
    for row in sources.answers.get(service["id"], ()):
        welcome, barring = Answer.NO, Answer.YES
        if row.question == IntakeQuestion.SELF_REFERRAL:
            welcome, barring = barring, welcome
        if row.answer == welcome and row.confirmed:
            yield "start", STARTING[row.question]
        elif row.answer == barring:
            yield "barred", STARTING[row.question]


def _languages(service: dict[str, Any], place: dict[str, Any] | None, sources: Sources) -> Iterator[tuple[str, str]]:
    for term, provision in _provided(service, place, sources):
        how = ":interpreter" if provision == LanguageProvision.INTERPRETER else ""
        yield from (("language", code + how) for code in sources.terms.codes([term]))


def _packed(facets: Facets) -> str:
    """One a line. What is not printable cannot be asked for, and might break the lines."""
    return "\n".join(sorted(f"{kind}:{value}" for kind, value in facets if value and value.isprintable()))


def _schedule(service: dict[str, Any], place: dict[str, Any] | None, sources: Sources) -> str:
    """As a card reads the hours: the closest that are given, by the clock of the place."""
    rows = closest(
        sources.join_schedules.get(place["id"], ()) if place else (),
        sources.schedules.get(service["id"], ()),
        sources.place_schedules.get(place["location_id"], ()) if place else (),
    )
    own, county = (place["location__time_zone"], place["location__county"]) if place else ("", "")
    areas = (sources.place_areas.get(place["id"]) if place else None) or sources.areas.get(service["id"]) or []
    return packed(service["hours"], service["holidays"], zone_name(own, county, areas), rows)


def served(areas: Iterable[tuple[str, str]], place: dict[str, Any] | None) -> set[tuple[str, str]]:
    """Facets for whom a service reaches, from (kind of area, FIPS) pairs.

    A service that gives no county, state or country we know, and is not said to be reached from anywhere, serves the
    county of its place; if that place is itself online or a phone line, it is reached from anywhere.
    """
    found: set[tuple[str, str]] = set()
    for kind, fips in areas:
        if len(fips) in _REACH:
            found.add((_REACH[len(fips)], fips))
        if kind in (*_BOUNDLESS, AreaKind.OUTREACH):
            found.add(("area", str(kind)))
    if place and found <= {("area", str(AreaKind.OUTREACH))}:
        if place["location__county"]:
            found.add(("county", place["location__county"]))
        elif place["location__location_type"] == LocationType.VIRTUAL:
            found.add(("area", str(AreaKind.REMOTE)))
    return found
