"""One service in full: what it does, how to start, what is known of it and what nobody has said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from harbor_wagtail.directory.models import DocumentsState, IntakeQuestion
from harbor_wagtail.directory.presentation import facts as short
from harbor_wagtail.directory.presentation import holidays, numbers, opening, standing, starting, whereabouts
from harbor_wagtail.directory.presentation.cards import hours_rows, service_anchor, service_name
from harbor_wagtail.directory.presentation.costs import cost_lines
from harbor_wagtail.directory.presentation.loading import Loaded
from harbor_wagtail.directory.presentation.places_shown import PlaceView, language_lines, place_view
from harbor_wagtail.directory.presentation.reaching import Contact, contacts, links, service_link
from harbor_wagtail.directory.presentation.starting import Line
from harbor_wagtail.directory.presentation.usual import usual
from harbor_wagtail.directory.presentation.words import Said, fallback_languages, said, term_name

#: Questions about what people may bring or do once they are there; all others are about starting.
RULES = frozenset(
    {
        IntakeQuestion.SOBRIETY,
        IntakeQuestion.PHONE_KEPT,
        IntakeQuestion.CHILD,
        IntakeQuestion.PARTNER,
        IntakeQuestion.PET,
    }
)
_WORDS = (
    "description",
    "alert",
    "application_process",
    "eligibility_description",
    "not_served_description",
    "fees_description",
    "interpretation_services",
    "accreditations",
    "reporting_note",
)


@dataclass(frozen=True, slots=True)
class ServiceView:
    """``said`` is who answered, where it is the same for every answer; the lines then leave it out.

    ``dated_status`` and ``dated_check`` are ``status`` and ``fresh`` with days instead of distances, for paper.
    """

    pk: int
    anchor: str
    name: Said
    other_name: str
    program: str
    words: dict[str, Said]
    facts: list[short.Fact]
    way: numbers.Number | None
    numbers: list[numbers.Number]
    email: str
    open: opening.OpenWords | None
    status: str
    dated_status: str
    shut: bool
    room: list[str]
    starting: list[Line]
    rules: list[Line]
    said: str
    kinds: list[str]
    for_whom: list[str]
    not_served: list[str]
    costs: list[str]
    documents: list[str]
    no_documents: bool
    hours: opening.HoursTable
    hours_kind: str
    holidays: str
    coming_holidays: list[str]
    languages: list[str]
    stay: int | None
    shelters: bool
    areas: str
    places: list[PlaceView]
    contacts: list[Contact]
    links: list[tuple[str, str]]
    fresh: standing.Freshness
    dated_check: str
    source: Any
    only_in: list[str] = field(default_factory=list)


def service_view(service: Any, organization: Any, loaded: Loaded, at: datetime) -> ServiceView:
    words = {name: said(service.texts.all(), name) for name in _WORDS}
    joins = [join for (service_id, _location), join in loaded.joins.items() if service_id == service.pk]
    areas = [area for join in joins for area in join.service_areas.all()] or list(service.service_areas.all())
    today = timezone.localdate(at)
    first_join = joins[0] if len(joins) == 1 else None
    rows = hours_rows(service, first_join, first_join.location if first_join else None)
    shut = standing.is_shut(service, at)
    lines, who = _said_once(starting.starting(service))
    return ServiceView(
        pk=service.pk,
        anchor=service_anchor(service.pk),
        name=service_name(service),
        other_name=service.alternate_name,
        program=service.program.name if service.program else "",
        words=words,
        facts=short.short_facts(service),
        way=_way(service, organization, first_join),
        numbers=numbers.numbers(service.phones.all()),
        email=service.email,
        open=None if shut or len(joins) > 1 else _open(service, first_join, areas, loaded, at),
        status=standing.status_words(service, at),
        dated_status=standing.status_words(service, at, dated=True),
        shut=shut,
        room=standing.room_words(loaded.capacities.get(service.pk, ()), at),
        starting=[line for line in lines if line.code not in RULES],
        rules=[line for line in lines if line.code in RULES],
        said=who,
        kinds=_names(service.domains.all()),
        for_whom=_for_whom(service),
        not_served=_names(service.not_served.all()),
        costs=cost_lines(service),
        documents=[usual(row.document) for row in service.required_documents.all()],
        no_documents=service.documents == DocumentsState.NONE,
        hours=opening.hours_table(rows, today),
        hours_kind=service.hours,
        holidays=holidays.on_holidays(service),
        coming_holidays=[] if shut else _coming_holidays(service, rows, loaded, today),
        languages=language_lines(service.languages.all()),
        stay=service.stay_max_days,
        shelters=any(term.code in ("shelter", "housing") for term in service.domains.all()),
        areas=whereabouts.area_words(areas),
        places=[place_view(service, join, today, several=len(joins) > 1) for join in joins],
        contacts=contacts(service.contacts.all()),
        links=[*service_link(service.url), *links(service.additional_urls.all())],
        fresh=standing.freshness(loaded.checks.get(service.pk), today),
        dated_check=standing.checked_on(loaded.checks.get(service.pk)),
        source=service.data_source,
        only_in=fallback_languages(*words.values()),
    )


def _way(service: Any, organization: Any, join: Any | None) -> numbers.Number | None:
    near = [join.phones.all()] if join is not None else []
    place = [join.location.phones.all()] if join is not None else []
    return numbers.first_number(*near, service.phones.all(), *place, organization.phones.all())


def _open(service: Any, join: Any | None, areas: list[Any], loaded: Loaded, at: datetime) -> opening.OpenWords:
    place = join.location if join else None
    rows, zone = hours_rows(service, join, place), opening.zone_of(place, areas)
    return opening.open_words(service.hours, rows, zone, at, loaded.calendar.for_service(service))


def _coming_holidays(service: Any, rows: list[Any], loaded: Loaded, today: date) -> list[str]:
    return holidays.coming_holidays(service, rows, loaded.calendar, today)


def _said_once(lines: list[Line]) -> tuple[list[Line], str]:
    """The lines without who said it and when, and that in one sentence, where it is one and the same for several."""
    who = {line.said for line in lines if line.said}
    if len(who) != 1 or sum(bool(line.said) for line in lines) < 2:
        return lines, ""
    return [line.unsigned() for line in lines], who.pop()


def _for_whom(service: Any) -> list[str]:
    """Ages first, stated or not; then the people it is made for and where they must live."""
    found = [short.ages(service).text]
    if people := [*_names(service.populations.all()), *_names(service.genders.all())]:
        found.append(", ".join(people))
    if service.residence != "unknown":
        found.append(str(service.get_residence_display()))
    return found


def _names(terms: Iterable[Any]) -> list[str]:
    return [term_name(term) for term in terms]
