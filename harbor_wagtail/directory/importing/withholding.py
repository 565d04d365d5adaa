"""Addresses that hide in words. Until a place is public, no text of the import may give it away."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_noop

from harbor_wagtail.directory.importing.cleaned import Cleaned
from harbor_wagtail.directory.importing.rows import WITHHELD, Problem
from harbor_wagtail.directory.importing.values import fold, looks_like_address
from harbor_wagtail.directory.importing.values.free_text import UNSURE, is_surely_an_address

#: Texts that are cut sentence by sentence.
_PROSE = frozenset({
    "description", "alert", "application_process", "eligibility_description", "fees_description", "interpretation_services",
    "accreditations", "not_served_description", "reporting_note", "status_note", "note", "notes", "details", "document",
    "attending_type", "amount_description", "option", "value", "label", "title", "department", "source", "extent",
})  # fmt: skip
#: Names, cut at their commas and dashes. Those that must not be empty stay, and are reported.
_NAMES = frozenset({"name", "alternate_name"})
_NEEDED: dict[str, frozenset[str]] = {
    **{
        kind: frozenset({"name"})
        for kind in ("organization", "service", "program", "taxonomy", "taxonomy_term", "unit")
    },
    "required_document": frozenset({"document"}),
    "funding": frozenset({"source"}),
    "organization_identifier": frozenset({"identifier"}),
    "phone": frozenset({"number"}),
}
_RECORDS = frozenset({"organization", "service", "program", "taxonomy", "taxonomy_term", "unit"})
#: What a record is called whose name is nothing but an address. An import never puts it over a name it has here.
NAME_WITHHELD = "Name withheld"
#: Never an address, though they may look like one.
_EXEMPT = frozenset({"email", "assurer_email", "county", "fips"})
#: Codes, numbers and times, which make up most cells, have no two words in them.
_WORDS = re.compile(r"[^\W\d_]{2}")
#: What these say about places is whom they serve, not where they are.
_ABOUT_AREAS = frozenset({"a ZIP code", "a crossing", "a named street"})
_AREA_TEXTS = {"service_area": {"name", "description", "extent"}, "service": {"eligibility_description"}}
_VOCABULARY = frozenset({"taxonomy", "taxonomy_term", "unit"})
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_PART = re.compile(r"\s*(?:,|;|\||\(|\)|\s[-–—@]\s|\bat\b)\s*")
FIX = gettext_noop("Leave addresses out of names and texts, or publish the address of the place by its own action.")


def withhold(cleaned: Cleaned, tell: Callable[[Problem, str], None] | None = None) -> list[str]:
    """Take every address-like passage out of ``cleaned.values``. Returns the attributes that lost something.

    A row that is nothing without the attribute holds ``[withheld]`` there, and is not applied (see ``is_withheld``).
    """
    lost = []
    for attr, value in cleaned.values.items():
        if not isinstance(value, str) or not value or _passages_kept(cleaned.kind, attr, value) == value:
            continue  # as nearly all
        needed = attr in _NEEDED.get(cleaned.kind, ())
        kept = _kept(cleaned.kind, attr, value)
        if kept == value:
            if needed and not _passages_kept(cleaned.kind, attr, value):
                _tell(tell, cleaned, attr, _MAYBE)
            continue
        cleaned.values[attr] = kept
        lost.append(attr)
        _tell(tell, cleaned, attr, _GONE if kept == WITHHELD else _RENAMED if kept == NAME_WITHHELD else _CUT)
    return lost


def is_withheld(kind: str, values: Mapping[str, Any]) -> bool:
    """Whether a row is nothing without what was left out of it."""
    needed = _NEEDED.get(kind)
    return needed is not None and any(values.get(attr) == WITHHELD for attr in needed)


_MAYBE = gettext_noop("This name may hold an address. It was kept, since nothing is left without it.")
_GONE = gettext_noop("This row says an address where it should say something else, so it was left out.")
_RENAMED = gettext_noop("This name is an address. The record came in as ‘Name withheld’.")
_CUT = gettext_noop("A passage that may be an address was left out, since the place is shown by area only.")


def _kept(kind: str, attr: str, value: str) -> str:
    """``value`` without addresses; what stands for it where it is needed and nothing else is left."""
    kept = _passages_kept(kind, attr, value)
    if kept or attr not in _NEEDED.get(kind, ()):
        return kept
    if not is_surely_an_address(value):
        return value
    return NAME_WITHHELD if kind in _RECORDS else WITHHELD


def _passages_kept(kind: str, attr: str, value: str) -> str:
    if attr in _EXEMPT:
        return value
    if attr not in _PROSE and attr not in _NAMES:
        return "" if _WORDS.search(value) and is_surely_an_address(value) else value
    allowed = UNSURE if kind in _VOCABULARY else _ABOUT_AREAS if attr in _AREA_TEXTS.get(kind, ()) else frozenset()
    if attr in _NAMES and attr not in _AREA_TEXTS.get(kind, ()):
        return without_address(value, _PART, ", ", allowed)
    return without_address(value, _SENTENCE, " ", allowed)


def says_the_same(kind: str, attr: str, here: Any, stripped: Any) -> bool:
    """Whether a text here, freed of addresses as well, is what is left of the file's."""
    return isinstance(here, str) and here != stripped and _kept(kind, attr, here) == stripped


def without_address(text: str, between: re.Pattern[str], glue: str, allowed: frozenset[str] = frozenset()) -> str:
    """``text`` as it is where nothing was found; else its harmless pieces; ``""`` where these still add up to one."""
    if not _signs(text, allowed):
        return text
    pieces = [piece.strip() for piece in between.split(text) if piece and piece.strip()]
    kept = glue.join(piece for piece in pieces if not _signs(piece, allowed))
    return "" if _signs(kept, allowed) else kept


def _signs(text: str, allowed: frozenset[str]) -> list[str]:
    return [sign for sign in looks_like_address(text) if sign not in allowed]


def _tell(tell: Callable[[Problem, str], None] | None, cleaned: Cleaned, attr: str, problem: str) -> None:
    if tell:
        refused = problem == _GONE
        tell(Problem(cleaned.file, cleaned.row, attr, WITHHELD, problem, FIX, refused), cleaned.kind)


#: Words in the name of a service, an organization or a term that say people may be hiding there. They only ever keep
#: an address back; what a service is filed under is decided by its terms.
_SHELTERING = re.compile(
    r"(?<![a-z])(?:(?<!animal )(?<!pet )(?<!tax )shelters?|safe ?-?houses?|domestic (?:violence|abuse)|dating violence"
    r"|family violence|battered|intimate partner|traffick(?:ing|ed)|sexual(?:ly)? exploit(?:ation|ed)|csec"
    r"|transitional (?:housing|living)|host homes?|maternity home|refugio|albergue|violencia (?:domestica|de pareja|familiar)"
    r"|trata de personas|casa segura)(?![a-z])"
)


def names_shelter(*names: Any) -> bool:
    return any(bool(_SHELTERING.search(fold(name, 300))) for name in names if name)
