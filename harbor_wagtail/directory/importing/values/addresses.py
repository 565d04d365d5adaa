"""What counts as an address, and which marks say "do not show where this is"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from harbor_wagtail.directory.importing.values.free_text import PO_BOX, looks_like_address
from harbor_wagtail.directory.importing.values.quick_look import has_one_of
from harbor_wagtail.directory.importing.values.text import fold

__all__ = [
    "ADDRESS_FIELDS",
    "is_address_field",
    "is_confidential_column",
    "looks_like_address",
    "marks_confidential",
    "names_an_address",
]

#: HSDS fields of ``location`` and ``address`` that lead to a door. The town (``city``) counts as one of them.
ADDRESS_FIELDS: frozenset[str] = frozenset({
    "attention", "address_1", "address_2", "address_3", "address_4", "city", "region", "postal_code", "latitude",
    "longitude", "alternate_name", "url", "map_url", "transportation", "external_identifier", "external_identifier_type",
})  # fmt: skip

#: Columns that say whether a place is to be kept quiet, in any table.
CONFIDENTIAL_COLUMNS: frozenset[str] = frozenset({
    "confidential", "is_confidential", "confidential_address", "address_confidential", "address_is_confidential", "hidden",
    "is_hidden", "hide_address", "hide", "private", "is_private", "is_location_private", "private_address",
    "address_private", "location_confidential", "location_hidden", "confidential_location", "undisclosed",
    "withhold_address", "do_not_publish", "suppress_address", "unlisted", "exclude_from_website", "address_hidden",
    "non_public", "is_address_confidential", "address_is_private", "location_is_confidential", "confidencial",
})  # fmt: skip
_KINDS = frozenset({"location", "address"})
_FALSE = {
    "",
    "0",
    "0.0",
    "false",
    "f",
    "no",
    "n",
    "none",
    "null",
    "public",
    "off",
    "not confidential",
    "publish",
    "n/a",
}

# A column that may hold an address, whatever the table. "E-mail address" and "Web address" do not.
_ADDRESS_NAME = re.compile(
    r"(?<![a-z])(?:street|addr(?:ess)?(?:es)?|zip(?:code)?|postal|postcode|post code|lat|latitude|lng|longitude|long$"
    r"|suite|apt|apartment|attention|transportation|directions?|map|coordinates?|geo(?:code|location|point)?|city|town"
    r"|direccion|calle|ciudad|codigo postal|cross ?streets?|external identifier)(?![a-z])"
)
_OTHER_ADDRESS = re.compile(r"(?:e ?mail|web(?: ?site)?|internet|url|ip|correo) addr(?:ess)?(?:es)?|site ?map")

_PLACE = r"(?:location|address|site|shelter|whereabouts|direccion|ubicacion|domicilio|lugar)"
_QUIET = (
    r"(?:confidential|undisclosed|with ?held|unpublished|unlisted|suppressed|redacted|hidden|secret|private"
    r"|not (?:be )?(?:published|disclosed|listed|public|given|shared|publicly (?:listed|available|known|disclosed))"
    r"|confidencial|reservad[ao]|privad[ao]|secret[ao]|ocult[ao]|no publicad[ao])"
)
#: Said anywhere, also in a description: it is the place that is kept quiet, not the counselling.
_MARKS = re.compile(
    rf"(?<![a-z])(?:call|contact|phone|text|ask)(?: \w+){{0,2}} for (?:the |our |exact |more |street |site"
    rf" )*(?:location|address|directions)"
    rf"|(?<![a-z]){_PLACE}s?(?: (?:is|are|es|sera|will be|remains|kept|strictly|completely|held))*["
    rf" :-]+{_QUIET}(?![a-z])"
    rf"|(?<![a-z])(?<!non-)(?<!non )(?<!not )(?:confidential|undisclosed|secret|hidden|unpublished|unlisted"
    rf"|withheld|protected)"
    rf"(?: (?:and|or|,|secure|safe|rural|emergency|street|residential|shelter))* (?:location|address|site"
    rf"|shelter|facility)"
    rf"|(?<![a-z])private (?:location|address)(?![a-z])"
    rf"|(?<![a-z])(?:location|address|directions) (?:is |are |will be )?(?:only )?(?:given|provided|disclosed"
    rf"|shared|available|released|supplied)"
    rf" (?:only )?(?:upon|on|at|after|by|when|once|over|during|to)(?![a-z])"
    rf"|(?<![a-z])(?:location|address) (?:up)?on request|(?<![a-z])do not (?:publish|disclose|share|list)(?:"
    rf" the| this)? (?:location|address)"
    rf"|llam[ae](?:r)? para (?:obtener )?(?:la )?(?:ubicacion|direccion)|no (?:publicar|divulgar) (?:la"
    rf" )?(?:ubicacion|direccion)"
)
#: No mark above can do without these; looking for them is a hundred times as quick.
_NAMED_PLACES = ("location", "address", "directions", "site", "shelter", "whereabouts", "facility", "direccion",
                 "ubicacion", "domicilio", "lugar")  # fmt: skip
_KEPT_QUIET = ("confiden", "undisclosed", "held", "unpublished", "unlisted", "suppressed", "redacted", "hidden", "secret",
               "priva", "not ", "reservad", "ocult", "no public", "no divulg", "llam", "protected")  # fmt: skip
_GIVEN_LATER = (" for ", "given", "provided", "disclosed", "shared", "available", "released", "supplied", "request",
                "do not")  # fmt: skip
#: All that stands in an address or a name.
_ONLY_A_MARK = re.compile(
    rf"^[^a-z0-9]*(?:strictly )?(?:{_QUIET}|do not (?:publish|list|disclose)|private (?:residence|home)|call"
    rf" for (?:info(?:rmation)?|details)"
    rf"|llame para informacion)(?: {_PLACE})?[^a-z0-9]*$"
)
#: Enough in a street line, next to whatever else it says. "Hidden Valley Road" is a street.
_IN_A_STREET = re.compile(r"(?<![a-z])(?:confidential|undisclosed|with ?held|redacted|confidencial)(?![a-z])")
_STREET_LINES = frozenset({"address_1", "address_2", "address_3", "address_4", "attention"})
_NAMED = ADDRESS_FIELDS | {"name", "description"}


@lru_cache(maxsize=4096)
def column_words(name: str) -> str:
    """``postalCode``, ``Postal_Code`` → ``postal code``."""
    return re.sub(r"[^a-z0-9]+", " ", fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name))).strip()


@lru_cache(maxsize=4096)
def names_an_address(column: str) -> bool:
    """Whether a column's name, in any table, says that it may hold an address. In doubt, yes."""
    return bool(_ADDRESS_NAME.search(_OTHER_ADDRESS.sub("", column_words(column))))


