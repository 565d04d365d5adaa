"""What a person should look at in a file, in plain words, by line and column."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import get_language, gettext

WITHHELD = "[withheld]"
SHOWN = 80
#: Whether a column may hold what must never be repeated; parts that know of such columns add to it.
HIDDEN: list[Callable[[str], bool]] = []


def said(words: str) -> str:
    """Words marked with ``gettext_noop`` where they are written, in the language of whoever reads the file."""
    return _translated(words, get_language()) if words else ""


@lru_cache(maxsize=512)
def _translated(words: str, language: str | None) -> str:
    """The same few problems come with very many rows, and Django goes through the catalogue of every app for words that have no
    translation."""
    return gettext(words)


def is_hidden(column: str) -> bool:
    return any(asked(column) for asked in HIDDEN)


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
        shown = WITHHELD if self.value and is_hidden(self.column) else shorten(self.value)
        object.__setattr__(self, "value", shown)
        object.__setattr__(self, "problem", said(self.problem))
        object.__setattr__(self, "fix", said(self.fix))


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
        self.problem, self.fix = said(self.problem), said(self.fix)
        super().__init__(str(self))
        if not self.problems:
            self.problems = [Problem(self.file, self.row, "", "", self.problem, self.fix, refused=True)]

    def __str__(self) -> str:
        place = gettext("%(file)s, line %(row)s") % {"file": self.file, "row": self.row} if self.row else self.file
        return f"{place}: {self.problem} {self.fix}"


def shorten(value: str) -> str:
    """One line of at most 80 characters."""
    line = re.sub(r"\s+", " ", value).strip()
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
