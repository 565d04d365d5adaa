"""Which line of somebody's own list holds the names of its columns: titles and notes often come before it."""

from __future__ import annotations

from itertools import islice

from harbor_wagtail.directory.importing.readers.guessing import guess
from harbor_wagtail.tabular.grid import Grid
from harbor_wagtail.tabular.problems import Problem
from harbor_wagtail.tabular.text import clean

#: Lines from the top that are looked at, and names that have to be known, so that a line of facts is not taken for one.
LOOKED_AT, KNOWN = 20, 3
LONGEST_NAME = 60


def header_row(grid: Grid) -> int:
    """The first line with the most names that are known as names of columns, as a spreadsheet numbers it; 1 where none
    has enough."""
    lines = (line for line in grid if not isinstance(line, Problem))
    known = {row: _known(cells) for row, cells in islice(lines, LOOKED_AT) if any(cells)}
    best = max(known, key=known.__getitem__, default=1)
    return best if known and known[best] >= KNOWN and best != min(known) else 1


def _known(cells: list[str]) -> int:
    names = list(dict.fromkeys(name for name in map(clean, cells) if name and len(name) <= LONGEST_NAME))
    return len(guess(names))
