"""Where a row belongs: under which records it is laid down."""

from __future__ import annotations

import uuid
from typing import Any

from harbor_wagtail.directory.hsds.fields import CHILD_RELATIONS
from harbor_wagtail.directory.importing import facts_of_ours as facts
from harbor_wagtail.directory.importing import staged
from harbor_wagtail.directory.importing.cleaned import Cleaned
from harbor_wagtail.directory.importing.keys import Keys
from harbor_wagtail.directory.importing.placement import Placement
from harbor_wagtail.directory.importing.values import fold

#: Parent → objects that hang on it. Capacity is an event of a service, not a child row of ours.
HANGS_ON: dict[str, frozenset[str]] = {
    parent: frozenset(kind for _, kind, _ in relations) | ({"service_capacity"} if parent == "service" else frozenset())
    for parent, relations in CHILD_RELATIONS.items()
}
#: Child rows that others hang on: the phone of a contact, the language of a phone.
INNER: dict[str, tuple[str, str]] = {"phone": ("contact", "contact_ref"), "language": ("phone", "phone_ref")}


def placements(cleaned: Cleaned, keys: Keys, *, flat: bool = False) -> list[Placement]:
    """None for an orphan, one for a record, one for every parent of a child row."""
    if cleaned.kind == "address":
        return _address(cleaned, keys)
    if cleaned.kind in staged.OWN_ROW:
        return _record(cleaned, keys)
    if cleaned.kind == "attribute":
        return facts.placement(cleaned, keys) or _attribute(cleaned, keys, flat)
    return _child(cleaned, keys, flat)


def _record(cleaned: Cleaned, keys: Keys) -> list[Placement]:
    key = keys.of(cleaned.kind, cleaned.id) or _made_key(cleaned, keys)
    if key is None:
        return []
    return [Placement(cleaned.kind, key, links=_links(cleaned, keys))]


def _links(cleaned: Cleaned, keys: Keys) -> dict[str, Any]:
    """Ids of the records it points to."""
    found: dict[str, Any] = {}
    for name, id in cleaned.links.items():
        found |= keys.link(name, id)
    return found


def _as_given(name: str, cleaned: Cleaned, keys: Keys) -> dict[str, Any]:
    """What the file calls a record that the row lies below."""
    link = keys.link(name, cleaned.links.get(name, ""))
    return {told: id for told, id in link.items() if told != name}


def _made_key(cleaned: Cleaned, keys: Keys) -> uuid.UUID | None:
    """A record without an id is known by its name and what it belongs to."""
    if cleaned.kind == "service_at_location":
        ends = [keys.of("service", cleaned.links.get("service")), keys.of("location", cleaned.links.get("location"))]
        return keys.made(cleaned.kind, *ends) if all(ends) else None
    name = fold(cleaned.values.get("name") or cleaned.values.get("code") or "")
    if not name and cleaned.kind != "location":
        return None
    owners = sorted(f"{link}={id}" for link, id in cleaned.links.items())
    return keys.made(cleaned.kind, name, *owners) if name or owners else None


def _address(cleaned: Cleaned, keys: Keys) -> list[Placement]:
    """Filed under its place, without an id of its own: an id made from an address would be a digest of it."""
    place = keys.of("location", cleaned.links.get("location"))
    return [Placement("address", place, links=_as_given("location", cleaned, keys))] if place else []


def _child(cleaned: Cleaned, keys: Keys, flat: bool) -> list[Placement]:
    """``flat``: every link of the row stands for itself, as in a table. In nested files "contact" and "service"
    together mean the service's contact."""
    inner = INNER.get(cleaned.kind)
    parents = [
        (parent, key)
        for parent in staged.SHORT
        if cleaned.kind in HANGS_ON[parent] and (named := cleaned.links.get(parent)) and (key := keys.of(parent, named))
    ]
    own = keys.of(cleaned.kind, cleaned.id)
    links = _links(cleaned, keys) if cleaned.kind == "service_capacity" else {}
    holder = keys.of(inner[0], cleaned.links.get(inner[0])) if inner else None
    ref = {inner[1]: str(holder)} if inner and holder and not flat else {}
    made = [_under(cleaned, keys, parent, key, own, links, ref) for parent, key in parents]
    if inner and holder and (flat or not parents):
        id = own or keys.of_content(cleaned.kind, holder, cleaned.values)
        made.append(Placement(staged.WAITING + cleaned.kind, holder, {"hsds_id": str(id), inner[1]: str(holder)}))
    if own and cleaned.kind in ("contact", "phone"):
        made += [
            Placement(staged.LOCATOR + cleaned.kind, own, links={"parent": [parent, str(key)]})
            for parent, key in parents
        ]
    return made


def _under(
    cleaned: Cleaned,
    keys: Keys,
    parent: str,
    key: uuid.UUID,
    own: uuid.UUID | None,
    links: dict[str, Any],
    ref: dict[str, str],
) -> Placement:
    id = own or keys.of_content(cleaned.kind, key, {**cleaned.values, **ref})
    kept = _as_given(parent, cleaned, keys)
    if "unit" in links:
        kept |= {name: links[name] for name in ("unit", "_unit") if name in links}
    return Placement(staged.child_kind(parent, cleaned.kind), key, {"hsds_id": str(id), **ref}, kept)


def _attribute(cleaned: Cleaned, keys: Keys, flat: bool) -> list[Placement]:
    """Under the record it tags. Where the file does not say of what kind that is, every kind is tried later.

    A table must name the kind of record; that is then no word of the source's and is not kept.
    """
    term = keys.of("taxonomy_term", cleaned.links.get("taxonomy_term"))
    if term is None:
        return []
    tagged = [(kind, cleaned.links[kind]) for kind in staged.SHORT if cleaned.links.get(kind)]
    named = _entity(cleaned.values.get("link_entity", ""))
    if not tagged and named:
        tagged = [(named, cleaned.links.get("link", ""))]
    if flat and named:
        cleaned.values["link_entity"] = ""
    if tagged:
        pairs = [(kind, key) for kind, id in tagged if (key := keys.of(kind, id))]
        return [
            Placement(staged.child_kind(kind, "attribute"), key, _tag(cleaned, keys, key, term)) for kind, key in pairs
        ]
    tried = {kind: str(key) for kind in staged.SHORT if (key := keys.of(kind, cleaned.links.get("link")))}
    if not tried:
        return []
    first = uuid.UUID(next(iter(tried.values())))
    return [Placement("?attribute", first, _tag(cleaned, keys, first, term), {"tried": tried})]


def _tag(cleaned: Cleaned, keys: Keys, key: uuid.UUID, term: uuid.UUID) -> dict[str, Any]:
    own = keys.of("attribute", cleaned.id) or keys.of_content("attribute", key, {**cleaned.values, "term": str(term)})
    return {"hsds_id": str(own), "term": str(term)}


def _entity(word: object) -> str:
    """``Services`` → ``service``; ``""`` for what is none of the records we tag."""
    name = fold(word or "").replace("-", "_").replace(" ", "_")
    return next((kind for kind in staged.SHORT if name in (kind, f"{kind}s", f"{kind.replace('_at_', 's_at_')}")), "")
