"""What a reader hands on: rows in HSDS 3.2 words, and problems in plain ones."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from harbor_wagtail.directory.importing.values.addresses import is_address_field, names_an_address
from harbor_wagtail.directory.importing.values.bad import BadValue
from harbor_wagtail.tabular.problems import HIDDEN, SHOWN, WITHHELD, Problem, UnreadableFile, shorten

__all__ = ["HIDDEN", "SHOWN", "WITHHELD", "Item", "Problem", "Row", "UnreadableFile", "problem_with", "shorten"]

HIDDEN.append(names_an_address)  # before any row of ours is read: no report repeats an address


@dataclass(frozen=True, slots=True)
class Row:
    """One HSDS row, whatever the file looked like.

    ``kind`` is the HSDS 3.2 object name, singular. ``id`` is the id as the file gives it, ``""`` if it gives none.
    ``values`` maps HSDS 3.2 field names to what the file holds: text is unescaped, freed of control characters and
    stripped; ``None`` means that the file has the field and left it empty, a missing key that it has no such field.
    ``links`` maps the parent's object name (or ``parent_organization``, ``parent_taxonomy_term``, ``link``) to its id.
    ``row`` is the line a spreadsheet shows (the header is 1); in JSON the number of the top-level record, from 1.
    """

    kind: str
    id: str
    values: dict[str, object]
    links: dict[str, str]
    file: str
    row: int


Item = Row | Problem


def problem_with(
    bad: BadValue,
    *,
    file: str,
    row: int,
    column: str,
    value: object,
    kind: str = "",
    field_name: str = "",
    refused: bool = False,
) -> Problem:
    """A ``Problem`` out of a value that a parser refused.

    ``field_name`` is the HSDS field the column feeds, where the column is called something else.
    """
    hidden = names_an_address(column) or is_address_field(kind, field_name or column)
    shown = WITHHELD if hidden else shorten(str(value))
    told = gettext("Column ‘%(column)s’ holds ‘%(value)s’: %(problem)s") % {
        "column": column,
        "value": shown,
        "problem": bad.problem,
    }
    return Problem(file, row, column, shown, told, bad.fix, refused)
