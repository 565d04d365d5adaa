"""The parameters of HSDS 3.2.3, each read strictly: an answer to another question than was asked would be worse than none."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_date, parse_datetime
from django.views.decorators.debug import sensitive_variables

from harbor_wagtail.places import ZipPlace, zip_place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from django.http import QueryDict

MAX_PER_PAGE = 100
PER_PAGE = 50
MAX_PAGE = 10**9
#: Metres: wider than any state.
MAX_PROXIMITY = 2_000_000
_MAX_WORDS = 500

Given = dict[str, Any]


class BadParameter(ValueError):
    """A parameter that cannot be read. The message says what is wanted; it never repeats what was sent."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(problem)
        self.name, self.problem = name, problem


@dataclass(frozen=True, slots=True)
class Parameter:
    """``read`` turns text that is not empty into a value, or raises ``ValueError`` with what is wanted instead."""

    name: str
    description: str
    read: Callable[[str], Any]
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    default: Any = None


@sensitive_variables()
def parse(sent: QueryDict, names: Iterable[str]) -> Given:
    """The parameters ``names`` of a request, those that are missing or empty by their defaults.

    Raises :class:`BadParameter`. Parameters of other names are passed over.
    """
    given = {name: _parse_one(PARAMETERS[name], sent.getlist(name)) for name in names}
    if given.get("proximity") and not given.get("postcode"):
        raise BadParameter("proximity", "Give the ZIP code to measure from as postcode.")
    if given.get("top_only") and given.get("parent_id"):
        raise BadParameter("top_only", "Terms without a broader one cannot have parent_id as well.")
    return given


@sensitive_variables()
def _parse_one(parameter: Parameter, values: list[str]) -> Any:
    if len(values) > 1:
        raise BadParameter(parameter.name, "Give it once.")
    text = values[0].strip() if values else ""
    if not text:
        return parameter.default
    try:
        return parameter.read(text)
    except ValueError as error:
        raise BadParameter(parameter.name, str(error)) from None


def _words(text: str) -> str:
    """Any text. Signs that no database takes are spaces."""
    return "".join(sign if sign.isprintable() else " " for sign in text[:_MAX_WORDS])


def _whole(lowest: int, highest: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if re.fullmatch("[0-9]{1,15}", text, re.ASCII) and lowest <= int(text) <= highest:
            return int(text)
        raise ValueError(f"Give a whole number from {lowest} to {highest}.")

    return read


def _yes_or_no(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError("Give true or false.")
    return text.lower() == "true"


def _identity(text: str) -> uuid.UUID:
    # uuid.UUID would take braces and "urn:uuid:" as well.
    if not re.fullmatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text, re.ASCII | re.IGNORECASE):
        raise ValueError("Give an id, such as 3f7b145d-84af-42d7-8fae-eaca714b02b2.")
    return uuid.UUID(text)


def _moment(text: str) -> dt.datetime:
    """A day is its midnight, a moment without its offset is one of UTC. A plus that arrived as a space is mended."""
    mended = re.sub(r"(T.*) (\d\d:?\d\d)$", r"\1+\2", text)
    try:
        day = parse_date(mended)
        moment = dt.datetime.combine(day, dt.time()) if day else parse_datetime(mended)
        if moment is not None:
            return _in_utc(moment)
    except (ValueError, OverflowError):
        pass
    raise ValueError("Give a day or a moment, such as 2026-03-15 or 2026-03-15T10:30:45Z.")


def _in_utc(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.timezone.utc) if moment.tzinfo else moment.replace(tzinfo=dt.timezone.utc)


def _zip(text: str) -> ZipPlace:
    found = zip_place(text)
    if found is None:
        raise ValueError("Give a ZIP code of the United States, five digits.")
    return found


def _form(text: str) -> str:
    if text not in ("json", "ndjson"):
        raise ValueError("Give json or ndjson.")
    return text


_BOOLEAN = {"type": "boolean"}
_ID = {"type": "string", "format": "uuid"}

PARAMETERS: dict[str, Parameter] = {
    parameter.name: parameter
    for parameter in (
        Parameter(
            "search",
            "Words that a record must all have, in the language of this feed. They stand in an address that servers "
            "write down: for software that fills or checks a copy, not for people who look for help.",
            _words,
            {"type": "string"},
            "",
        ),
        Parameter(
            "page",
            "Number of the page, from 1.",
            _whole(1, MAX_PAGE),
            {"type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": 1},
            1,
        ),
        Parameter(
            "per_page",
            "Records on a page.",
            _whole(1, MAX_PER_PAGE),
            {"type": "integer", "minimum": 1, "maximum": MAX_PER_PAGE, "default": PER_PAGE},
        ),
        Parameter(
            "format",
            "json, or ndjson: every record, one on a line, without pages.",
            _form,
            {"type": "string", "enum": ["json", "ndjson"], "default": "json"},
            "json",
        ),
        Parameter("taxonomy_term_id", "Id of a term the record carries.", _identity, _ID),
        Parameter("taxonomy_id", "Id of a vocabulary the record carries a term of.", _identity, _ID),
        Parameter("organization_id", "Id of the organization that gives the service.", _identity, _ID),
        Parameter(
            "modified_after",
            "Records that changed then or later, or whose organization, place, status or last check did. What is no "
            "longer public is not told: compare with the ids of minimal=true.",
            _moment,
            {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]},
        ),
        Parameter(
            "minimal",
            "The ids and moments of the last change alone, all on one page unless per_page is given.",
            _yes_or_no,
            _BOOLEAN,
            False,
        ),
        Parameter("full", "With all lists.", _yes_or_no, _BOOLEAN, False),
        Parameter("full_service", "With all lists, those of the services too.", _yes_or_no, _BOOLEAN, False),
        Parameter(
            "postcode",
            "ZIP code of the United States. Without proximity: what serves its county, that state, the whole country or "
            "anywhere; where nobody said whom a service is for, the county of the place counts.",
            _zip,
            {"type": "string", "pattern": "^[0-9]{5}(-[0-9]{4})?$"},
        ),
        Parameter(
            "proximity",
            "Metres from the middle of the ZIP code. Finds places with a public address alone: of others no coordinates "
            "are kept, so no number of questions leads to them.",
            _whole(1, MAX_PROXIMITY),
            {"type": "integer", "minimum": 1, "maximum": MAX_PROXIMITY},
        ),
        Parameter("top_only", "Terms that have no broader one.", _yes_or_no, _BOOLEAN, False),
        Parameter("parent_id", "Id of the broader term.", _identity, _ID),
    )
}
