"""The vocabulary of our HSDS profile: every fact, what it is called and in which form its value is written."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harbor_wagtail.directory.hsds.forms import DATE, ID, MOMENT, NAMES, TEXT, WHOLE, WORD, YES
from harbor_wagtail.directory.models import choices, taxonomy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import TextChoices

#: Facts that any object may carry.
ANYWHERE = "*"


@dataclass(frozen=True, slots=True)
class Fact:
    """``code`` names the term for ever; ``field`` is ours; ``words`` are the values allowed, with their labels.

    ``many``: an object may state it several times. ``question`` and ``part`` belong to the answers about starting.
    """

    code: str
    field: str
    name: str
    form: str
    words: Mapping[str, object] = dataclasses.field(default_factory=dict)
    description: str = ""
    many: bool = False
    question: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Tag:
    """A many-to-many of ours: an attribute with ``link_type`` = the field's name and a term of these vocabularies."""

    kind: str
    taxonomies: tuple[str, ...]


#: Our own terms on a record. What a service does *not* serve is a fact of its own, lest it be read as served.
TAGS: dict[str, Tag] = {
    "domains": Tag("service", (taxonomy.DOMAINS,)),
    "populations": Tag("service", (taxonomy.POPULATIONS,)),
    "genders": Tag("service", (taxonomy.GENDERS,)),
    "accessibility_features": Tag("location", (taxonomy.ACCESSIBILITY,)),
}


def _word(code: str, name: str, of: type[TextChoices], field_name: str = "") -> Fact:
    return Fact(code, field_name or code, name, WORD, dict(of.choices))


def _intake(question: choices.IntakeQuestion) -> tuple[Fact, ...]:
    """A question's four terms: the answer, who said so, when, and a note."""
    parts = (
        ("answer", "", WORD, "{}"),
        ("said_by_role", ".said_by_role", TEXT, "{} Who at the provider said so (role)"),
        ("said_on", ".said_on", DATE, "{} Said on"),
        ("note", ".note", TEXT, "{} Note"),
    )
    asked = str(_ENGLISH[question])
    return tuple(
        Fact(
            code=f"intake.{question.value}{ending}",
            field="intake_answers",
            name=name.format(asked),
            form=form,
            words=dict(choices.Answer.choices) if form == WORD else {},
            question=question.value,
            part=part,
        )
        for part, ending, form, name in parts
    )


# Names of terms are data that files exchange, so they do not change with the language of whoever exports.
_ENGLISH: dict[choices.IntakeQuestion, str] = {
    choices.IntakeQuestion.SELF_REFERRAL: "Can the person ask for themselves?",
    choices.IntakeQuestion.WALK_IN: "Can people walk in?",
    choices.IntakeQuestion.MINORS_ALONE: "Can a person under 18 come alone?",
    choices.IntakeQuestion.POLICE_REPORT: "Is a police report needed to start?",
    choices.IntakeQuestion.SYSTEM_INVOLVEMENT: "Is a court or child-welfare case needed to start?",
    choices.IntakeQuestion.PARENTAL_CONSENT: "Is consent of a parent or guardian needed to start?",
    choices.IntakeQuestion.ID: "Is an ID needed to start?",
    choices.IntakeQuestion.INSURANCE: "Is insurance needed to start?",
    choices.IntakeQuestion.NAME: "Is a real name needed to start?",
    choices.IntakeQuestion.SOBRIETY: "Must the person be sober?",
    choices.IntakeQuestion.PHONE_KEPT: "Can people keep their phone?",
    choices.IntakeQuestion.CHILD: "Can a child come along?",
    choices.IntakeQuestion.PARTNER: "Can a partner come along?",
    choices.IntakeQuestion.PET: "Can a pet come along?",
    choices.IntakeQuestion.PICK_UP: "Do they pick people up?",
    choices.IntakeQuestion.TEXT_FIRST: "Can people text instead of calling?",
}

_HIDDEN = {
    choices.AddressVisibility.UNDECIDED.value: "The address is not given",
    choices.AddressVisibility.CONFIDENTIAL.value: "The address is confidential",
}
_CHECKED = (
    _word("checked_how", "How it was checked", choices.CheckMethod),
    Fact("checked_by_role", "checked_by_role", "Who checked it (role)", TEXT),
)
_CHECKED_ON = (
    Fact("checked_on", "checked_on", "Checked on", DATE),
    Fact("assurer_email", "assurer_email", "E-mail of who checked it", TEXT),
)

#: HSDS object -> its facts.
FACTS: dict[str, tuple[Fact, ...]] = {
    ANYWHERE: (
        Fact(
            "generated",
            "generated",
            "Filled in for readers",
            NAMES,
            description="Names of keys of this object that hold nothing of their own; * is the whole object.",
        ),
        Fact("same_as", "same_as", "The same row as", ID, description="HSDS id that the row has outside of tables."),
        Fact("example", "example", "Example, not a real service", YES),
    ),
    "organization": (Fact("alert", "alert", "Notice", TEXT), *_CHECKED_ON, *_CHECKED),
    "service": (
        _word("status", "Getting in", choices.ServiceStatus),
        Fact("status_as_of", "status_as_of", "Getting in, as of", MOMENT),
        Fact("status_until", "status_expires_at", "Getting in, believed until", MOMENT),
        Fact("all_ages", "all_ages", "All ages", YES),
        _word("residence", "Where people must live", choices.Residence),
        _word("referral", "Who may refer", choices.Referrer),
        _word("cost", "Cost", choices.Cost),
        _word("hours", "Open", choices.HoursKind),
        _word("holidays", "On holidays", choices.HolidayHours),
        _word("documents", "Papers needed", choices.DocumentsState),
        Fact("stay_max_days", "stay_max_days", "Longest stay, in days", WHOLE),
        Fact("not_served", "not_served", "Does not serve", ID, many=True, description="HSDS id of a term not served."),
        Fact("not_served_description", "not_served_description", "Whom they do not serve", TEXT),
        Fact("reporting_note", "reporting_note", "What workers must report", TEXT),
        *_CHECKED,
        *(fact for question in choices.IntakeQuestion for fact in _intake(question)),
    ),
    "location": (
        Fact("county", "county", "County (FIPS code)", TEXT),
        Fact("time_zone", "time_zone", "Time zone (IANA name)", TEXT),
        Fact("effective_time_zone", "effective_time_zone", "Time zone of the county (IANA name)", TEXT),
        Fact("address_visibility", "address_visibility", "Address", WORD, _HIDDEN),
        Fact("town", "town", "Town", TEXT),
        Fact("agreed_by_role", "agreed_by_role", "Who agreed that the address is public (role)", TEXT),
        Fact("agreed_on", "agreed_on", "Agreed that the address is public on", DATE),
        Fact("map_url", "map_url", "Map", TEXT),
        *_CHECKED_ON,
        *_CHECKED,
    ),
    "phone": (
        _word("phone_purpose", "What the number is for", choices.PhonePurpose, "purpose"),
        Fact("phone_extension", "extension", "Extension that is no number", TEXT),
    ),
    "language": (
        _word("language_provision", "How the language is offered", choices.LanguageProvision, "provision"),
        Fact("language_term", "term", "Language (HSDS id of the term)", ID),
    ),
    "schedule": (Fact("closed", "closed", "Closed on these days", YES),),
    "service_area": (
        _word("area_kind", "Kind of area", choices.AreaKind, "kind"),
        Fact("area_fips", "fips", "County or state (FIPS code)", TEXT),
    ),
}
