"""Which signs of an address a text can show at all, by its words alone.

Looking for a sign takes a hundred times as long as looking for the words it cannot do without, and most texts lack
them. ``free_text`` holds the signs; ``test_import_values`` compares the two, so that nothing is overlooked.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext_noop

_TOKEN = re.compile(r"[a-z]+|\d+")
_THOUSANDTHS = re.compile(r"\.\d{3}")

_SURE_WAYS = frozenset(
    "st street ave avenue rd road blvd boulevard ln lane hwy highway pkwy parkway pkway parkwy turnpike tpke calle"
    " avenida".split()
)
_WAYS = _SURE_WAYS | frozenset(
    "av dr drive ct court cir circle pl place ter terrace sq square way trl trail pike row loop plaza plz alley aly"
    " expressway expy crossing xing freeway fwy rue camino carretera".split()
)
#: What may stand for the way where a number stands before it.
_NUMBERED = _WAYS | frozenset("broadway main route rte cr sr i avda carrera paseo".split())
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_AT = frozenset({"at", "on", "near", "off", "by"})
_ALONG = frozenset("on at off near behind along down onto from facing".split())
_CORNERS = frozenset("corner intersection esquina cross crossstreet crossstreets".split())
_UNITS = frozenset(
    "suite ste apt apartment unit rm room bldg building floor piso apto departamento depto oficina".split()
)
_BOXES = ("box", "bx", "drawer", "pmb", "apartado", "apdo", "delivery", "correos")
#: "P.O.B. 12", however it is written.
_POB = frozenset({"pob", "ob", "b"})
_MAPS = ("map", "google", "osm.org", "waze", "w3w.co", "what3words", "geo:")


def has_one_of(text: str, parts: tuple[str, ...]) -> bool:
    """A loop, since ``any`` would begin a generator for each of very many texts."""
    for part in parts:  # noqa: SIM110
        if part in text:
            return True
    return False


def possible_signs(folded: str) -> list[str]:
    """Reasons of ``looks_like_address`` for which a folded text (see ``fold``) has the words."""
    words = set(_TOKEN.findall(folded))
    numbers = [word for word in words if not "a" <= word[0] <= "z"]
    found = []
    if numbers and not words.isdisjoint(_NUMBERED):
        found.append(gettext_noop("a street with a number"))
    if any(len(number) >= 5 for number in numbers):
        found.append(gettext_noop("a ZIP code"))
    if _may_cross(folded, words):
        found.append(gettext_noop("a crossing"))
    if _may_be_named(words):
        found.append(gettext_noop("a named street"))
    if not words.isdisjoint(_UNITS) or "floor" in folded:
        found.append(gettext_noop("a suite, unit or floor"))
    if not words.isdisjoint(_POB) or has_one_of(folded, _BOXES):
        found.append(gettext_noop("a post office box"))
    if (numbers and ("°" in folded or _THOUSANDTHS.search(folded))) or "///" in folded:
        found.append("coordinates")
    if has_one_of(folded, _MAPS):
        found.append(gettext_noop("a map link"))
    return found


def _may_cross(folded: str, words: set[str]) -> bool:
    if not words.isdisjoint(_CORNERS):
        return True
    if words.isdisjoint(_SURE_WAYS) and words.isdisjoint(_ORDINALS):
        return False
    return "&" in folded or "@" in folded or not words.isdisjoint(_AT)


def _may_be_named(words: set[str]) -> bool:
    if words.isdisjoint(_WAYS):
        return False
    return not words.isdisjoint(_ALONG) or not words.isdisjoint(_ORDINALS)
