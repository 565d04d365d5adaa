"""The directory as one flat table for people: a line for each service at each of its places.

A service that is given at no place (a hotline) has one line without a place. Columns are an allow-list. HSDS ids stand
at the end, so that a line can be traced back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from harbor_wagtail import places
from harbor_wagtail.directory.availability import current_status
from harbor_wagtail.directory.exporting.rows import area_name
from harbor_wagtail.directory.models import IntakeQuestion, PhonePurpose, ServiceStatus
from harbor_wagtail.phones import parse
from harbor_wagtail.tabular.cells import guarded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from harbor_wagtail.directory.exporting.loading import Chunk
    from harbor_wagtail.directory.models import Location, Organization, Service, ServiceAtLocation

_FIRST = {PhonePurpose.INTAKE: 0, PhonePurpose.HOTLINE: 1}


@dataclass(frozen=True, slots=True)
class Line:
    """What one line is about."""

    chunk: Chunk
    organization: Organization
    service: Service
    link: ServiceAtLocation | None = None

    @property
    def place(self) -> Location | None:
        return self.chunk.locations[self.link.location_id] if self.link else None

    def words(self, name: str) -> str:
        text = self.chunk.text(self.service)
        return str(getattr(text, name)) if text else ""

    def rows(self, relation: str) -> list[Any]:
        """Of the place's own service, else of the service."""
        return (self.chunk.children(self.link, relation) if self.link else []) or self.chunk.children(
            self.service, relation
        )


def lines(chunk: Chunk) -> Iterator[list[str]]:
    """The cells of each line, in the order of :data:`HEADERS`."""
    for organization in chunk.organizations:
        for service in chunk.services.get(organization.pk, []):
            found: list[ServiceAtLocation | None] = [*chunk.links.get(service.pk, [])]
            for link in found or [None]:
                line = Line(chunk, organization, service, link)
                yield [guarded(column(line)) for column in COLUMNS.values()]


def _phones(line: Line) -> list[Any]:
    holders = [line.link, line.service, line.place, line.organization]
    found = [row for holder in holders if holder for row in line.chunk.children(holder, "phones")]
    found = [row for row in found if row.type not in ("fax", "pager")]
    once = {row.number: row for row in reversed(found)}
    ordered = [row for row in found if once[row.number] is row]
    return sorted(ordered, key=lambda row: _FIRST.get(row.purpose, 2))


def _number(row: Any) -> str:
    """As stored; a leading plus would make a formula of it, so a number of this country is written without."""
    number = row.number
    if number.startswith("+"):
        number = parse(number).display or number
    return f"{number} ext. {row.extension}" if row.extension else number


def _first_number(line: Line) -> str:
    numbers = _phones(line)
    return _number(numbers[0]) if numbers else ""


def _all_numbers(line: Line) -> str:
    return "; ".join(f"{row.get_purpose_display()}, {row.get_type_display()}: {_number(row)}" for row in _phones(line))


def _address(name: str) -> Callable[[Line], object]:
    """A column of the address, of places that are public alone."""

    def column(line: Line) -> object:
        return getattr(line.place, name) if line.place and line.place.address_is_public else ""

    return column


def _town(line: Line) -> str:
    place = line.place
    return place.city if place and (place.address_is_public or place.show_town) else ""


def _county(line: Line) -> str:
    county = places.county(line.place.county) if line.place else None
    return str(county) if county else ""


def _terms(name: str) -> Callable[[Line], str]:
    return lambda line: ", ".join(term.name for term in line.chunk.children(line.service, name))


def _languages(line: Line) -> str:
    rows = [row for row in line.chunk.children(line.service, "languages") if not row.phone_ref]
    return ", ".join(dict.fromkeys(row.name or (row.term.name if row.term else row.code) for row in rows))


def _hours(line: Line) -> str:
    said = [_span(row) for row in line.rows("schedules")]
    return "; ".join(filter(None, [_known(line.service, "hours"), *said]))


def _span(row: Any) -> str:
    times = f"{row.opens_at:%H:%M}–{row.closes_at:%H:%M}" if row.opens_at and row.closes_at else ""
    dates = " – ".join(day.isoformat() for day in (row.valid_from, row.valid_to) if day)
    return " ".join(filter(None, [row.byday, "closed" if row.closed else times, dates, row.description or row.notes]))


