"""The facts a provider is shown, one by one, and how each is read and written. None is part of an address.

A fact is named by its record and a key: a column (``email``), ``phone:<HSDS id>`` or ``phone:new``,
``text:<language>:<column>``, ``hours``, ``status`` or ``place``. Its value is text: what is stored as a choice by its value,
hours in words, a phone with its extension.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Locale

from harbor_wagtail.directory.availability import current_status
from harbor_wagtail.directory.hours import is_exception
from harbor_wagtail.directory.importing.values import parse_hours
from harbor_wagtail.directory.models import (
    Cost,
    HoursKind,
    Location,
    LocationType,
    Organization,
    PhonePurpose,
    PhoneType,
    Service,
    ServiceStatus,
)
from harbor_wagtail.directory.presentation.cards import hours_rows
from harbor_wagtail.directory.presentation.opening import hours_table
from harbor_wagtail.directory.presentation.whereabouts import full_address
from harbor_wagtail.models.words import default_language
from harbor_wagtail.phones import parse

NEW_PHONE = "phone:new"
MOVED, GONE = "moved", "gone"


class ByHand(Exception):
    """A change that no button can write: an editor has to enter it in the record's own form."""


@dataclass(frozen=True, slots=True)
class Fact:
    """``value`` is what is stored, ``shown`` the same in the language of the reader; ``kind`` says what asks for it:
    ``line``, ``email``, ``url``, ``phone``, ``text``, ``hours``, ``choice`` or ``place``."""

    record: Any
    field: str
    label: str
    kind: str
    value: str
    shown: str
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """Of the form field."""
        return f"{self.record._meta.model_name}-{self.record.pk}-{self.field.replace(':', '-')}"


def facts_of(record: Any, language: str) -> list[Fact]:
    """What a provider may confirm or correct about an organization, service or place, as visitors see it."""
    if isinstance(record, Organization):
        columns = (("email", _("E-mail"), "email"), ("website", _("Website"), "url"))
        texts: tuple[tuple[str, str], ...] = (("description", _("What you do")),)
        return [*_phones(record), *_columns(record, columns), *_texts(record, language, texts)]
    if isinstance(record, Service):
        columns = (("email", _("E-mail"), "email"), ("url", _("Web page"), "url"))
        texts = (("description", _("What you do")), ("application_process", _("How to start")))
        return [
            _choice(record, "status", _("Can new people get in?"), ServiceStatus.choices),
            *_phones(record),
            _hours(record),
            *_columns(record, columns),
            _choice(record, "cost", _("What it costs"), Cost.choices),
            *_texts(record, language, texts),
        ]
    return [_place(record)]


def read(record: Any, field: str) -> str:
    """The stored value; empty for one that is not known, or for a row that is gone."""
    kind, _colon, rest = field.partition(":")
    if kind == "phone":
        row = _phone_row(record, rest)
        return _phone_words(row) if row else ""
    if kind == "text":
        language, _colon, column = rest.partition(":")
        row = _text_row(record, language)
        return str(getattr(row, column)) if row else ""
    if field == "hours":
        with translation.override(default_language()):
            return hours_in_words(record)
    if field == "place":
        return ""
    if field == "status":
        status, _since = current_status(record)
        return status.value if status else ""
    return str(getattr(record, field))


def in_words(record: Any, field: str, value: str) -> str:
    """A value for people: the label of a choice, anything else as it is."""
    labels = dict(_labels(field))
    return str(labels.get(value, value)) if labels else value


def label_of(record: Any, field: str) -> str:
    if field == NEW_PHONE:
        return _("Another number")
    kind, _colon, rest = field.partition(":")
    if kind == "phone":
        row = _phone_row(record, rest)
        return _phone_label(row) if row else _("Number")
    if kind == "text":
        column = rest.partition(":")[2]
        texts = type(record)._meta.get_field("texts").related_model
        return str(capfirst(texts._meta.get_field(column).verbose_name))
    own = {"hours": _("Opening hours"), "place": _("The place"), "status": _("Getting in")}
    return own.get(field) or str(capfirst(record._meta.get_field(field).verbose_name))


def write(record: Any, field: str, value: str) -> None:
    """Set it on a record in memory, children included; the caller saves. Raises :class:`ByHand`."""
    kind, _colon, rest = field.partition(":")
    if kind == "phone":
        _write_phone(record, rest, value)
    elif kind == "text":
        language, _colon, column = rest.partition(":")
        _write_text(record, language, column, value)
    elif field == "hours":
        _write_hours(record, value)
    elif field in ("place", "status"):
        raise ByHand
    else:
        setattr(record, field, value)


def hours_in_words(service: Any) -> str:
    """ "Monday to Friday: 9 a.m. to 5 p.m.", as its page shows them."""
    if service.hours in (HoursKind.ALWAYS, HoursKind.APPOINTMENT):
        return str(HoursKind(service.hours).label)
    join = _only_place(service)
    rows = hours_rows(service, join, join.location if join else None)
    table = hours_table([row for row in rows if not is_exception(row)], timezone.localdate())
    return "; ".join([*(f"{days}: {hours}" for days, hours in table.rows), *table.others])