def is_address_field(kind: str, field: str) -> bool:
    """Whether a field of an HSDS object leads to a door."""
    return kind in _KINDS and field in ADDRESS_FIELDS


@lru_cache(maxsize=4096)
def is_confidential_column(column: str) -> bool:
    """Whether a column only says if a place is to be kept quiet."""
    name = column_words(column).replace(" ", "_")
    return name in CONFIDENTIAL_COLUMNS or name.removesuffix("_flag").removesuffix("_yn") in CONFIDENTIAL_COLUMNS


def marks_confidential(values: Mapping[str, object]) -> bool:
    """Whether a location, an address, a service or an organization is marked "do not show where this is".

    A flag column with anything but a plain no; "call for location", "undisclosed address" and their like in an
    address, a name or a description; a post office box in place of a street. In doubt, yes.
    """
    return any(_marks(field, value) for field, value in values.items())


def _marks(field: str, value: object) -> bool:
    if value is None or value is False or value == 0:
        return False
    if is_confidential_column(field):
        return fold(value, 5000) not in _FALSE
    if not isinstance(value, str) or field not in _NAMED:
        return False
    text = fold(value, 5000)
    if field in _STREET_LINES and (_IN_A_STREET.search(text) or PO_BOX.search(text)):
        return True
    if may_be_marked(text) and says_it_is_quiet(text):
        return True
    return field != "description" and bool(_ONLY_A_MARK.match(text))


def says_it_is_quiet(text: str) -> bool:
    """Whether a folded text says somewhere that a place is kept quiet."""
    return bool(_MARKS.search(text))


def may_be_marked(text: str) -> bool:
    """Whether ``says_it_is_quiet`` is worth asking."""
    if not has_one_of(text, _NAMED_PLACES):
        return False
    return has_one_of(text, _KEPT_QUIET) or (has_one_of(text, _NAMED_PLACES[:3]) and has_one_of(text, _GIVEN_LATER))
