"""Child rows: what the file says, laid over what the same rows say here, so that what only we know stays."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from harbor_wagtail.directory.importing import staged
from harbor_wagtail.directory.importing.applying.current import Facts
from harbor_wagtail.directory.importing.applying.specs import INTAKE, Spec
from harbor_wagtail.directory.importing.withholding import is_withheld, says_the_same

if TYPE_CHECKING:
    from harbor_wagtail.directory.importing.applying.terms import Terms

Below = dict[str, list[dict[str, Any]]]
#: A child is the same as one here if these are: an id may stand under a contact and by itself.
IDENTITY = ("hsds_id", "contact_ref", "phone_ref")


def overlay(below: Below, ours: dict[str, dict[uuid.UUID, dict[str, Any]]]) -> None:
    """Put facts of our own onto the staged children they are about; drop rows that were written for readers only."""
    for child, by_id in ours.items():
        kept = []
        for values in below.get(child, ()):
            facts = by_id.get(uuid.UUID(values["hsds_id"]), {})
            generated = set(facts.get("generated", ()))
            if "*" in generated:
                continue
            values |= {name: value for name, value in facts.items() if name not in ("generated", "same_as", "example")}
            for name in generated:
                values.pop(name, None)
            if facts.get("same_as"):
                values["hsds_id"] = str(facts["same_as"])
            kept.append(values)
        if child in below:
            below[child] = kept


def rows_of(
    spec: Spec, child: str, name: str, given: list[dict[str, Any]], now: Facts, terms: Terms, below: Below
) -> list[Facts]:
    """The rows of one relation as they shall be, in the order of the file."""
    if child == INTAKE:
        return list(now.get(name, []))
    relation = spec.relation(name)
    here = {_identity(child, row): row for row in now.get(name, [])}
    empty = relation.defaults() if given else {}
    made: dict[tuple[str, ...], Facts] = {}
    for values in given:
        was_here = bool(values.get(staged.LOST)) and _identity(child, values) in here
        stated = values if child == "contact" and was_here else _stated(spec, child, values, terms, below)
        if stated is None:
            continue
        known = here.get(_identity(child, stated)) if here else None
        base = known or empty
        if known and child == "attribute" and stated.get("link_entity") in ("", spec.kind):
            stated = {**stated, "link_entity": known["link_entity"]}  # says nothing that its place does not say
        for lost in stated.get(staged.LOST, ()) if known else ():
            if says_the_same(child, lost, base.get(lost), stated.get(lost)):
                stated = {**stated, lost: base[lost]}
        if is_withheld(child, stated):
            continue
        row = {column: stated.get(column, base[column]) for column in relation.columns}
        _settle_name(row, base)
        _settle_term(child, row, base, terms)
        made.setdefault(_identity(child, row), row)
    return _in_order(list(made.values()), now.get(name, []))


def _in_order(made: list[Facts], now: list[Facts]) -> list[Facts]:
    """A record's own rows first, then those of each contact or phone: files list them in different orders that mean
    the same. Where nothing but that differs from what is here, the order here stays."""
    if len(made) < 2 and not now:
        return made
    ordered = sorted(made, key=_group)
    return now if ordered == sorted(now, key=_group) else ordered


def _group(row: Facts) -> tuple[str, str]:
    return row.get("contact_ref") or "", row.get("phone_ref") or ""


def _identity(child: str, row: dict[str, Any]) -> tuple[str, ...]:
    names = (*IDENTITY, "term_id") if child == "attribute" else IDENTITY
    return tuple([str(row.get(name) or "") for name in names])


def _stated(spec: Spec, child: str, values: dict[str, Any], terms: Terms, below: Below) -> dict[str, Any] | None:
    """The columns a staged child gives; ``None`` for one that becomes no row."""
    if child == "required_document" and values.get("none_needed"):
        return None
    if child == "contact" and not _says_something(values, below):
        return None
    if child == "attribute":
        term = terms.row_for(spec.kind, values)
        return None if term is None else {**values, "term_id": term}
    return values


def _says_something(values: dict[str, Any], below: Below) -> bool:
    """A contact of whom only the name was given is nobody once the name is dropped, unless phones are theirs."""
    if any(values.get(name) for name in ("title", "department", "email", "name")):
        return True
    return any(phone.get("contact_ref") == values["hsds_id"] for phone in below.get("phone", ()))


def _settle_name(row: Facts, base: Facts) -> None:
    """Consent was given when the name first came in, not each time the file is read."""
    if row.get("name_consent_on") and base.get("name_consent_on") and row.get("name") == base.get("name"):
        row["name_consent_on"] = base["name_consent_on"]


def _settle_term(child: str, row: Facts, base: Facts, terms: Terms) -> None:
    """Tie a language to our vocabulary where it is one of ours and nobody tied it to another."""
    if child == "language" and not row.get("term_id"):
        row["term_id"] = base.get("term_id") or terms.language(row.get("code"), row.get("name"))


def intake_rows(spec: Spec, answers: dict[str, dict[str, Any]], now: list[Facts], key: uuid.UUID) -> list[Facts]:
    """Answers about starting, question by question; those the file does not give stay."""
    defaults = spec.relation(INTAKE).defaults()
    by_question = {row["question"]: row for row in now}
    for question, parts in answers.items():
        fresh = {**defaults, "hsds_id": str(uuid.uuid5(key, f"intake/{question}")), "question": question}
        base = by_question.get(question, fresh)
        by_question[question] = {**base, **{name: value for name, value in parts.items() if name in base}}
    return list(by_question.values())
