"""The mapping file: how the columns of somebody's own spreadsheet become a directory. Described in docs/importing.md."""

from __future__ import annotations

import codecs
import difflib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from harbor_wagtail.directory.importing.readers.specs import (
    AREA_ONLY,
    LISTS,
    PUBLIC,
    RECORDS,
    Child,
    FileOptions,
    Mapping,
    SourceInfo,
    Spec,
    key_of,
    word,
)
from harbor_wagtail.directory.importing.readers.vocabulary import FIELDS, MAIN_FIELD
from harbor_wagtail.directory.importing.rows import UnreadableFile
from harbor_wagtail.directory.importing.values.text import slug

__all__ = ["AREA_ONLY", "PUBLIC", "Mapping", "SourceInfo", "load_mapping", "parse_mapping"]

_OWNERS = {
    "contact": ("service", "organization", "location"), "phone": ("service", "organization", "location"),
    "schedule": ("service", "location"), "language": ("service", "location"), "service_area": ("service",),
    "accessibility": ("location",), "cost_option": ("service",), "required_document": ("service",),
    "funding": ("organization", "service"), "organization_identifier": ("organization",), "url": ("organization", "service"),
}  # fmt: skip
_EXTRA = {
    "organization": ("assured_date",),
    "service": ("ages",),
    "schedule": ("hours",),
    "contact": ("phone",),
    "address": ("county",),
}
_SPLIT = (",", ";", "/", "|", "\n", " and ", " & ")
MOST_BYTES = 1024 * 1024


def load_mapping(path: Path) -> Mapping:
    """Read and check a mapping file. Raises ``UnreadableFile`` that names the key and what it should be."""
    path = Path(path)
    try:
        raw = path.read_bytes()
    except OSError:
        raise UnreadableFile(path.name, "The mapping file cannot be opened.", "Check the path.") from None
    return parse_mapping(raw, path.name)


