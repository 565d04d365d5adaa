"""What staged rows say about some records: partial facts, laid over what the directory says now."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from harbor_wagtail.directory.importing import facts_of_ours, staged
from harbor_wagtail.directory.importing.applying import children, service_words
from harbor_wagtail.directory.importing.applying.current import Facts
from harbor_wagtail.directory.importing.applying.specs import INTAKE, TEXT, Spec
from harbor_wagtail.directory.importing.matching import Key, Matcher, key_of
from harbor_wagtail.directory.importing.staged import Line
from harbor_wagtail.directory.importing.withholding import NAME_WITHHELD, says_the_same

if TYPE_CHECKING:
    from harbor_wagtail.directory.importing.applying.terms import Terms
    from harbor_wagtail.directory.models import ImportBatch

#: Links that become a column of ours.
LINK_COLUMNS: dict[str, dict[str, str]] = {
    "program": {"organization": "organization_id"},
    "service": {"organization": "organization_id", "program": "program_id"},
    "location": {"organization": "organization_id"},
    "service_at_location": {"service": "service_id", "location": "location_id"},
}
REFERENCES = {"organization": ("parent_organization", "parent_ref")}


@dataclass(slots=True)
class Said:
    """One staged record with everything the file says about it. ``pk`` is ``None`` for one that is new."""

    row: Line
    pk: int | None
    facts: Facts = field(default_factory=dict)
    ours: dict[str, Any] = field(default_factory=dict)
    now: Facts = field(default_factory=dict)

    @property
    def known_pk(self) -> int:
        """The primary key, once the record is written."""
        if self.pk is None:
            raise LookupError("The record is not written yet.")
        return self.pk

    @property
    def as_of(self) -> dt.date | None:
        """How old the source's facts are."""
        stated = (self.row.values.get("last_modified"), self.checked_on)
        days = [dt.date.fromisoformat(str(value)[:10]) for value in stated if value]
        return max(days, default=None)

    @property
    def checked_on(self) -> str | None:
        return self.row.values.get("assured_on") or self.ours.get("checked_on")


@dataclass
class Present:
    """Which relations and tag fields the file speaks of at all: about the others it says nothing."""

    relations: dict[str, set[str]]
    tags: dict[str, set[str]]
    facts: set[str]

    @classmethod
    def of(cls, batch: ImportBatch, terms: Terms) -> Present:
        kinds = staged.rows_kinds(batch)
        relations: dict[str, set[str]] = defaultdict(set)
        for kind in kinds:
            if staged.is_child(kind):
                parent, child = staged.parent_and_kind(kind)
                relations[parent].add(child)
        facts = {kind.removeprefix(facts_of_ours.FACT) for kind in kinds if kind.startswith(facts_of_ours.FACT)}
        return cls(relations, terms.tag_fields(), facts)


