"""The facts a provider is shown, one by one, and how each is read and written. None is part of an address.

A fact is named by its record and a key: a column (``email``), ``phone:<HSDS id>`` or ``phone:new``,
``text:<language>:<column>``, ``hours``, ``status``, ``ages``, ``languages``, ``intake:<question>`` or ``place``. Its value
is text: what is stored as a choice by its value, hours in words, a phone with its extension.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Locale

from harbor_wagtail.directory.availability import current_status
from harbor_wagtail.directory.models import (
    Answer,
    Cost,
    IntakeQuestion,
    Location,
    LocationType,
    Organization,
    PhonePurpose,
    PhoneType,
    Service,
    ServiceStatus,
)
from harbor_wagtail.directory.presentation.whereabouts import full_address
from harbor_wagtail.directory.upkeep import whom_facts as whom
from harbor_wagtail.directory.upkeep.by_hand import ByHand
from harbor_wagtail.directory.upkeep.hours_facts import hours_in_words, write_hours
from harbor_wagtail.models.words import default_language
from harbor_wagtail.phones import parse

NEW_PHONE = "phone:new"
MOVED, GONE = "moved", "gone"


@dataclass(frozen=True, slots=True)
class Fact:
    """``value`` is what is stored, ``shown`` the same in the language of the reader; ``kind`` says what asks for it:
    ``line``, ``ages``, ``email``, ``url``, ``phone``, ``text``, ``hours``, ``choice`` or ``place``."""

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
            Fact(record, "ages", _("Ages"), "ages", read(record, "ages"), whom.read_ages(record)),
            _languages(record, language),
            *(_choice(record, field, label, Answer.choices) for field, label in whom.questions(record)),
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
    if field == "languages":
        return whom.read_languages(record)
    if field == "ages":
        with translation.override(default_language()):
            return whom.read_ages(record)
    if kind == "intake":
        return whom.read_answer(record, field)
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
        return _phone_label(row) if row else pgettext("harbor", "Number")
    if kind == "text":
        column = rest.partition(":")[2]
        texts = type(record)._meta.get_field("texts").related_model
        return str(capfirst(texts._meta.get_field(column).verbose_name))
    if kind == "intake":
        return str(IntakeQuestion(rest).label)
    own = {
        "hours": _("Opening hours"),
        "place": _("The place"),
        "status": _("Getting in"),
        "ages": _("Ages"),
        "languages": _("Languages"),
    }
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
        write_hours(record, value)
    elif field == "ages":
        whom.write_ages(record, value)
    elif field == "languages":
        whom.write_languages(record, value)
    elif kind == "intake":
        whom.write_answer(record, field, value)
    elif field in ("place", "status"):
        raise ByHand
    else:
        setattr(record, field, value)


# Reading


def _labels(field: str) -> list[tuple[str, Any]]:
    if field == "status":
        return list(ServiceStatus.choices)
    if field == "cost":
        return list(Cost.choices)
    if field.startswith(whom.INTAKE):
        return list(Answer.choices)
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


def _languages(service: Service, language: str) -> Fact:
    shown = whom.read_languages(service, language)
    return Fact(service, "languages", _("Languages"), "line", whom.read_languages(service), shown)


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
