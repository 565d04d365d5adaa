"""What a mapping says, once read: where each field of each record comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from harbor_wagtail.directory.importing.values.text import fold

AREA_ONLY, PUBLIC = "area-only", "public"
#: One per row of the spreadsheet.
RECORDS = ("organization", "program", "service", "location", "address")
#: Any number per row: section → HSDS object.
LISTS = {
    "contacts": "contact", "phones": "phone", "schedules": "schedule", "languages": "language", "service_areas": "service_area",
    "accessibility": "accessibility", "cost_options": "cost_option", "required_documents": "required_document",
    "funding": "funding", "organization_identifiers": "organization_identifier", "urls": "url",
}  # fmt: skip


@dataclass(frozen=True)
class Spec:
    """Where one field's value comes from: columns (joined), or a constant; then the changes made to it."""

    columns: tuple[str, ...] = ()
    join: str = " "
    value: str | None = None
    default: str | None = None
    split: tuple[str, ...] = ()
    words: dict[str, str | None] | None = None
    otherwise: str = "report"  # a word that ``words`` lacks: "report" and leave out, "drop" quietly, or "keep"
    when: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Child:
    """One entry of a list section. ``owner`` is the record it hangs on."""

    kind: str
    owner: str
    fields: dict[str, Spec]


@dataclass(frozen=True)
class SourceInfo:
    """Whom the records come from. ``addresses`` is ``area-only`` (streets are not kept) or ``public``."""

    name: str
    slug: str
    licence: str = ""
    url: str = ""
    addresses: str = AREA_ONLY


@dataclass(frozen=True)
class FileOptions:
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    header_row: int = 1
    skip_rows: frozenset[int] = frozenset()
    skip_when: tuple[Spec, ...] = ()
    fill_down: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mapping:
    """A mapping file, checked. ``terms`` maps one of our vocabularies ("domains") to where its terms are found."""

    name: str
    source: SourceInfo
    file: FileOptions
    records: dict[str, dict[str, Spec]]
    children: tuple[Child, ...] = ()
    terms: dict[str, tuple[Spec, ...]] = field(default_factory=dict)
    confidential: tuple[Spec, ...] = ()

    def specs(self) -> Iterator[Spec]:
        for fields in [*self.records.values(), *(child.fields for child in self.children)]:
            yield from fields.values()
        for specs in [*self.terms.values(), self.confidential, self.file.skip_when]:
            yield from specs

    def column_of(self, kind: str, field: str) -> str:
        """What the list itself calls a field of its records; empty where no column feeds it, or more than one."""
        spec = self.records.get(kind, {}).get(field)
        return spec.columns[0] if spec and len(spec.columns) == 1 else ""

    def columns(self) -> list[str]:
        """Every column the mapping names, once."""
        named = [column for spec in self.specs() for column in spec.columns]
        return list(dict.fromkeys([*named, *self.file.fill_down, *self.file.ignore]))


def key_of(value: object) -> str:
    """A word to compare with; YAML reads an unquoted Yes as true."""
    return ("yes" if value else "no") if isinstance(value, bool) else re.sub(r"\s+", " ", fold(value))


def word(value: object) -> str | None:
    if value is None:
        return None
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
