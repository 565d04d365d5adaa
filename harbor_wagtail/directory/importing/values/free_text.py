"""Addresses that hide in running text: descriptions, notes, directions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from harbor_wagtail.directory.importing.values.quick_look import possible_signs
from harbor_wagtail.directory.importing.values.text import REMEMBERED, fold

LONGEST = 20000

PO_BOX = re.compile(
    r"(?<![a-z])(?:p\.? ?o\.?,? ?(?:box|bx|drawer|b\.?(?= ?#? ?\d))|post (?:office|ofc) (?:box|drawer)|postal box"
    r"|pmb(?= ?#? ?\d| ?$)|private mail ?box|mailbox #? ?\d|apartado(?: postal)?(?= ?#? ?\d| ?$)|apdo\.? ?#?"
    r" ?\d|general delivery|lista de correos)"
    r"|^box #? ?\d+$"
)

_SURE_WAY = r"(?:st(?:reet)?|ave(?:nue)?|r(?:oa)?d|blvd|boulevard|ln|lane|hwy|highway|p(?:ar)?kwa?y|turnpike|tpke|calle|avenida)"
_WAY = (
    rf"(?:{_SURE_WAY}|av|dr(?:ive)?|ct|court|cir(?:cle)?|pl(?:ace)?|ter(?:race)?|sq(?:uare)?|way|trl|trail"
    rf"|pike|row|loop|plaza|plz"
    r"|alley|aly|expressway|expy|crossing|xing|freeway|fwy|rue|camino|carretera)"
)
_POINT = r"(?:(?:n|s|e|w|ne|nw|se|sw|north|south|east|west)\.? )?"
# "3 meals a day and court advocacy" is no address: none of these words stands in the name of a street.
_NO_NAME = (
    r"(?!(?:a|an|the|of|for|to|and|or|in|on|at|by|we|our|your|their|his|her|is|are|was|has|with|from|per|no|not|any|all"
    r"|am|pm|days?|nights?|weeks?|months?|years?|hours?|hrs?|minutes?|people|persons?|youth|girls|boys|women"
    r"|men|children|adults|families|clients|beds?|meals?|rooms"
    r"|step|steps|times?|business|crisis|percent|bus|buses|stops|staff|miles?|blocks?|de|la|el|los|las|y|o)[. ])"
)
_NAME = rf"{_NO_NAME}[a-z0-9'.-]+ "
_ORDINAL = r"\d{1,3}(?:st|nd|rd|th)"
_NOT_A_DAY = (
    r"(?! ?(?:(?:and|&|,) ?\d|mon|tue|wed|thu|fri|sat|sun|grade|of (?:the|each|every)|week|day|year|birthday|century"
    r"|floor|time))"
)
_STATES = r"a[klrz]|c[aot]|d[ce]|fl|ga|hi|i[adln]|k[sy]|la|m[adeinost]|n[cdehjmvy]|o[hkr]|p[ar]|ri|s[cd]|t[nx]|ut|v[ait]|w[aivy]"
_COUNTED = (
    r"people|youth|children|families|women|men|clients|hours|calls|texts|nights|beds|meals|dollars|members|students"
)
_UNIT = (
    r"suite|ste\.?|apt\.?|apartment|unit|rm\.?|room|bldg\.?|building|floor|piso|apto\.?|departamento|depto\.?|oficina"
)

#: Reason → signs of it, for text that ``_plain`` has folded.
_SIGNS: dict[str, tuple[str, ...]] = {
    "a street with a number": (
        rf"(?<![\w$.-])\d{{1,6}}(?:-\d{{1,5}})?[a-z]?(?: 1/2)? {_POINT}(?:{_NAME}){{1,4}}{_WAY}(?![a-z0-9])",
        (
            rf"(?<![\w$.-])\d{{1,6}}[a-z]? {_POINT}(?:broadway|main|(?:us |state |county )?(?:hwy|highway|route"
            rf"|rte|road|cr|sr|i)"
            r"[ -]?\d+)(?![a-z0-9])"
        ),
        (
            r"(?<![a-z])(?:calle|avenida|avda\.?|carrera|camino|paseo|rue) (?:[a-z0-9'.-]+ ){0,4}(?:no\.? ?"
            r"|num\.? ?|numero |# ?)?"
            r"\d{1,6}(?!\d*[:-]|\d| ?[ap]m)"
        ),
    ),
    "a ZIP code": (
        r"(?<![\d.$#-])\d{5}-\d{4}(?![\d-])",
        r"(?<![a-z])(?:zip(?: ?codes?)?|postal codes?|c\.?p\.?|codigo postal)[ :#]*\d{5}(?!\d)",
        rf"(?<![a-z])(?:{_STATES})\.? \d{{5}}(?![\d-])",
        # Five digits alone, but not a text line ("text to 23373"), nor a count.
        (
            r"(?<![\d.$#,/-])(?<!to )(?<!text )(?<!sms )(?<!code )(?<!al )(?<!over )(?<!than )(?<!about )\b\d{5}\b"
            rf"(?![\d-]|[.,]\d| (?:{_COUNTED}))"
        ),
    ),
    "a crossing": (
        r"(?<![a-z])(?:corner|intersection|esquina) (?:of|de)(?![a-z])|(?<![a-z])cross ?streets?(?![a-z])",
        rf"{_ORDINAL} ?[&@] ?(?:[a-z]{{3,}}|{_ORDINAL}){_NOT_A_DAY}",
        (
            rf"(?<![a-z])(?:at|on|near|off|by) {_POINT}(?:{_ORDINAL}|{_NO_NAME}[a-z'.-]+)(?: {_WAY}\.?)? ?(?:&|@"
            rf"|and|at) ?{_POINT}"
            rf"(?:{_ORDINAL}{_NOT_A_DAY}(?![a-z])|{_NO_NAME}[a-z'.-]+ {_SURE_WAY}(?![a-z]))"
        ),
        rf"(?<![a-z])(?:at|near|off) {_ORDINAL} and {_NO_NAME}[a-z]{{3,}}",
        rf"(?<![a-z])[a-z]{{3,}} ?[&@] ?[a-z]{{3,}} {_SURE_WAY}(?![a-z])",
    ),
    "a named street": (
        (
            rf"(?<![a-z])(?:on|at|off|near|behind|along|down|onto|from|facing)"
            rf" {_POINT}(?:{_NAME}){{1,2}}{_SURE_WAY}(?![a-z'])"
        ),
        rf"(?<![a-z0-9]){_ORDINAL} {_WAY}(?![a-z])",
    ),
    "a suite, unit or floor": (
        rf"(?<![a-z])(?:{_UNIT})(?: ?#? ?\d{{1,5}}[a-z]?|[ #.]+[b-z]\d{{0,4}})(?![a-z0-9'])",
        r"(?<![a-z])\d{1,2}(?:st|nd|rd|th) floor",
    ),
    "a post office box": (PO_BOX.pattern,),
    "coordinates": (
        r"(?<![\d.])-?\d{1,2}\.\d{3,} ?°?[ns]? +-?\d{1,3}\.\d{3,}",
        r"\d{1,3} ?° ?\d{1,2} ?['′]",
        r"///[a-z]+\.[a-z]+\.[a-z]+",
    ),
    "a map link": (
        r"maps?\.(?:app\.goo\.gl|google|apple|bing)|google\.[a-z.]{2,6}/maps|goo\.gl/maps|openstreetmap\.org|osm\.org",
        r"waze\.com|bing\.com/maps|mapquest|w3w\.co|what3words|geo:-?\d",
    ),
}
_COMPILED = {reason: re.compile("|".join(signs)) for reason, signs in _SIGNS.items()}


def looks_like_address(text: object) -> list[str]:
    """Why a text may give a place away: reasons in words, never the text. Empty when nothing was found.

    It errs on the side of asking: a person decides.
    """
    given = "" if text is None else str(text)
    return list(_found(given) if len(given) <= REMEMBERED else _reasons(given))


def _reasons(text: str) -> tuple[str, ...]:
    folded = fold(text, LONGEST)
    possible = possible_signs(folded)
    return tuple(_signs_among(possible, folded)) if possible else ()


#: Files say the same short words again and again.
_found = lru_cache(maxsize=8192)(_reasons)


#: Signs that hardly anything but an address shows. "5th Street Clinic" shows a named street and is a name.
SURE = frozenset({"a street with a number", "a post office box", "coordinates", "a map link"})
UNSURE = frozenset(_SIGNS) - SURE


def is_surely_an_address(text: object) -> bool:
    return not SURE.isdisjoint(looks_like_address(text))


def signs_in(folded: str) -> list[str]:
    """Every sign in a folded text, each looked for."""
    return _signs_among(_COMPILED, folded)


def _signs_among(reasons: Iterable[str], folded: str) -> list[str]:
    plain = re.sub(r"[\s,;()]+", " ", folded)
    return [reason for reason in reasons if _COMPILED[reason].search(plain)]
