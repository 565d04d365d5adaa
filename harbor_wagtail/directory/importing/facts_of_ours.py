"""Facts that our own exports write as HSDS attributes (see ``hsds.profile``) find their way back into our fields."""

from __future__ import annotations

import uuid
from typing import Any

from harbor_wagtail.directory.hsds.profile import TAGS, TAXONOMY, decode
from harbor_wagtail.directory.importing.cleaned import Cleaned
from harbor_wagtail.directory.importing.keys import Keys
from harbor_wagtail.directory.importing.placement import Placement
from harbor_wagtail.directory.importing.plain import plain
from harbor_wagtail.directory.importing.values import fold

#: Staged under the id of the object the fact is about: ``#service``, ``#phone``.
FACT = "#"
#: Never read back: they lead to a door, or are for readers only.
IGNORED = frozenset({"town", "map_url", "agreed_by_role", "agreed_on", "effective_time_zone"})
#: Facts that people write in sentences; in these an address may hide.
PROSE = frozenset({"alert", "not_served_description", "reporting_note", "intake_answers", "checked_by_role"})
_NOT_OWNERS = frozenset({"taxonomy", "taxonomy_term"})


def is_profile(cleaned: Cleaned) -> bool:
    """Whether a row belongs to the vocabulary of our profile, which is no vocabulary of the site."""
    if cleaned.kind == "taxonomy":
        return fold(cleaned.id) == TAXONOMY["id"]
    return cleaned.kind == "taxonomy_term" and fold(cleaned.links.get("taxonomy", "")) == TAXONOMY["id"]


def placement(cleaned: Cleaned, keys: Keys) -> list[Placement]:
    """The fact an attribute states; none where it is somebody else's."""
    stated = read(cleaned)
    if stated is None:
        return []
    name, value = stated
    kind, id = owner(cleaned)
    key = keys.of(kind, id)
    if key is None:
        return []
    own = keys.of("attribute", cleaned.id) or keys.of_content("attribute", key, {"name": name, "value": str(value)})
    cleaned.values = {}
    value = None if name in IGNORED else value
    return [Placement(FACT + kind, key, {"hsds_id": str(own), "name": name, "value": value})]


def read(cleaned: Cleaned) -> tuple[str, Any] | None:
    """(field, plain value) of a fact of ours; ``None`` for other attributes and for what cannot be read."""
    attribute = {"taxonomy_term_id": cleaned.links.get("taxonomy_term", ""), **cleaned.values}
    try:
        stated = decode(attribute)
    except ValueError:
        return "", None
    if stated is None or stated[0] in TAGS:
        return None
    name, value = stated
    if isinstance(value, tuple):
        return name, [plain(part) for part in value]
    return name, sorted(value) if isinstance(value, frozenset) else plain(value)


def is_word(cleaned: Cleaned) -> bool:
    """Whether an attribute states a fact of ours whose value is no prose: a code, a date, a number."""
    stated = read(cleaned) if cleaned.kind == "attribute" else None
    return stated is not None and stated[0] not in PROSE


def owner(cleaned: Cleaned) -> tuple[str, str]:
    """(kind, id as the file gives it) of the object an attribute belongs to."""
    for kind, id in cleaned.links.items():
        if kind not in _NOT_OWNERS:
            return (fold(cleaned.values.get("link_entity") or "") if kind == "link" else kind), id
    return "", ""


def gathered(rows: Any) -> dict[uuid.UUID, dict[str, Any]]:
    """Staged facts by the key of what they are about. Several of one name become a list; answers a nested dict."""
    found: dict[uuid.UUID, dict[str, Any]] = {}
    for row in rows:
        name, value = row.values["name"], row.values["value"]
        facts = found.setdefault(row.key, {})
        if name == "intake_answers":
            question, part, said = value
            facts.setdefault(name, {}).setdefault(question, {})[part] = said
        elif name == "not_served":
            facts.setdefault(name, []).append(value)
        elif name and name not in IGNORED:
            facts[name] = value
    return found
