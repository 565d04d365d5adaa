"""Cells that were merged downwards: what stands in the first of them is said of every line they cover."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext_noop
from openpyxl.utils import range_boundaries

from harbor_wagtail.tabular.problems import UnreadableFile

#: A list of 50,000 lines with two merges each; what has more is no list that somebody typed.
MOST_MERGES = 100_000
_REF = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})[\"']")
_LONGEST_TAG = 200


class Merged:
    """``repeat`` each line in turn; lines and columns count from 1. What begins in the first ``above`` lines is not repeated."""

    def __init__(self, path: Path, part: str, above: int) -> None:
        self._starting: dict[int, list[tuple[int, int]]] = {}
        for column, first, _last_column, last in _ranges(path, part):
            if last > first > above:
                self._starting.setdefault(first, []).append((column, last))
        self._open: dict[int, tuple[int, str]] = {}  # column → last line, value

    def __bool__(self) -> bool:
        return bool(self._starting)

    def repeat(self, row: int, cells: list[str]) -> list[str]:
        """The line with what merged cells above say of it. One that says nothing itself stays empty: where all cells of a
        record were merged, it is told once."""
        self._open = {column: held for column, held in self._open.items() if held[0] >= row}
        if any(cells):
            for column, (_last, value) in self._open.items():
                cells.extend([""] * (column - len(cells)))
                cells[column - 1] = cells[column - 1] or value
        for column, last in self._starting.get(row, ()):
            if column <= len(cells) and cells[column - 1]:
                self._open[column] = last, cells[column - 1]
        return cells


def _ranges(path: Path, part: str) -> Iterator[tuple[int, int, int, int]]:
    """First column, first line, last column, last line. They stand behind the cells, and openpyxl passes them over where it
    reads a line at a time."""
    with zipfile.ZipFile(path) as archive, archive.open(part) as stream:
        rest, number = b"", 0
        while chunk := stream.read(1 << 18):
            text = rest + chunk
            end = 0
            for found in _REF.finditer(text):
                end = found.end()
                number += 1
                if number > MOST_MERGES:
                    raise UnreadableFile(
                        path.name,
                        gettext_noop("The sheet has more than 100,000 merged cells."),
                        gettext_noop("Take the merges apart, or save it as CSV and give that."),
                    )
                yield range_boundaries(found[1].decode())
            rest = text[max(end, len(text) - _LONGEST_TAG) :]
