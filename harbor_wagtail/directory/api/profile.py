"""Our HSDS profile: merge patches (RFC 7386) to the schemas of HSDS, and the vocabulary of facts HSDS has no word for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from harbor_wagtail.directory.api import openapi
from harbor_wagtail.directory.api.lists import LISTS
from harbor_wagtail.directory.api.parameters import PARAMETERS
from harbor_wagtail.directory.api.schemas import EXAMPLE
from harbor_wagtail.directory.hsds.profile import FACTS, TAXONOMY, TERMS
from harbor_wagtail.directory.hsds.profile_facts import ANYWHERE, Fact

Document = dict[str, Any]

VERSION = "1.0.0"
#: For people who read our data, one matter each.
NOTES = """
A place whose address is not public has no addresses, coordinates, other name, web page, building id or way there. Its \
attribute address_visibility says so; county and, where somebody chose so, town are attributes too.
proximity finds places with a public address alone. Of others no coordinates are kept.
What is hidden, paused, expired or withdrawn is gone at once, without a word. Compare your copy with the ids of \
/services?minimal=true and delete what is not among them.
A service that has closed for good is told as defunct for some time, then it is gone.
modified_after finds more than a later last_modified: also what changed with a service's organization, place, status or \
last check.
minimal=true gives id and last_modified, the field HSDS's prose calls modified_date, and no other required key.
opens_at and closes_at are the clock on the wall where the place is. Its zone is the attribute time_zone or \
effective_time_zone (IANA); schedule.timezone is what a source wrote.
A day on which a place is closed is a schedule without times, with the attribute closed.
A POST may have its parameters in its body, where no server writes them down; HSDS puts them into the address.
metadata is never given: a change log would carry addresses withheld since, and the names of staff.
Words are those of one language. A description that repeats the name was filled in, since HSDS requires one.
In lists, the organization of a service comes without its locations and programs.
Where example is true, the record is made up for a demonstration and helps nobody.
"""


def document(canonical: str, files: dict[str, str]) -> Document:
    """The profile as a whole; ``files`` are the addresses of its merge patches by name."""
    return {
        "profile": canonical,
        "name": "harbor-wagtail",
        "version": VERSION,
        "hsds_version": openapi.HSDS_VERSION,
        "title": "HSDS for directories of places that may be hidden",
        "files": files,
        "notes": NOTES.strip().splitlines(),
        "taxonomy": dict(TAXONOMY),
        "facts": [_fact(kind, fact) for kind, facts in FACTS.items() for fact in facts],
    }


def _fact(kind: str, fact: Fact) -> Document:
    """A fact that stands in ``attributes``: on which objects, its term, and its values where they are words of ours."""
    values = {"values": {word: str(label) for word, label in fact.words.items()}} if fact.words else {}
    return {"on": "any" if kind == ANYWHERE else kind, "term": TERMS[fact.code], "form": fact.form, **values}


def _example() -> Document:
    return {"properties": {"example": {"name": "example", "title": "Example", **EXAMPLE, "core": "N"}}}


def _openapi() -> Document:
    """What our parameters ask for more strictly, what ``/`` says besides, and where a POST may have them."""
    # Without a null, a merge would keep the format that HSDS gives.
    parameters = {name: openapi.parameter(name) for name in _SHARED}
    schemas = {name: {**each, "schema": {"format": None, **each["schema"]}} for name, each in parameters.items()}
    changed = openapi.INFO["properties"]["datetime"]
    info = {"content": {"application/json": {"schema": {"properties": {"datetime": changed}}}}}
    return {
        "components": {"parameters": schemas},
        "paths": {
            "/": {"get": {"responses": {"200": info}}},
            **{f"/{each.name}": {"post": openapi.posted(each)} for each in LISTS},
        },
    }


#: ``top_only`` and ``parent_id`` stand in their list of parameters, which no merge patch can change in part.
_SHARED = [name for name in PARAMETERS if name not in ("top_only", "parent_id")]

#: Named like the schemas they change.
FILES: dict[str, Callable[[], Document]] = {
    "service.json": _example,
    "organization.json": _example,
    "location.json": _example,
    "openapi.json": _openapi,
}
