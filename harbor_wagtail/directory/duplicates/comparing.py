"""Two records side by side, fact by fact, and what is proposed for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from harbor_wagtail.directory.importing.applying.current import Facts, read_facts
from harbor_wagtail.directory.importing.applying.specs import INTAKE, SPECS, STATUS, Spec
from harbor_wagtail.directory.importing.preview import in_words, label
from harbor_wagtail.directory.models import TaxonomyTerm

KEPT, OTHER, BOTH = "kept", "other", "both"
KINDS = ("organization", "service", "location")
#: Facts that nobody chooses: where a record belongs, what is decided by an event or by an action of its own.
NOT_CHOSEN = frozenset({
    *STATUS, "organization_id", "program_id", "example", "parent_ref", "last_modified", "logo_url", "uri",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Side:
    """One fact of both records, in words, and the choices there are."""

    name: str
    label: str
    kept: str
    other: str
    choices: tuple[str, ...]
    proposed: str


def facts_of(spec: Spec, pks: list[int]) -> dict[int, Facts]:
    return read_facts(spec, pks, [name for _child, name in spec.relations], spec.tags)


def lists(spec: Spec) -> set[str]:
    """Facts of which both can be had: rows and terms. Answers about starting are one for each question."""
    return {name for _child, name in spec.relations} | set(spec.tags)


def side_by_side(kind: str, kept: int, other: int) -> list[Side]:
    """The facts that differ. Those that agree need no choice."""
    spec = SPECS[kind]
    facts = facts_of(spec, [kept, other])
    names = {str(id): name for id, name in TaxonomyTerm.objects.values_list("hsds_id", "name")} if spec.tags else {}
    found = []
    for name in facts[kept]:
        mine, theirs = facts[kept][name], facts[other][name]
        if name in NOT_CHOSEN or _bare(mine) == _bare(theirs):
            continue
        choices, proposed = _choice(spec, name, mine, theirs)
        old, new = (in_words(spec, name, value, names) for value in (mine, theirs))
        found.append(Side(name, label(kind, name), old, new, choices, proposed))
    return found


def _choice(spec: Spec, name: str, mine: Any, theirs: Any) -> tuple[tuple[str, ...], str]:
    """(choices, the one proposed): nothing that only one of the two knows is lost unless somebody says so."""
    if not mine:
        return (KEPT, OTHER), OTHER
    if name not in lists(spec) or name == "schedules":  # two weeks of hours side by side are no week
        return (KEPT, OTHER), KEPT
    return (KEPT, OTHER, BOTH), BOTH if theirs else KEPT


def chosen_facts(spec: Spec, facts: dict[int, Facts], kept: int, other: int, choices: dict[str, str]) -> Facts:
    """What changes on the record that is kept. A fact that nobody chose for is taken as it is proposed."""
    said: Facts = {}
    for name, mine in facts[kept].items():
        theirs = facts[other][name]
        if name in NOT_CHOSEN or _bare(mine) == _bare(theirs):
            continue
        allowed, proposed = _choice(spec, name, mine, theirs)
        wish = choices.get(name, proposed)
        if wish not in allowed or wish == KEPT:
            continue
        said[name] = theirs if wish == OTHER else _union(name, mine, theirs)
    return said


def _union(name: str, mine: list[Any], theirs: list[Any]) -> list[Any]:
    if not mine or not isinstance(mine[0], dict):
        return sorted({*mine, *theirs})
    if name == INTAKE:
        asked = {row["question"] for row in mine}
        return [*mine, *(row for row in theirs if row["question"] not in asked)]
    known = [_row(row) for row in mine]
    return [*mine, *(row for row in theirs if _row(row) not in known)]


def _row(row: dict[str, Any]) -> dict[str, Any]:
    """What a row says, whatever its id. A telephone number is the same however it is set."""
    said = {name: value for name, value in row.items() if name not in ("hsds_id", "contact_ref", "phone_ref") and value}
    if "number" in said:
        return {"number": "".join(sign for sign in str(said["number"]) if sign.isdigit())[-10:]}
    return said


def _bare(value: Any) -> Any:
    if isinstance(value, list):
        return [_row(item) if isinstance(item, dict) else item for item in value]
    return value or None