def _papers(line: Line) -> str:
    rows = line.chunk.children(line.service, "required_documents")
    return "; ".join(row.document for row in rows) or _known(line.service, "documents")


def _answer(question: str) -> Callable[[Line], str]:
    """An answer somebody stands by; a "no" that nobody does is "ask first"."""

    def column(line: Line) -> str:
        found = [row for row in line.chunk.children(line.service, "intake_answers") if row.question == question]
        if not found or found[0].answer == "unknown":
            return ""
        return str(found[0].get_answer_display()) if found[0].confirmed else "Ask first"

    return column


def _known(service: Service, name: str) -> str:
    return "" if getattr(service, name) == "unknown" else str(getattr(service, f"get_{name}_display")())


def _status(line: Line) -> str:
    """A service of which nobody has said that it is open only stands there as if it were."""
    if line.service.status_as_of is None and line.service.status == ServiceStatus.OPEN:
        return ""
    status, _ = current_status(line.service)
    return str(status.label) if status else "Unknown, call"


def _checked(line: Line) -> object:
    check = line.chunk.check(line.service) or line.chunk.check(line.organization)
    return check.checked_on.isoformat() if check else ""


_QUESTIONS: dict[str, Callable[[Line], object]] = {
    "Self-referral": _answer(IntakeQuestion.SELF_REFERRAL),
    "Walk in": _answer(IntakeQuestion.WALK_IN),
    "Under 18 alone": _answer(IntakeQuestion.MINORS_ALONE),
    "Police report needed": _answer(IntakeQuestion.POLICE_REPORT),
    "Court or child-welfare case needed": _answer(IntakeQuestion.SYSTEM_INVOLVEMENT),
    "Parental consent needed": _answer(IntakeQuestion.PARENTAL_CONSENT),
    "ID needed": _answer(IntakeQuestion.ID),
    "Insurance needed": _answer(IntakeQuestion.INSURANCE),
}

#: Header -> what stands below it. Headers are permanent: people's spreadsheets and mapping files name them.
COLUMNS: dict[str, Callable[[Line], object]] = {
    "Organization": lambda line: line.organization.name,
    "Service": lambda line: line.service.name,
    "Number to call": _first_number,
    "All numbers": _all_numbers,
    "Email": lambda line: line.service.email or line.organization.email,
    "Website": lambda line: line.service.url or line.organization.website,
    "Kinds of help": _terms("domains"),
    "What they do": lambda line: line.words("description"),
    "How to start": lambda line: line.words("application_process"),
    "Getting in": _status,
    "Note on getting in": lambda line: line.service.status_note,
    "For whom": lambda line: line.words("eligibility_description"),
    "Made for": _terms("populations"),
    "Genders served": _terms("genders"),
    "Does not serve": _terms("not_served"),
    "Youngest age": lambda line: _age(line.service.minimum_age),
    "Oldest age": lambda line: _age(line.service.maximum_age),
    "Areas served": lambda line: "; ".join(filter(None, map(area_name, line.rows("service_areas")))),
    "Languages": _languages,
    "Cost": lambda line: _known(line.service, "cost"),
    "About cost": lambda line: line.words("fees_description"),
    "Papers needed": _papers,
    "Who may refer": lambda line: _known(line.service, "referral"),
    **_QUESTIONS,
    "Hours": _hours,
    "Place": lambda line: line.place.name if line.place else "",
    "Street": _address("address_1"),
    "Unit": _address("address_2"),
    "Town": _town,
    "State": _address("state_province"),
    "ZIP code": _address("postal_code"),
    "County": _county,
    "Checked on": _checked,
    "Last changed": lambda line: line.service.last_modified.date().isoformat(),
    "Example": lambda line: "yes" if line.organization.example or line.service.example else "",
    "Organization id": lambda line: line.organization.hsds_id,
    "Service id": lambda line: line.service.hsds_id,
    "Place id": lambda line: line.place.hsds_id if line.place else "",
    "Service at place id": lambda line: line.link.hsds_id if line.link else "",
}
HEADERS: tuple[str, ...] = tuple(COLUMNS)


def _age(years: Any) -> str:
    return "" if years is None else format(years.normalize(), "f")
