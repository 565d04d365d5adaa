"""What we know of a record and HSDS has no word for, ready for :func:`harbor_wagtail.directory.hsds.profile.encode`.

What follows from the rest is not said twice: a service with opening hours is open by the hours listed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harbor_wagtail import places
from harbor_wagtail.directory.hsds import implied
from harbor_wagtail.directory.models import CheckMethod, ServiceStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harbor_wagtail.directory.exporting.loading import Chunk
    from harbor_wagtail.directory.models import Location, Organization, Service

_UNKNOWN = "unknown"


def organization_facts(chunk: Chunk, row: Organization, generated: Iterable[str]) -> dict[str, Any]:
    """``generated``: keys of the HSDS object that were filled in for readers."""
    text = chunk.text(row)
    return {
        "alert": text.alert if text else "",
        "example": row.example,
        **_checked(chunk, row),
        **_how_checked(chunk, row),
        "generated": frozenset(generated),
    }


def service_facts(chunk: Chunk, row: Service) -> dict[str, Any]:
    text = chunk.text(row)
    return {
        **_status(row),
        "all_ages": row.all_ages,
        **{name: _known(getattr(row, name)) for name in ("residence", "referral", "holidays")},
        **_shown_by_rows(chunk, row),
        "stay_max_days": row.stay_max_days,
        "not_served": [term.hsds_id for term in chunk.children(row, "not_served")],
        "not_served_description": text.not_served_description if text else "",
        "reporting_note": text.reporting_note if text else "",
        "example": row.example,
        **_how_checked(chunk, row),
        "intake_answers": _answers(chunk, row),
    }


def location_facts(chunk: Chunk, row: Location, address: dict[str, Any] | None) -> dict[str, Any]:
    """``address``: what is exported of it, for a place that is public."""
    zone = places.time_zone(row.county) if row.county and not row.time_zone else None
    facts = {
        "county": row.county,
        "time_zone": row.time_zone,
        "effective_time_zone": str(zone) if zone else "",
        "example": row.example,
        **_checked(chunk, row),
        **_how_checked(chunk, row),
    }
    if row.address_is_public:
        agreed = {"agreed_by_role": row.agreed_by_role, "agreed_on": row.agreed_on}
        return {**facts, **agreed, "map_url": row.map_url}
    return {**facts, "address_visibility": row.address_visibility, "town": row.city if row.show_town else ""}


def _status(row: Service) -> dict[str, Any]:
    """HSDS has no wait list and no "as of": without our words a reader would take an old one for true."""
    said = row.status_as_of is not None or row.status == ServiceStatus.WAIT_LIST
    finer = {"status": row.status} if said and row.status != ServiceStatus.OPEN else {}
    return {**finer, "status_as_of": row.status_as_of, "status_expires_at": row.status_expires_at}


def _shown_by_rows(chunk: Chunk, row: Service) -> dict[str, str]:
    """Cost, hours and papers, unless their rows say as much. Where the rows say more than we know, "unknown" is said."""
    text = chunk.text(row)
    amounts = [option.amount for option in chunk.children(row, "cost_options")]
    shown = {
        "cost": implied.cost(amounts, text.fees_description if text else ""),
        "hours": implied.hours(chunk.children(row, "schedules")),
        "documents": implied.documents(len(chunk.children(row, "required_documents"))),
    }
    return {name: "" if getattr(row, name) == word else getattr(row, name) for name, word in shown.items()}


def _answers(chunk: Chunk, row: Service) -> dict[str, dict[str, Any]]:
    """A "no" that nobody at the provider stands by is not passed on."""
    return {
        answer.question: {
            "answer": answer.answer,
            "said_by_role": answer.said_by_role,
            "said_on": answer.said_on,
            "note": answer.note,
        }
        for answer in chunk.children(row, "intake_answers")
        if answer.confirmed or (answer.answer == _UNKNOWN and answer.note)
    }


def _checked(chunk: Chunk, row: Organization | Location) -> dict[str, Any]:
    """HSDS has an assured date for services alone."""
    check = chunk.check(row)
    return {"checked_on": check.checked_on, "assurer_email": check.assurer_email} if check else {}


def _how_checked(chunk: Chunk, row: Organization | Service | Location) -> dict[str, str]:
    """How and by whom; "as its source says" goes without saying."""
    check = chunk.check(row)
    if not check or (check.method == CheckMethod.SOURCE and not check.by_role):
        return {}
    return {"checked_how": check.method, "checked_by_role": check.by_role}


def _known(word: str) -> str:
    return "" if word == _UNKNOWN else word
