"""Opening hours of a row: two columns read together, prose made into spans. What could be otherwise is not guessed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from harbor_wagtail.directory.importing.cleaned import Cleaned
from harbor_wagtail.directory.importing.plain import plain
from harbor_wagtail.directory.importing.values import BadValue, clock, parse_hours, parse_spans

if TYPE_CHECKING:
    from harbor_wagtail.directory.importing.cleaning import Cleaner
    from harbor_wagtail.directory.importing.rows import Row

Raw = dict[str, Any]
#: A time that may be morning or evening, and one that says which.
_BARE = re.compile(r"(?:\d|1[0-2])(?:[:.]\d{2})?(?::00)?|(?:\d|1[0-2])\d{2}")
#: As HSDS has a time of day, and as our exports write it: by the 24-hour clock.
_EXACT = re.compile(r"\d{2}:\d{2}:\d{2}")
_HALF = re.compile(r"\d ?[ap]m?$|^(?:12 ?)?(?:noon|midnight|midday|mediodia|medianoche)$")


def before_schedule(cleaner: Cleaner, row: Row, raw: Raw, cleaned: Cleaned) -> None:
    """ "noon – 2 a.m." in one of the two columns for times fills both."""
    for name, other in (("opens_at", "closes_at"), ("closes_at", "opens_at")):
        value = raw.get(name)
        if not isinstance(value, str) or raw.get(other) not in (None, "", value):
            continue
        try:
            spans = parse_spans(value)
        except BadValue:
            continue
        if len(spans) == 1:
            raw["opens_at"], raw["closes_at"] = spans[0]
    _two_times(cleaner, row, raw)


def _two_times(cleaner: Cleaner, row: Row, raw: Raw) -> None:
    """ "9" and "5" in two columns are read together, as "9-5" is; what could be morning or evening is not guessed."""
    given = [raw.get("opens_at"), raw.get("closes_at")]
    texts = [clock.plain_clock(value) for value in given if isinstance(value, (str, int)) and value not in ("", True)]
    if len(texts) < 2 or not any(map(_BARE.fullmatch, texts)) or any(map(clock.writes_24_hours, texts)):
        return
    if all(map(_EXACT.fullmatch, texts)) or not all(_BARE.fullmatch(text) or _HALF.search(text) for text in texts):
        return
    try:
        raw["opens_at"], raw["closes_at"] = clock.span(*texts)
    except BadValue as bad:
        cleaner.bad(row, "opens_at", f"{given[0]} – {given[1]}", bad)
        raw["opens_at"] = raw["closes_at"] = None
        raw["description"] = raw.get("description") or f"{given[0]} – {given[1]}"


def schedule(cleaner: Cleaner, row: Row, raw: Raw, cleaned: Cleaned) -> list[Cleaned]:
    """Hours in prose that are understood to the last word become spans; the prose stays beside the first."""
    values = cleaned.values
    if values.get("opens_at") or values.get("closes_at") or values.get("byday") or values.get("closed"):
        return [cleaned]
    prose = values.get("description") or values.get("notes") or ""
    hours = parse_hours(prose)
    if hours.kind in ("always", "appointment"):
        values["hours_kind"] = hours.kind
    if hours.kind != "weekly" or not hours.spans or values.get("valid_from") or values.get("freq"):
        return [cleaned]
    values |= _span(hours.spans[0])
    further = [
        further_row(cleaned, f"{cleaned.id}#{at}", _span(span)) for at, span in enumerate(hours.spans[1:], start=2)
    ]
    shut = {"byday": ",".join(hours.closed_days), "closed": True}
    if hours.closed_days:
        further.append(further_row(cleaned, f"{cleaned.id}#closed", shut))
    return [cleaned, *further]


def _span(span: Any) -> Raw:
    return {"byday": ",".join(span.byday), "opens_at": plain(span.opens), "closes_at": plain(span.closes)}


def further_row(cleaned: Cleaned, id: str, values: Raw) -> Cleaned:
    """A further row of the same parents; without an id of its own where the first has none."""
    return Cleaned(cleaned.kind, id if cleaned.id else "", values, dict(cleaned.links), cleaned.file, cleaned.row)
