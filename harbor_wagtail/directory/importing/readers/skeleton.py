"""A first mapping to copy, guessed from the columns of a file that came without one."""

from __future__ import annotations

import re

from harbor_wagtail.directory.importing.readers.guessing import guess

_LISTS = ("phones", "schedules", "languages", "service_areas", "accessibility", "required_documents", "contacts")
_MAIN = ("number", "hours", "name", "description", "document", "title")


def skeleton(columns: list[str], header_row: int = 1) -> str:
    """YAML for ``docs/importing.md``'s format; what could not be guessed stands in comments."""
    found: dict[str, list[tuple[str, str]]] = {}
    guessed = guess(columns)
    if "address" not in {section for section, _ in guessed.values()}:  # nothing is accessible but a place
        guessed = {column: target for column, target in guessed.items() if target[0] != "accessibility"}
    for column, (section, field) in guessed.items():
        found.setdefault(section, []).append((field, column))
    left = [column for column in columns if column and column not in guessed]
    if not any(field == "name" for field, _ in found.get("organization", ())):
        found.setdefault("organization", []).insert(0, ("name", left[0] if left else columns[0] if columns else "…"))
    if "service" in found and not any(field == "name" for field, _ in found["service"]):
        found["service"].insert(0, ("name", dict(found["organization"])["name"]))
    elif any(
        section in found for section in ("schedules", "languages", "service_areas", "required_documents", "terms")
    ):
        found.setdefault("service", [("name", dict(found["organization"])["name"])])
    lines = ["source:", f"  name: {_quoted('Whose list this is')}", "  addresses: area-only  # or: public"]
    if header_row > 1:
        lines += ["file:", f"  header_row: {header_row}"]
    lines += _sections(found)
    return "\n".join([*lines, *(f"# not used: {_quoted(column)}" for column in left)]) + "\n"


def _sections(found: dict[str, list[tuple[str, str]]]) -> list[str]:
    lines = []
    for section in ("organization", "service", "address", *_LISTS, "terms", "confidential"):
        if section not in found:
            continue
        lines.append(f"{section}:")
        for field, column in found[section]:
            if field in ("fax", "tty"):
                lines += [f"  - number: {_quoted(column)}", f"    type: {{value: {field}}}"]
            elif section in _LISTS and field not in _MAIN:
                lines.append(f"  - {field}: {_quoted(column)}")
            elif section == "contacts":
                lines.append(f"  - title: {_quoted(column)}")
            elif section in ("confidential", *_LISTS):
                lines.append(f"  - {_quoted(column)}")
            elif section == "terms":
                lines += [f"  {field}:", f"    - column: {_quoted(column)}", "      values: {Example word: shelter}"]
            else:
                lines.append(f"  {field}: {_quoted(column)}")
    return lines


def _quoted(text: str) -> str:
    return '"' + re.sub(r"\s+", " ", text).replace("\\", "\\\\").replace('"', '\\"') + '"'
