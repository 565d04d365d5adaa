"""Addresses that hide in words. Until a place is public, no text of the import may give it away."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from harbor_wagtail.directory.importing.cleaned import Cleaned
from harbor_wagtail.directory.importing.rows import WITHHELD, Problem
from harbor_wagtail.directory.importing.values import fold, looks_like_address

#: Texts that are cut sentence by sentence.
_PROSE = frozenset({
    "description", "alert", "application_process", "eligibility_description", "fees_description", "interpretation_services",
    "accreditations", "not_served_description", "reporting_note", "status_note", "note", "notes", "details", "document",
    "attending_type", "amount_description", "option", "value", "label", "title", "department", "source", "extent",
})  # fmt: skip
#: Names, cut at their commas and dashes. Those that must not be empty stay, and are reported.
_NAMES = frozenset({"name", "alternate_name"})
_LINKS = frozenset({"url", "uri", "website", "schedule_link", "logo_url"})
_NEEDED: dict[str, frozenset[str]] = {
    "organization": frozenset({"name"}),
    "service": frozenset({"name"}),
    "program": frozenset({"name"}),
    "required_document": frozenset({"document"}),
    "funding": frozenset({"source"}),
}
#: What these say about places is whom they serve, not where they are.
_ABOUT_AREAS = frozenset({"a ZIP code", "a crossing", "a named street"})
_AREA_TEXTS = {"service_area": {"name", "description", "extent"}, "service": {"eligibility_description"}}
_VOCABULARY = frozenset({"taxonomy", "taxonomy_term", "unit"})
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_PART = re.compile(r"\s*(?:,|;|\||\(|\)|\s[-–—@]\s|\bat\b)\s*")
FIX = "Leave addresses out of names and texts, or publish the address of the place by its own action."


def withhold(cleaned: Cleaned, tell: Callable[[Problem, str], None] | None = None) -> list[str]:
    """Take every address-like passage out of ``cleaned.values``. Returns the attributes that lost something."""
    if cleaned.kind in _VOCABULARY:
        return []
    lost = []
    for attr, value in cleaned.values.items():
        if not isinstance(value, str) or not value:
            continue
        kept = _kept(cleaned.kind, attr, value)
        if kept == value:
            continue
        if not kept and attr in _NEEDED.get(cleaned.kind, ()):
            _tell(tell, cleaned, attr, "This name may hold an address. It was kept, since nothing is left without it.")
            continue
        cleaned.values[attr] = kept
        lost.append(attr)
        _tell(
            tell, cleaned, attr, "A passage that may be an address was left out, since the place is shown by area only."
        )
    return lost


def _kept(kind: str, attr: str, value: str) -> str:
    if attr in _LINKS:
        return "" if "a map link" in looks_like_address(value) else value
    if attr in _NAMES and kind not in _AREA_TEXTS:
        return without_address(value, _PART, ", ")
    allowed = _ABOUT_AREAS if attr in _AREA_TEXTS.get(kind, ()) else frozenset()
    if attr in _PROSE or attr in _NAMES:
        return without_address(value, _SENTENCE, " ", allowed)
    return value


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
        tell(Problem(cleaned.file, cleaned.row, attr, WITHHELD, problem, FIX), cleaned.kind)


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
