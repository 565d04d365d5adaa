"""What we know and HSDS has no word for, written as HSDS attributes: a vocabulary of our own, named ``harbor-wagtail``.

Any HSDS object may carry ``attributes``. A fact becomes one attribute whose term is one of ours, so that software that
does not know the vocabulary still shows "Cost: free", and ours reads every fact back::

    encode("service", service_id, {"cost": "free"})  ->  [{"id": …, "value": "free", "taxonomy_term": {…}, …}]
    gather([...])  ->  Gathered(facts={"cost": "free"}, foreign=[...], unreadable=[...])

``gather(encode(kind, id, facts)).facts == facts``. An importer calls :func:`gather` with the attributes of one object
(nested as in JSON, or flat with ``taxonomy_term_id`` as in the tables), writes ``facts`` to the fields of the same name
and keeps ``foreign`` as attributes. Of the facts, these are no columns of ours:

- ``generated``: names of keys of the object that were filled in for readers and hold nothing of their own: drop them.
  ``{"*"}`` means the whole object.
- ``same_as``: the object's own HSDS id, where the table form forced a second one on it.
- ``intake_answers``: question -> ``answer``, ``said_by_role``, ``said_on``, ``note``.
- ``not_served`` and the keys of :data:`TAGS`: HSDS ids of terms.
- ``town``, ``agreed_by_role``, ``agreed_on``, ``address_visibility``: see ``docs/hsds.md``; an import never lifts a
  hidden place by them.
- ``checked_on``, ``checked_how``, ``checked_by_role``, ``assurer_email``: the newest check.

Codes and ids are permanent: files already written use them.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from harbor_wagtail.directory.hsds import forms
from harbor_wagtail.directory.hsds.profile_facts import ANYWHERE, FACTS, TAGS, Fact
from harbor_wagtail.directory.vocabularies import NAMESPACE, shipped_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["FACTS", "TAGS", "TAXONOMY", "TERMS", "Gathered", "always_open_id", "decode", "encode", "gather", "own_id"]

#: HSDS ``taxonomy`` of the vocabulary.
TAXONOMY: dict[str, str] = {
    "id": str(shipped_id("profile")),
    "name": "harbor-wagtail",
    "description": "Facts about human services that HSDS has no term for. See docs/hsds.md of harbor-wagtail.",
    "version": "1",
}

_BY_CODE: dict[str, Fact] = {fact.code: fact for facts in FACTS.values() for fact in facts}
#: Its terms, by their code: HSDS ``taxonomy_term``.
TERMS: dict[str, dict[str, str]] = {
    fact.code: {
        "id": str(shipped_id("profile", fact.code)),
        "code": fact.code,
        "name": fact.name,
        "description": fact.description or fact.name,
        "taxonomy": TAXONOMY["name"],
        "taxonomy_id": TAXONOMY["id"],
    }
    for fact in _BY_CODE.values()
}
_BY_TERM: dict[str, Fact] = {term["id"]: _BY_CODE[code] for code, term in TERMS.items()}
_BY_FIELD: dict[tuple[str, str], Fact] = {
    (kind, fact.field): fact for kind, facts in FACTS.items() for fact in facts if not fact.question
}
_INTAKE: dict[tuple[str, str], Fact] = {(fact.question, fact.part): fact for fact in FACTS["service"] if fact.question}


@dataclass(slots=True)
class Gathered:
    """The attributes of one object, sorted: what is ours (by field), what is anybody's, what is ours but spoilt."""

    facts: dict[str, Any] = field(default_factory=dict)
    foreign: list[dict[str, Any]] = field(default_factory=list)
    unreadable: list[dict[str, Any]] = field(default_factory=list)


def own_id(*parts: object) -> str:
    """An HSDS id made from what the thing is, the same at every export."""
    return str(uuid.uuid5(NAMESPACE, "/".join(map(str, parts))))


def always_open_id(service_id: object) -> str:
    """Id of the schedule written for a service that is open all day and night and has no hours of its own."""
    return own_id(service_id, "always-open")


def encode(kind: str, object_id: object, facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The attributes that say ``facts`` about the HSDS object ``kind`` with the given id. Empty values are left out.

    Raises ``KeyError`` for a fact the vocabulary does not have.
    """
    attributes: list[dict[str, Any]] = []
    for name, value in facts.items():
        if value is None or value is False or (hasattr(value, "__len__") and not value):
            continue
        if name == "intake_answers":
            attributes += _encode_intake(kind, object_id, value)
            continue
        fact = _BY_FIELD.get((kind, name)) or _BY_FIELD[ANYWHERE, name]
        values = value if fact.many else [value]
        attributes += [_attribute(kind, object_id, fact, one) for one in values]
    return attributes


def decode(attribute: Mapping[str, Any]) -> tuple[str, Any] | None:
    """The fact that one attribute states, as (field, value), or ``None`` when it is none of ours.

    Of an answer about starting, the value is ``(question, part, value)``; of ``not_served`` and the :data:`TAGS` it is
    one id of several. Raises ``ValueError`` when the term is ours and the value cannot be read.
    """
    term_id = _term_id(attribute)
    fact = _BY_TERM.get(term_id)
    if fact is None:
        return _decode_tag(attribute, term_id)
    value = forms.read(fact.form, str(attribute.get("value") or ""), fact.words)
    return (fact.field, (fact.question, fact.part, value)) if fact.question else (fact.field, value)


def gather(attributes: Iterable[Mapping[str, Any]]) -> Gathered:
    """Sort the attributes of one object; never an error."""
    found = Gathered()
    for attribute in attributes:
        try:
            stated = decode(attribute)
        except ValueError:
            found.unreadable.append(dict(attribute))
            continue
        if stated is None:
            found.foreign.append(dict(attribute))
        else:
            _take(found.facts, *stated)
    return found


def _take(facts: dict[str, Any], name: str, value: Any) -> None:
    if name == "intake_answers":
        question, part, said = value
        facts.setdefault(name, {}).setdefault(question, {})[part] = said
    elif name in TAGS or _BY_FIELD.get(("service", name), _NOTHING).many:
        facts.setdefault(name, []).append(value)
    elif name != "effective_time_zone":  # for readers only
        facts[name] = value


def _encode_intake(kind: str, object_id: object, answers: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        _attribute(kind, object_id, _INTAKE[question, part], value)
        for question, parts in answers.items()
        for part, value in parts.items()
        if value not in (None, "")
    ]


def _attribute(kind: str, object_id: object, fact: Fact, value: Any) -> dict[str, Any]:
    written = forms.write(fact.form, value)
    attribute = {
        "id": own_id(object_id, fact.code, written) if fact.many else own_id(object_id, fact.code),
        "link_entity": kind,
        "value": written,
        "taxonomy_term": dict(TERMS[fact.code]),
    }
    label = fact.words.get(written)
    return {**attribute, "label": str(label)} if label else attribute


def _decode_tag(attribute: Mapping[str, Any], term_id: str) -> tuple[str, Any] | None:
    name = str(attribute.get("link_type") or "")
    if name not in TAGS or attribute.get("link_entity") != TAGS[name].kind:
        return None
    try:
        return name, uuid.UUID(term_id)
    except ValueError:
        return None


def _term_id(attribute: Mapping[str, Any]) -> str:
    term = attribute.get("taxonomy_term")
    given = term.get("id") if isinstance(term, dict) else attribute.get("taxonomy_term_id")
    return str(given or "").lower()


_NOTHING = Fact("", "", "", forms.TEXT)
