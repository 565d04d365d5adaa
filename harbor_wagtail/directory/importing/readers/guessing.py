"""What the columns of somebody's own list may be, told by their names: a first proposal, for a person to look at."""

from __future__ import annotations

import re

from harbor_wagtail.directory.importing.values.addresses import column_words, is_confidential_column

#: (section, field)
Target = tuple[str, str]
#: The day somebody last checked the line; who did is nobody's name to bring in.
_VERIFIED = (
    r"^(?!.*\b(?:by|por)\b).*\b(?:(?:last|date|when) (?:was )?(?:verified|checked|confirmed|verification)"
    r"|(?:verified|checked|confirmed) (?:on|date)|(?:verification|assured) date"
    r"|(?:ultima|fecha de) (?:ultima )?(?:verificacion|comprobacion|confirmacion)|(?:verificad|comprobad|confirmad)[oa] el)\b"
)
#: What a column's name may look like, the surest first: each is offered to every column before the next is tried, so
#: that a column “Agency” is the organization and “Name” beside it the service, whichever comes first.
_GUESSES: tuple[tuple[str, str, str], ...] = (
    ("organization", "id", r"^(?:id|(?:agency|organi[sz]ation|provider|org) (?:id|no|num|number|code))$"),
    ("service", "id", r"^(?:service|program) (?:id|no|num|number|code)$"),
    ("organization", "alternate_name", r"\b(?:aka|also known as|acronym|alternate name|short name|dba)\b"),
    ("service", "assured_date", _VERIFIED),
    ("organization", "website", r"\b(?:website|web site|url|web|homepage|sitio web|pagina web)\b"),
    ("organization", "email", r"\be ?mail\b|\bcorreo\b"),
    ("phones", "fax", r"\bfax\b"),
    ("phones", "tty", r"\b(?:tty|tdd)\b"),
    ("phones", "number", r"\b(?:phone|phones|tel|telephone|hotline|mobile|cell|telefono|crisis line|toll free|text line)\b"),
    ("organization", "name", r"^(?:name of )?(?:the )?(?:agency|organi[sz]ation|provider|company|org|organizacion)(?: name)?$"),
    ("organization", "name", r"^(?:nombre de )?(?:la )?agencia$|^proveedor$"),
    ("service", "name", r"^(?:name of )?(?:the )?(?:program|programme|service|servicio|programa)(?: name)?(?: offered)?$"),
    ("service", "eligibility_description", r"\beligib|^who\b|\bserves\b|\bquien\b"),
    ("service", "ages", r"\bages?\b|\bedad(?:es)?\b"),
    ("service", "fees_description", r"\b(?:fees?|costs?|price|costo)\b"),
    ("service", "application_process", r"\b(?:intake|apply|application|referral|how to|procedure|como)\b"),
    ("service", "description", r"^(?:service|program) description$|^(?:what they do|services? (?:provided|offered))$"),
    ("organization", "description", r"\b(?:description|about|summary|overview|mission|notes|descripcion)\b"),
    ("required_documents", "document", r"\b(?:documents?|bring|id required|documentos?)\b"),
    ("address", "address_2", r"\b(?:address (?:line )?2|street 2|suite|unit|apt|apartment)\b"),
    ("address", "address_1", r"\b(?:address|street|direccion|calle|domicilio)\b"),
    ("address", "city", r"\b(?:city|town|ciudad|municipality)\b"),
    ("address", "state_province", r"^(?:state|st|province|estado)$"),
    ("address", "postal_code", r"\b(?:zip|postal|zipcode|postcode)\b"),
    ("address", "county", r"^(?:county|parish|condado)(?: name)?$"),
    ("schedules", "hours", r"\b(?:hours|schedule|open|horario|horas)\b"),
    ("languages", "name", r"\blanguages?\b|\bidiomas?\b"),
    ("accessibility", "description", r"\baccessib|\bwheelchair\b|\bada\b"),
    ("service_areas", "name", r"\b(?:count(?:y|ies)|areas?|region|coverage|condados?)\b"),
    ("contacts", "title", r"\b(?:contact title|role|position)\b"),
    ("terms", "populations", r"\b(?:populations?|target group)\b"),
    ("terms", "domains", r"^taxonom(?:y|ies)(?: (?:terms?|names?))?$"),
    ("terms", "domains", r"\b(?:category|categories|type|types|services|service type|kinds?|topics?|categoria|need|needs)\b"),
    ("organization", "name", r"\b(?:agency|organi[sz]ation|provider)\b(?!.*\b(?:type|kind|phone|contact)\b)|^name$|^nombre$"),
    ("service", "name", r"\b(?:program|service)(?: name)?$|^name$|^nombre$"),
)  # fmt: skip
#: Sections that take any number of columns.
LISTS = frozenset({
    "phones", "schedules", "languages", "service_areas", "accessibility", "required_documents", "confidential",
})  # fmt: skip
#: What a column is called that says whether a place is to be kept quiet. In doubt it is one: it only ever hides.
_QUIET = re.compile(
    r"\b(?:secret|hide|hidden|confidential\w*|undisclosed|private|privacy|unlisted|withh[eo]ld|suppress(?:ed)?|restricted"
    r"|do not (?:share|publish|list|post|show|disclose)|not (?:public|for public\w*)|non ?public|safe ?house|secreto|oculto"
    r"|confidencial)\b"
)


def says_quiet(column: str) -> bool:
    """Whether a column seems to mark places that are to be kept quiet."""
    return is_confidential_column(column) or bool(_QUIET.search(column_words(column)))


def guess(columns: list[str]) -> dict[str, Target]:
    """Column → what it may be. Columns nobody can guess at are absent."""
    found: dict[str, Target] = {column: ("confidential", "") for column in columns if column and says_quiet(column)}
    for section, field, pattern in _GUESSES:
        for column in filter(None, columns):
            taken = section not in LISTS and (section, field) in found.values()
            if column not in found and not taken and re.search(pattern, column_words(column)):
                found[column] = section, field
    return {column: found[column] for column in columns if column in found}
