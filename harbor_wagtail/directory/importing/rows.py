"""What a reader hands on: rows in HSDS 3.2 words, and problems in plain ones."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from harbor_wagtail.directory.importing.values.addresses import is_address_field, names_an_address
from harbor_wagtail.directory.importing.values.bad import BadValue

WITHHELD = "[withheld]"
SHOWN = 80


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


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should look at. ``refused`` means that the row did not go in.

    ``value`` is ``[withheld]`` for anything that may be an address, and at most 80 characters long otherwise.
    """

    file: str
    row: int
    column: str
    value: str
    problem: str
    fix: str
    refused: bool = False

    def __post_init__(self) -> None:
        shown = WITHHELD if self.value and names_an_address(self.column) else shorten(self.value)
        object.__setattr__(self, "value", shown)


Item = Row | Problem


@dataclass(eq=False)
class UnreadableFile(Exception):
    """Nothing can be read from the file. The message names the place and what to do; ``problems`` says it in parts.

    It may come after rows have been handed on (a file can be cut off at its end): whoever reads discards those.
    """

    file: str
    problem: str
    fix: str
    row: int = 0
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(str(self))
        if not self.problems:
            self.problems = [Problem(self.file, self.row, "", "", self.problem, self.fix, refused=True)]

    def __str__(self) -> str:
        place = f"{self.file}, line {self.row}" if self.row else self.file
        return f"{place}: {self.problem} {self.fix}"


def shorten(value: str) -> str:
    """One line of at most 80 characters."""
    line = re.sub(r"\s+", " ", value).strip()
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"


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
    return Problem(file, row, column, shown, f"Column ‘{column}’ holds ‘{shown}’: {bad.problem}", bad.fix, refused)
