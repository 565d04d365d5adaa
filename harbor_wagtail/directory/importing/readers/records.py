"""What a JSON record is, by its keys and by the name of the list or file it comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from harbor_wagtail.directory.importing.readers import older
from harbor_wagtail.directory.importing.readers.vocabulary import (
    CHILDREN,
    FIELDS,
    KINDS,
    LINKS,
    PARENTS,
    column_key,
    table_kind,
)

#: Keys that stand beside the records of a page.
PAGE_KEYS = frozenset({
    "total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "page", "per_page", "count", "next",
    "previous", "links", "meta", "number", "first", "last",
})  # fmt: skip
#: Lists that hold records without saying which.
WRAPPERS = ("contents", "content", "data", "results", "records", "items", "rows")

_CHILDREN_OF: dict[str, str] = {
    "organization": (
        "programs locations services contacts phones funding organization_identifiers additional_websites attributes"
    ),
    "service": (
        "service_at_locations contacts phones schedules service_areas languages funding cost_options"
        " required_documents capacities additional_urls attributes"
    ),
    "location": "addresses languages contacts accessibility phones schedules attributes",
    "service_at_location": "service_areas contacts phones schedules attributes languages",
    "contact": "phones",
    "phone": "languages",
}
_PARENTS_OF: dict[str, str] = {
    "service": "organization program", "service_at_location": "service location", "service_capacity": "unit",
    "attribute": "taxonomy_term", "taxonomy_term": "taxonomy_detail", "program": "organization", "location": "organization",
}  # fmt: skip
_KEYS: dict[str, frozenset[str]] = {
    kind: frozenset(
        (*FIELDS[kind], *LINKS[kind], *_CHILDREN_OF.get(kind, "").split(), *_PARENTS_OF.get(kind, "").split())
    )
    | frozenset(older.ALIASES.get(kind, {}))
    for kind in KINDS
}
#: A key that few objects have says more.
_SHARED = Counter(key for keys in _KEYS.values() for key in keys)
_ORDER = ("organization", "service", "service_at_location", "location", "taxonomy_term", "taxonomy", *KINDS)


def kind_of(keys: Iterable[str], hint: str = "") -> str:
    """The object that has these keys; ``hint`` is what the file or list is called. ``""`` if none has."""
    names = {column_key(key) for key in keys}
    found = names - {"id"}
    named = table_kind(hint) if hint else ""
    if named == "taxonomy" and found & {"parent_id", "parent_name", "vocabulary"}:
        return "taxonomy_term"  # what HSDS 1.x calls a taxonomy
    if named in _KEYS and (found & _KEYS[named] or not found):
        return named
    if named in older.OLD_TABLES:
        # Eligibility and payments are part of their service; a list of them alone says nothing that can be kept.
        return named if older.OLD_TABLES[named][0] in KINDS else ""
    scores = {kind: _score(found, kind) for kind in dict.fromkeys(_ORDER)}
    best = max(scores, key=lambda kind: scores[kind])
    enough = len(found & _KEYS[best]) * 2 >= len(found) or {"id", "name"} <= names
    return best if scores[best] > 0 and enough else ""


def _score(found: set[str], kind: str) -> float:
    known = found & _KEYS[kind]
    return sum(1 / _SHARED[key] for key in known) - 0.05 * len(found - known)


def name_hint(file: str) -> str:
    """``organization_list.json``, ``services-2024.json`` → the object in the file's name; ``""`` if there is none."""
    words = column_key(file.rpartition("/")[2].rpartition(".")[0] or file).split("_")
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            if kind := table_kind("_".join(words[start : start + length])):
                return kind
    return ""


def is_record(keys: Iterable[str]) -> bool:
    """Whether an object with these keys is itself a record, rather than something around lists of records."""
    names = {column_key(key) for key in keys}
    return bool(names & {"id", "name"}) or bool(names & set(PARENTS) and not names & {"contents"})


def list_table(key: str) -> str:
    """The object (or older table) that a top-level list of that name holds; ``""`` if its name does not say."""
    return table_kind(key) or CHILDREN.get(column_key(key), "")