class Incoming:
    """Reads the staged rows of a chunk of records."""

    def __init__(self, batch: ImportBatch, spec: Spec, terms: Terms, present: Present) -> None:
        self.batch = batch
        self.spec = spec
        self.terms = terms
        self.present = present
        self.matcher = Matcher(batch)

    def relations(self) -> list[str]:
        """Names of our relations that the file speaks of."""
        names = [name for child, name in self.spec.relations if child in self.present.relations.get(self.spec.kind, ())]
        return [*names, INTAKE] if self.spec.kind == "service" and "service" in self.present.facts else names

    def tags(self) -> list[str]:
        asked = self.present.tags.get(self.spec.kind, set())
        if self.spec.kind == "service" and "service" in self.present.facts:
            asked = asked | {"not_served"}
        return [name for name in self.spec.tags if name in asked]

    def read(self, rows: list[Line], pks: dict[Key, int], now: dict[int, Facts]) -> list[Said]:
        """``now``: the facts of the records that exist, by primary key."""
        keys = [row.key for row in rows]
        linked = self._linked(rows)
        below, ours, of_children = self._below(keys), self._ours(self.spec.kind, keys), {}
        for child in self.present.facts - {"organization", "service", "location", "service_at_location"}:
            ids = {uuid.UUID(one["hsds_id"]) for rows_ in below.values() for one in rows_.get(child, ())}
            of_children[child] = self._ours(child, ids)
        said = []
        for row in rows:
            pk = pks.get(row.key)
            one = Said(row, pk, ours=ours.get(row.key, {}), now=now.get(pk, {}) if pk else {})
            children.overlay(below.get(row.key, {}), of_children)
            self._fill(one, linked, below.get(row.key, {}))
            said.append(one)
        return said

    def _linked(self, rows: list[Line]) -> dict[str, dict[Key, int]]:
        columns = LINK_COLUMNS.get(self.spec.kind, {})
        return {link: self.matcher.pks(link, (key for row in rows if (key := key_of(row, link)))) for link in columns}

    def _below(self, keys: list[Key]) -> dict[Key, dict[str, list[dict[str, Any]]]]:
        """Staged children by the key of their record and their kind, in the order of the file."""
        found: dict[Key, dict[str, list[dict[str, Any]]]] = {}
        kinds = [staged.child_kind(self.spec.kind, child) for child in self.present.relations.get(self.spec.kind, ())]
        for row in staged.below(self.batch, kinds, keys):
            child = staged.parent_and_kind(row.kind)[1]
            row.values["_links"] = row.links
            found.setdefault(row.key, {}).setdefault(child, []).append(row.values)
        return found

    def _ours(self, kind: str, keys: Any) -> dict[Key, dict[str, Any]]:
        if kind not in self.present.facts:
            return {}
        return facts_of_ours.gathered(staged.below(self.batch, [facts_of_ours.FACT + kind], keys))

    def _fill(self, said: Said, linked: dict[str, dict[Key, int]], below: dict[str, list[dict[str, Any]]]) -> None:
        spec, row, facts = self.spec, said.row, said.facts
        generated = set(said.ours.get("generated", ()))
        stated = {name: value for name, value in {**row.values, **said.ours}.items() if name not in generated}
        facts |= {name: stated[name] for name in spec.columns if name in stated and name not in service_words.OWN_RULES}
        facts |= {TEXT + name: stated[name] or "" for name in spec.texts if name in stated}
        for link, column in LINK_COLUMNS.get(spec.kind, {}).items():
            if link in row.links:
                facts[column] = linked[link].get(key_of(row, link) or uuid.UUID(int=0))
        if spec.kind in REFERENCES and REFERENCES[spec.kind][0] in row.links:
            facts[REFERENCES[spec.kind][1]] = row.links[REFERENCES[spec.kind][0]]
        for child, name in spec.relations:
            if child in self.present.relations.get(spec.kind, ()):
                facts[name] = children.rows_of(spec, child, name, below.get(child, []), said.now, self.terms, below)
        for name, terms in self._tags_of(said, below).items():
            facts[name] = terms
        if spec.kind == "service":
            service_words.complete(said, below)
        _keep_what_is_blank_only_here(said)
        _keep_whole_texts(spec.kind, said)

    def _tags_of(self, said: Said, below: dict[str, list[dict[str, Any]]]) -> dict[str, list[str]]:
        """Terms by field. A sheltering term is never taken away by an import: it may be why a place is hidden."""
        wanted = self.tags()
        if not wanted:
            return {}
        given: dict[str, set[str]] = {name: set() for name in wanted}
        for attribute in below.get("attribute", ()):
            for name, id in self.terms.tags(self.spec.kind, attribute):
                given.setdefault(name, set()).add(id)
        if "not_served" in given:
            given["not_served"] |= {str(id) for id in said.ours.get("not_served", ())} & self.terms.known_ids
        sheltering = self.terms.sheltering_ids
        return {
            name: sorted(ids | (set(said.now.get(name, ())) & sheltering))
            for name, ids in given.items()
            if name in wanted
        }


def _keep_whole_texts(kind: str, said: Said) -> None:
    """A text that lost its address on the way in does not replace the whole one that a public place has here."""
    if said.now.get("name") and said.facts.get("name") == NAME_WITHHELD:
        del said.facts["name"]
    for name in said.row.values.get(staged.LOST, ()):
        for fact in (name, TEXT + name):
            if fact in said.facts and says_the_same(kind, name, said.now.get(fact), said.facts[fact]):
                del said.facts[fact]


def _keep_what_is_blank_only_here(said: Said) -> None:
    """A county that cannot be told from the file does not erase one that somebody filled in; dates only move on."""
    for name in ("county", "time_zone"):
        if not said.facts.get(name) and said.now.get(name):
            said.facts.pop(name, None)
    newest = said.facts.get("last_modified")
    if newest is None or (said.now.get("last_modified") or "") >= newest:
        said.facts.pop("last_modified", None)
