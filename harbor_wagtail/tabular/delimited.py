"""CSV and its relatives."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import TextIO

from django.utils.translation import gettext_noop

from harbor_wagtail.tabular.encodings import Source, cannot_decode, find_encoding, open_text
from harbor_wagtail.tabular.problems import Problem, UnreadableFile

DELIMITERS = (",", ";", "\t", "|")
LONGEST_CELL = 16 * 1024 * 1024  # a county's outline as GeoJSON is a megabyte
SAMPLE = 64 * 1024
_END = "\x1eend\x1e"
UNCLOSED = gettext_noop('Close the quotation mark, or double it ("") where it is part of the text.')


class DelimitedGrid:
    """The cells of a CSV file, a line at a time. Raises ``UnreadableFile`` where a quotation mark is never closed."""

    def __init__(self, source: Source, encoding: str = "", delimiter: str = "", name: str = "") -> None:
        self.name = name or source.name
        self._source = source
        self._encoding = find_encoding(source, encoding)
        self._delimiter = delimiter

    def __iter__(self) -> Iterator[tuple[int, list[str]] | Problem]:
        yield from self._encoding.problems(self._source)
        csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL))
        row = line = 0
        try:
            with open_text(self._source, self._encoding) as text:
                told, sample = _told_delimiter(text.read(SAMPLE))
            with open_text(self._source, self._encoding) as text:
                if told:
                    text.readline()  # spreadsheets do not show this line, nor count it
                reader = csv.reader(_lines(text), delimiter=self._delimiter or told or _delimiter(sample))
                for cells in reader:
                    if cells == [_END]:
                        return
                    if cells and _END in cells[-1]:
                        problem = gettext_noop("A quotation mark is opened here and never closed.")
                        raise UnreadableFile(self.name, problem, UNCLOSED, line + 1)
                    row += 1
                    line = reader.line_num
                    yield row, cells
        except csv.Error:
            problem = gettext_noop(
                "A cell of this line is longer than 16 MB: most often a quotation mark is opened and never closed."
            )
            raise UnreadableFile(self.name, problem, UNCLOSED, line + 1) from None
        except UnicodeError:
            raise cannot_decode(self._source, self._encoding, line + 1) from None


def _lines(text: TextIO) -> Iterator[str]:
    """The lines without NULs, and one of our own at the end: if that comes back inside another cell, a quotation mark
    was left open, and everything behind it has been swallowed."""
    for line in text:
        yield line.replace("\0", "")
    yield _END


def _told_delimiter(sample: str) -> tuple[str, str]:
    """Excel's own first line: ``sep=;``."""
    first, _, rest = sample.partition("\n")
    first = first.strip().strip('"').lower()
    if first.startswith("sep=") and len(first) == 5:
        return first[4], rest
    if first == "sep=":
        return "\t", rest
    return "", sample


def _delimiter(sample: str) -> str:
    """The sign that cuts the first rows into the most columns, and into equally many."""
    lines = sample.splitlines(keepends=True)
    best, most = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        try:
            rows = [row for row in islice(csv.reader(lines[:-1] or lines, delimiter=delimiter), 30) if row]
        except csv.Error:
            continue
        if not rows:
            continue
        width, times = Counter(map(len, rows)).most_common(1)[0]
        # A title above the list has no delimiter; a sign that the first line lacks may as well stand in prose, though.
        if len(rows[0]) < 2 and (width < 3 or times / len(rows) < 0.6):
            continue
        score = (times / len(rows) if width > 1 else 0.0, width)
        if score[1] > 1 and (score[0] > most[0] + 0.2 or (score[0] > most[0] - 0.2 and width > most[1])):
            best, most = delimiter, score
    return best