# Reading


def _labels(field: str) -> list[tuple[str, Any]]:
    if field == "status":
        return list(ServiceStatus.choices)
    if field == "cost":
        return list(Cost.choices)
    return _place_choices() if field == "place" else []


def _place_choices() -> list[tuple[str, Any]]:
    return [("", _("Still right")), (MOVED, _("We have moved")), (GONE, _("We are no longer there"))]


def _choice(record: Any, field: str, label: str, choices: Any) -> Fact:
    value = read(record, field)
    known = [] if value else [("", _("Not known"))]
    offered = tuple((str(key), str(words)) for key, words in [*known, *choices])
    return Fact(record, field, label, "choice", value, in_words(record, field, value), offered)


def _columns(record: Any, columns: Any) -> Iterator[Fact]:
    for field, label, kind in columns:
        value = read(record, field)
        yield Fact(record, field, label, kind, value, value)


def _texts(record: Any, language: str, columns: Any) -> Iterator[Fact]:
    for column, label in columns:
        field = f"text:{language}:{column}"
        value = read(record, field)
        yield Fact(record, field, label, "text", value, value)


def _phones(record: Any) -> Iterator[Fact]:
    for row in record.phones.all():
        if row.type != PhoneType.PAGER:
            value = _phone_words(row)
            yield Fact(record, f"phone:{row.hsds_id}", _phone_label(row), "phone", value, value)
    yield Fact(record, NEW_PHONE, _("Another number"), "phone", "", "")


def _phone_label(row: Any) -> str:
    kind, purpose = PhoneType(row.type).label, PhonePurpose(row.purpose).label
    return str(purpose if row.type == PhoneType.VOICE else f"{kind} ({purpose})")


def _phone_words(row: Any) -> str:
    extension = row.extension.strip()
    return f"{row.number} ext. {extension}" if extension else str(row.number)


def _phone_row(record: Any, hsds_id: str) -> Any | None:
    return next((row for row in record.phones.all() if str(row.hsds_id) == hsds_id), None)


def _text_row(record: Any, language: str) -> Any | None:
    return next((row for row in record.texts.all() if row.locale.language_code == language), None)


def _hours(service: Service) -> Fact:
    return Fact(service, "hours", _("Opening hours"), "hours", read(service, "hours"), hours_in_words(service))


def _only_place(service: Any) -> Any | None:
    joins = list(service.service_at_locations.select_related("location")[:2])
    return joins[0] if len(joins) == 1 else None


def _place(place: Location) -> Fact:
    """``shown`` is the address where it is public, and else that nobody is shown it."""
    lines = full_address(place)
    if lines:
        shown = ", ".join(lines)
    elif place.location_type == LocationType.VIRTUAL:
        shown = _("Online or by phone")
    else:
        shown = _("The place is not shown to anybody, only its area. Please write no address.")
    return Fact(place, "place", place.name or _("The place"), "place", "", shown, tuple(_place_choices()))


# Writing


def _write_phone(record: Any, hsds_id: str, value: str) -> None:
    row = record.phones.model() if hsds_id == "new" else _phone_row(record, hsds_id)
    if row is None:
        raise ByHand
    if not value:
        record.phones.remove(row)
        return
    found = parse(value)
    row.number, row.extension = (found.display, found.extension) if found.extension else (value, "")
    record.phones.add(row)


def _write_text(record: Any, language: str, column: str, value: str) -> None:
    row = _text_row(record, language)
    if row is None:
        locale = Locale.objects.filter(language_code=language).first()
        if locale is None:
            raise ByHand
        row = record.texts.model(locale=locale)
    setattr(row, column, value)
    record.texts.add(row)


def _write_hours(service: Any, value: str) -> None:
    """Prose becomes the usual week where it is understood to the last word; dates that differ stay."""
    understood, join = parse_hours(value), _only_place(service)
    # Hours of the service at one place go before its own, and are edited there.
    if understood.kind == "unknown" or understood.notes or (join and join.schedules.exists()):
        raise ByHand
    usual = [row for row in service.schedules.all() if not is_exception(row)]
    for row in usual:
        service.schedules.remove(row)
    service.hours = {"always": HoursKind.ALWAYS, "appointment": HoursKind.APPOINTMENT}.get(
        understood.kind, HoursKind.WEEKLY
    )
    for span in understood.spans:
        service.schedules.add(
            service.schedules.model(
                freq="WEEKLY", byday=",".join(span.byday), opens_at=span.opens, closes_at=span.closes
            )
        )
    if understood.closed_days:
        service.schedules.add(
            service.schedules.model(freq="WEEKLY", byday=",".join(understood.closed_days), closed=True)
        )
