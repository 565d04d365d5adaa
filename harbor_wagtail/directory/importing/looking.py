"""A first look into an upload: what it is, what its columns hold, and the words of its categories."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext, gettext_noop

from harbor_wagtail.directory.importing.choices import TARGETS, terms_among
from harbor_wagtail.directory.importing.own_terms import OwnTerms
from harbor_wagtail.directory.importing.readers.detect import TABLE, detect
from harbor_wagtail.directory.importing.readers.heading import header_row
from harbor_wagtail.directory.importing.readers.mapped import grid_of
from harbor_wagtail.directory.importing.rows import WITHHELD, UnreadableFile, shorten
from harbor_wagtail.directory.importing.values.addresses import looks_like_address, names_an_address
from harbor_wagtail.tabular.grid import Record, Table, need_header

SAMPLES = 3
#: Rows that are looked through for samples, and for the words of categories.
LOOKED_AT, WORDS_IN = 200, 20_000
MOST_COLUMNS = 150
MOST_WORDS = 100


@dataclass
class Look:
    """``columns`` is empty for HSDS, which needs no mapping. ``samples``: column → a few of its values. ``header_row``: the
    line their names stand in."""

    format: str
    columns: list[str] = field(default_factory=list)
    samples: dict[str, list[str]] = field(default_factory=dict)
    header_row: int = 1


def look_into(path: Path) -> Look:
    """Raises ``UnreadableFile`` for what cannot be imported at all."""
    found = detect(path)
    if found != TABLE:
        return Look(found)
    table = _table(path)
    columns = [column for column in table.columns if column]
    if len(columns) > MOST_COLUMNS:
        told = gettext("The list has %(columns)s columns, more than can be chosen on one page.") % {
            "columns": len(columns)
        }
        raise UnreadableFile(
            path.name, told, gettext_noop("Delete the columns you do not want, or use harbor_import --mapping.")
        )
    samples: dict[str, list[str]] = {column: [] for column in columns}
    for record in islice(_records(table), LOOKED_AT):
        for column, cell in record.cells.items():
            here = samples[column]
            if cell and len(here) < SAMPLES and cell not in here:
                here.append(cell)
    return Look(found, columns, samples, table.header_row)


def _table(path: Path) -> Table:
    grid = grid_of(path, None)
    table = Table(grid, header_row(grid))
    need_header(table)
    return table


def _records(table: Table) -> Iterator[Record]:
    return (record for record in table if isinstance(record, Record))


def shown_samples(column: str, samples: list[str], target: str, *, public: bool) -> list[str]:
    """Samples as they may be shown: nothing that may lead to a door, unless the source's addresses are public."""
    if public:
        return [shorten(sample) for sample in samples]
    hidden = names_an_address(column) or (target in TARGETS and TARGETS[target].is_address)
    return [WITHHELD if hidden or looks_like_address(sample) else shorten(sample) for sample in samples][
        : 1 if hidden else SAMPLES
    ]


def unknown_words(path: Path, chosen: dict[str, str]) -> dict[str, list[str]]:
    """Vocabulary → words in the columns chosen for it that are no term of ours, the commonest first."""
    asked = list(terms_among(chosen))
    if not asked:
        return {}
    counts: dict[str, dict[str, int]] = {}
    for record in islice(_records(_table(path)), WORDS_IN):
        for column, vocabulary in asked:
            for word in _words(record.cells.get(column)):
                here = counts.setdefault(vocabulary, {})
                here[word] = here.get(word, 0) + 1
    own = OwnTerms.load()
    found = {}
    for vocabulary, words in counts.items():
        unknown = [word for word in words if not own.find(vocabulary, word) and not looks_like_address(word)]
        if unknown:
            found[vocabulary] = sorted(unknown, key=lambda word: -words[word])[:MOST_WORDS]
    return found


def _words(cell: str | None) -> list[str]:
    parts = re.split(r"[;,/|\n]", cell or "")
    return list(dict.fromkeys(re.sub(r"\s+", " ", part).strip()[:80] for part in parts if part.strip()))