def parse_mapping(raw: str | bytes, name: str) -> Mapping:
    """The same from text."""
    if len(raw) > MOST_BYTES:
        raise UnreadableFile(name, "The mapping file is too long.", "Is it the data instead?")
    try:
        loaded = yaml.safe_load(raw.decode("utf-8-sig") if isinstance(raw, bytes) else raw)
    except (yaml.YAMLError, UnicodeError, ValueError, RecursionError, TypeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        raise UnreadableFile(
            name, "This is not YAML.", "Mind the indents, and put quotes around “: ” and “#”.", line
        ) from None
    return _Parser(name).mapping(loaded)


class _Parser:
    """Checks a loaded mapping, key by key."""

    def __init__(self, name: str) -> None:
        self.name = name

    def bad(self, where: str, problem: str, fix: str) -> UnreadableFile:
        return UnreadableFile(self.name, f"‘{where}’ {problem}", fix)

    def mapping(self, loaded: Any) -> Mapping:
        sections = self.keys("mapping", loaded, ["source", "file", "terms", "confidential", *RECORDS, *LISTS])
        if "name" not in self.keys("organization", sections.get("organization") or {}, self.fields("organization")):
            raise self.bad("organization.name", "is missing.", "Say which column holds the organization’s name.")
        records = {kind: self.record(kind, sections[kind]) for kind in RECORDS if sections.get(kind)}
        if "service" in records and "name" not in records["service"]:
            raise self.bad("service.name", "is missing.", "Say which column holds the service’s name.")
        terms = self.keys("terms", sections.get("terms") or {}, None)
        return Mapping(
            self.name,
            self.source(sections.get("source")),
            self.file(sections.get("file") or {}),
            records,
            tuple(child for name in LISTS for child in self.children(name, sections.get(name), records)),
            {key: tuple(self.listed(f"terms.{key}", value)) for key, value in terms.items()},
            tuple(self.listed("confidential", sections.get("confidential"))),
        )

    def keys(self, where: str, value: Any, known: Iterable[str] | None) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.bad(where, "must have keys and values under it.", "See the examples in docs/importing.md.")
        for key in value:
            if not isinstance(key, str) or (known is not None and key not in known):
                close = difflib.get_close_matches(str(key), known or [], 1)
                told = f"Did you mean ‘{close[0]}’?" if close else f"Known are: {', '.join(known or [])}."
                raise self.bad(f"{where}.{key}", "is not a key we know.", told)
        return value

    def source(self, value: Any) -> SourceInfo:
        given = self.keys("source", value, ["name", "slug", "licence", "license", "url", "addresses"])
        name = self.text("source.name", given.get("name"))
        if not name:
            raise self.bad("source.name", "is missing.", "Say whose data this is; it is shown beside the records.")
        addresses = self.text("source.addresses", given.get("addresses")) or AREA_ONLY
        if addresses not in (AREA_ONLY, PUBLIC):
            raise self.bad("source.addresses", "is neither ‘area-only’ nor ‘public’.", "In doubt write ‘area-only’.")
        licence = self.text("source.licence", given.get("licence") or given.get("license"))
        short = slug(given.get("slug") or name)[:50]
        return SourceInfo(name, short, licence, self.text("source.url", given.get("url")), addresses)

    def file(self, value: Any) -> FileOptions:
        known = ["sheet", "encoding", "delimiter", "header_row", "skip_rows", "skip_when", "fill_down", "ignore"]
        given = self.keys("file", value, known)
        encoding = self.text("file.encoding", given.get("encoding"))
        try:
            if encoding and not codecs.lookup(encoding)._is_text_encoding:
                raise LookupError
        except LookupError:
            raise self.bad(
                "file.encoding", "is not an encoding we know.", "Use utf-8, cp1252, utf-16 or mac_roman."
            ) from None
        delimiter = given.get("delimiter") or ""
        delimiter = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}.get(delimiter, delimiter)
        if not isinstance(delimiter, str) or len(delimiter) > 1 or delimiter in '\r\n"' and delimiter:
            raise self.bad("file.delimiter", "is not one character.", "Use “,”, “;”, “|” or tab.")
        rows = given.get("skip_rows") or []
        return FileOptions(
            self.text("file.sheet", given.get("sheet")),
            encoding,
            delimiter,
            self.number("file.header_row", given.get("header_row", 1)),
            frozenset(self.number("file.skip_rows", row) for row in (rows if isinstance(rows, list) else [rows])),
            tuple(self.listed("file.skip_when", given.get("skip_when"))),
            self.names("file.fill_down", given.get("fill_down")),
            self.names("file.ignore", given.get("ignore")),
        )

    def fields(self, kind: str) -> list[str]:
        return ["id", *FIELDS[kind], *_EXTRA.get(kind, ())]

    def record(self, kind: str, value: Any) -> dict[str, Spec]:
        given = self.keys(kind, value, self.fields(kind))
        return {name: self.spec(f"{kind}.{name}", spec) for name, spec in given.items() if spec is not None}

    def children(self, section: str, value: Any, records: dict[str, Any]) -> Iterator[Child]:
        kind = LISTS[section]
        for number, entry in enumerate(value if isinstance(value, list) else [value] if value else [], start=1):
            where = f"{section}[{number}]"
            if isinstance(entry, str) or isinstance(entry, dict) and {"column", "columns"} & entry.keys():
                entry = {"hours" if kind == "schedule" else MAIN_FIELD.get(kind, "name"): entry}
            given = dict(self.keys(where, entry, ["of", *self.fields(kind)]))
            owners = [
                owner for owner in _OWNERS[kind] if owner in records or owner == "location" and "address" in records
            ]
            owner = self.text(f"{where}.of", given.pop("of", "")) or (owners or [""])[0]
            if owner not in owners:
                told = f"Write one of: {', '.join(owners)}." if owners else f"Map a {' or '.join(_OWNERS[kind])} first."
                raise self.bad(f"{where}.of", "is not a record of this mapping.", told)
            yield Child(
                kind,
                owner,
                {name: self.spec(f"{where}.{name}", spec) for name, spec in given.items() if spec is not None},
            )

    def listed(self, where: str, value: Any) -> list[Spec]:
        entries = value if isinstance(value, list) else [value] if value else []
        return [self.spec(f"{where}[{number}]", entry) for number, entry in enumerate(entries, start=1)]

    def spec(self, where: str, value: Any) -> Spec:
        if isinstance(value, (str, int)) and not isinstance(value, bool):
            return Spec((str(value).strip(),))
        if isinstance(value, bool):
            raise self.bad(where, "is read by YAML as a yes or no.", "Put quotes around the column’s name: “No”.")
        given = self.keys(
            where, value, ["column", "columns", "join", "value", "default", "split", "values", "otherwise", "when"]
        )
        columns = self.names(where, given.get("columns") or given.get("column"))
        if not columns and "value" not in given:
            raise self.bad(where, "has no source.", "Give a ‘column’, several ‘columns’, or a fixed ‘value’.")
        otherwise = self.text(f"{where}.otherwise", given.get("otherwise")) or "report"
        if otherwise not in ("report", "drop", "keep"):
            raise self.bad(f"{where}.otherwise", "is none of ‘report’, ‘drop’ and ‘keep’.", "Leave it out to be told.")
        words = given.get("values")
        return Spec(
            columns,
            str(given.get("join", " ")),
            word(given.get("value")),
            word(given.get("default")),
            self.separators(where, given.get("split")),
            {key_of(key): word(to) for key, to in self.pairs(f"{where}.values", words)} if words is not None else None,
            otherwise,
            self.wanted(given.get("when")),
        )

    def pairs(self, where: str, value: Any) -> Iterable[tuple[Any, Any]]:
        if not isinstance(value, dict):
            raise self.bad(
                where, "must list words and what they become.", "Write “Emergency housing: shelter” and so on."
            )
        return value.items()

    def separators(self, where: str, value: Any) -> tuple[str, ...]:
        if value in (None, False, ""):
            return ()
        if value is True:
            return _SPLIT
        given = value if isinstance(value, list) else [value]
        return tuple({"newline": "\n", "\\n": "\n"}.get(str(sign), str(sign)) for sign in given if str(sign))

    def wanted(self, value: Any) -> tuple[str, ...] | None:
        if value is None:
            return None
        return tuple(key_of(one) for one in (value if isinstance(value, list) else [value]))

    def names(self, where: str, value: Any) -> tuple[str, ...]:
        given = value if isinstance(value, list) else [value] if value not in (None, "") else []
        if not all(isinstance(name, (str, int)) and not isinstance(name, bool) for name in given):
            raise self.bad(where, "must be the names of columns.", "Put quotes around a name like “Yes”.")
        return tuple(str(name).strip() for name in given)

    def text(self, where: str, value: Any) -> str:
        if isinstance(value, (dict, list)):
            raise self.bad(where, "must be one text.", "See the examples in docs/importing.md.")
        return "" if value is None else str(value).strip()

    def number(self, where: str, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 10_000_000:
            raise self.bad(
                where, "must be the number of a line.", "Count as the spreadsheet does: the first line is 1."
            )
        return value
