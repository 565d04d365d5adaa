"""A first mapping to copy, guessed from the columns of a file that came without one."""

from __future__ import annotations

import re

from harbor_wagtail.directory.importing.values.addresses import column_words, is_confidential_column

#: (section, field, words that a column's name may hold), the first that fits.
_GUESSES: tuple[tuple[str, str, str], ...] = (
    ("organization", "name", r"\b(?:agency|organi[sz]ation|provider|company|org)(?: name)?$|^name$|^nombre$"),
    ("service", "name", r"\b(?:program|service)(?: name)?$"),
    ("organization", "id", r"^(?:id|(?:agency|organi[sz]ation|provider) (?:id|no|number))$"),
    ("organization", "email", r"\be ?mail\b"),
    ("organization", "website", r"\b(?:website|web site|url|web)\b"),
    ("organization", "description", r"\b(?:description|about|summary|overview)\b"),
    ("service", "ages", r"\bages?\b"),
    ("service", "eligibility_description", r"\beligib|\bwho\b"),
    ("service", "fees_description", r"\b(?:fees?|cost)\b"),
    ("service", "application_process", r"\b(?:intake|apply|application|referral|how to)\b"),
    ("address", "address_2", r"\b(?:address 2|street 2|suite|unit|apt)\b"),
    ("address", "address_1", r"\b(?:address|street|address 1|direccion)\b"),
    ("address", "city", r"\b(?:city|town|ciudad)\b"),
    ("address", "state_province", r"^(?:state|st|province)$"),
    ("address", "postal_code", r"\b(?:zip|postal|zipcode|postcode)\b"),
    ("phones", "number", r"\b(?:phone|tel|telephone|hotline|fax|mobile|cell|telefono)\b"),
    ("schedules", "hours", r"\b(?:hours|schedule|open|horario)\b"),
    ("languages", "name", r"\blanguages?\b|\bidiomas?\b"),
    ("service_areas", "name", r"\b(?:count(?:y|ies)|area|region|coverage)\b"),
    ("terms", "domains", r"\b(?:category|categories|type|services|service type|topic)\b"),
)
_LISTS = ("phones", "schedules", "languages", "service_areas")


def skeleton(columns: list[str], name: str) -> str:
    """YAML for ``docs/importing.md``'s format; what could not be guessed stands in comments."""
    found: dict[str, list[tuple[str, str]]] = {}
    left = []
    for column in filter(None, columns):
        section, field = _guess(column, found)
        if section:
            found.setdefault(section, []).append((field, column))
        else:
            left.append(column)
    if not any(field == "name" for field, _ in found.get("organization", ())):
        found.setdefault("organization", []).insert(0, ("name", left[0] if left else columns[0] if columns else "…"))
    if "service" in found and not any(field == "name" for field, _ in found["service"]):
        found["service"].insert(0, ("name", dict(found["organization"])["name"]))
    elif any(section in found for section in ("schedules", "languages", "service_areas", "terms")):
        found.setdefault("service", [("name", dict(found["organization"])["name"])])
    lines = ["source:", f"  name: {_quoted('Whose list this is')}", "  addresses: area-only  # or: public"]
    lines += _sections(found)
    return "\n".join([*lines, *(f"# not used: {_quoted(column)}" for column in left)]) + "\n"


def _guess(column: str, found: dict[str, list[tuple[str, str]]]) -> tuple[str, str]:
    if is_confidential_column(column):
        return "confidential", ""
    words = column_words(column)
    for section, field, pattern in _GUESSES:
        taken = section not in _LISTS and any(field == other for other, _ in found.get(section, ()))
        if re.search(pattern, words) and not taken:
            return section, field
    return "", ""


def _sections(found: dict[str, list[tuple[str, str]]]) -> list[str]:
    lines = []
    for section in ("organization", "service", "address", *_LISTS, "terms", "confidential"):
        if section not in found:
            continue
        lines.append(f"{section}:")
        for field, column in found[section]:
            if section in ("confidential", *_LISTS):
                lines.append(f"  - {_quoted(column)}")
            elif section == "terms":
                lines += [f"  {field}:", f"    - column: {_quoted(column)}", "      values: {Example word: shelter}"]
            else:
                lines.append(f"  {field}: {_quoted(column)}")
    return lines


def _quoted(text: str) -> str:
    return '"' + re.sub(r"\s+", " ", text).replace("\\", "\\\\").replace('"', '\\"') + '"'
