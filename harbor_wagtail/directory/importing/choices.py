"""What somebody may say of a column in the admin, and the mapping that comes of it: the same as a mapping file's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.directory.importing.mapping import parse_mapping
from harbor_wagtail.directory.importing.readers.cells import column_id
from harbor_wagtail.directory.importing.readers.guessing import guess
from harbor_wagtail.directory.models import DataSource

LEFT_OUT = ""
CONFIDENTIAL = "confidential"
_SPLIT = [";", ",", "/", "|", "newline"]


@dataclass(frozen=True, slots=True)
class Target:
    """``key``: section and field of a mapping. ``joins``: several columns may feed it, set side by side."""

    key: str
    label: Any
    joins: bool = False

    @property
    def section(self) -> str:
        return self.key.partition(".")[0]

    @property
    def field(self) -> str:
        return self.key.partition(".")[2]

    @property
    def is_address(self) -> bool:
        return self.section == "address" and self.field not in ("state_province", "county")


GROUPS: tuple[tuple[Any, tuple[Target, ...]], ...] = (
    (_("Organization"), (
        Target("organization.name", _("Name of the organization")),
        Target("organization.alternate_name", _("Other name, short name")),
        Target("organization.description", _("What the organization does"), joins=True),
        Target("organization.website", _("Website")),
        Target("organization.email", _("E-mail of the organization")),
        Target("organization.id", _("Number of the organization in this list")),
        Target("organization_phones.number", _("Phone of the organization")),
    )),
    (_("Service"), (
        Target("service.name", _("Name of the service or program")),
        Target("service.alternate_name", _("Other name of the service")),
        Target("service.description", _("What the service does"), joins=True),
        Target("terms.domains", _("Kind of help (category)")),
        Target("terms.populations", _("Who it is made for")),
        Target("terms.genders", _("Genders served")),
        Target("service.eligibility_description", _("Who may come (eligibility)"), joins=True),
        Target("service.ages", _("Ages, such as 12-17")),
        Target("service.minimum_age", _("Youngest age")),
        Target("service.maximum_age", _("Oldest age")),
        Target("service.application_process", _("How to start (intake)"), joins=True),
        Target("service.fees_description", _("What it costs"), joins=True),
        Target("required_documents.document", _("Papers to bring")),
        Target("phones.number", _("Phone")),
        Target("phones.fax", _("Fax")),
        Target("phones.tty", _("TTY")),
        Target("schedules.hours", _("Opening hours")),
        Target("languages.name", _("Languages")),
        Target("service_areas.name", _("Area served, such as counties")),
        Target("service.email", _("E-mail of the service")),
        Target("service.url", _("Web page of the service")),
        Target("contacts.title", _("Role of a contact person")),
        Target("service.assured_date", _("Day it was last verified")),
        Target("service.id", _("Number of the service in this list")),
    )),
    (_("Place"), (
        Target("address.address_1", _("Street address"), joins=True),
        Target("address.address_2", _("Suite, unit")),
        Target("address.city", _("City or town")),
        Target("address.county", _("County the place is in")),
        Target("address.state_province", _("State")),
        Target("address.postal_code", _("ZIP code")),
        Target("location.name", _("Name of the place")),
        Target("location.description", _("What the place is like"), joins=True),
        Target("accessibility.description", _("Accessibility")),
        Target(CONFIDENTIAL, _("Says that the address is to be kept quiet")),
    )),
)  # fmt: skip
TARGETS: dict[str, Target] = {target.key: target for _group, targets in GROUPS for target in targets}
#: Vocabularies whose words may have to be told by hand.
TERMS = tuple(target.field for target in TARGETS.values() if target.section == "terms")


class BadChoice(ValueError):
    """The columns chosen make no mapping. The message says why, in plain words."""


def proposed(columns: list[str], source: DataSource) -> dict[str, str]:
    """Column → key of its target, as somebody chose it last time for this source, else as its name suggests."""
    before = source.mapping.get("columns", {})
    guessed = guess([column for column in columns if column_id(column) not in before])
    found = {}
    for column in filter(None, columns):
        section, field = guessed.get(column, ("", ""))
        key = before.get(column_id(column), f"{section}.{field}" if field else section)
        found[column] = key if key in TARGETS else LEFT_OUT
    return found


def remember(source: DataSource, chosen: Mapping[str, str], words: Mapping[str, Mapping[str, str]]) -> None:
    """Keep what was chosen for the next list of this source."""
    columns = {**source.mapping.get("columns", {}), **{column_id(name): key for name, key in chosen.items()}}
    kept = {name: {**source.mapping.get("words", {}).get(name, {}), **words.get(name, {})} for name in TERMS}
    source.mapping = {"columns": columns, "words": kept}
    source.save(update_fields=["mapping"])


def mapping_text(
    source: DataSource,
    chosen: Mapping[str, str],
    words: Mapping[str, Mapping[str, str]],
    *,
    public: bool,
    header_row: int = 1,
    fill_down: bool = False,
) -> str:
    """The mapping file that says the same. ``words``: vocabulary → word of the list → code of a term, ``""`` for none.
    ``fill_down``: where the organization has no name, it is the one above.

    Raises :class:`BadChoice`.
    """
    by_target: dict[str, list[str]] = {}
    for column, key in chosen.items():
        if key:
            by_target.setdefault(key, []).append(column)
    if "organization.name" not in by_target:
        raise BadChoice(str(_("Say which column holds the name of the organization.")))
    sections: dict[str, Any] = {
        "source": {"name": source.name, "slug": source.slug, "addresses": "public" if public else "area-only"},
        "file": {
            "header_row": header_row,
            "fill_down": by_target["organization.name"] if fill_down else [],
            "ignore": [column for column, key in chosen.items() if not key],
        },
    }
    for key, columns in by_target.items():
        _put(sections, TARGETS[key], columns, words)
    _verify_what_there_is(sections)
    if _is_about_a_service(sections):
        sections.setdefault("service", {}).setdefault("name", sections["organization"]["name"])
    if "accessibility" in sections and not {"address", "location"} & sections.keys():
        raise BadChoice(str(_("“Accessibility” is about a place: say which columns hold its town or address.")))
    text: str = yaml.safe_dump(sections, allow_unicode=True, sort_keys=False)
    parse_mapping(text, source.name)
    return text


def _put(sections: dict[str, Any], target: Target, columns: list[str], words: Mapping[str, Mapping[str, str]]) -> None:
    section, field = target.section, target.field
    if section == CONFIDENTIAL:
        sections[section] = [{"column": column} for column in columns]
    elif section == "terms":
        told = {word: code or None for word, code in words.get(field, {}).items()}
        entries = [{"column": column, "split": _SPLIT, "values": told, "otherwise": "keep"} for column in columns]
        sections.setdefault("terms", {})[field] = entries
    elif section in ("organization", "service", "location", "address"):
        if len(columns) > 1 and not target.joins:
            raise BadChoice(str(_("Two columns are “%(target)s”. Leave one out.") % {"target": target.label}))
        given: Any = {"columns": columns, "join": ", " if section == "address" else "\n"}
        sections.setdefault(section, {})[field] = given if len(columns) > 1 else {"column": columns[0]}
    else:
        name = "phones" if section == "organization_phones" else section
        sections.setdefault(name, []).extend(_child(target, column) for column in columns)


def _child(target: Target, column: str) -> dict[str, Any]:
    if target.section == "organization_phones":
        return {"number": {"column": column}, "of": "organization"}
    if target.section == "phones":
        kind = {"type": {"value": target.field}} if target.field != "number" else {}
        return {"number": {"column": column}, **kind}
    if target.section in ("languages", "required_documents", "service_areas"):
        separators = [";", "|", "newline"] if target.section != "languages" else True
        return {target.field: {"column": column, "split": separators}}
    return {target.field: {"column": column}}


def _verify_what_there_is(sections: dict[str, Any]) -> None:
    """A day alone makes no service: of a list of organizations it says when these were verified."""
    if list(sections.get("service", ())) == ["assured_date"]:
        day = sections.pop("service")
        if _is_about_a_service(sections):
            sections["service"] = day
        else:
            sections["organization"] |= day


def _is_about_a_service(sections: Mapping[str, Any]) -> bool:
    return bool({"service", "terms", "schedules", "languages", "service_areas", "required_documents"} & sections.keys())


def terms_among(chosen: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """(column, vocabulary) of the columns that hold terms."""
    return [(column, key.partition(".")[2]) for column, key in chosen.items() if key.startswith("terms.")]
