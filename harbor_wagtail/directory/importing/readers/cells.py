"""One field of a mapped row: its cells joined, split and translated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext, gettext_noop

from harbor_wagtail.directory.importing.readers.specs import Spec, key_of
from harbor_wagtail.directory.importing.rows import Problem, problem_with
from harbor_wagtail.directory.importing.values.bad import BadValue
from harbor_wagtail.directory.importing.values.text import fold
from harbor_wagtail.directory.importing.values.words import parse_answer

#: One line: folded name of a column → its cell.
Cells = Mapping[str, "str | None"]


@dataclass(frozen=True)
class Place:
    """Where a value stands, and which HSDS field it feeds: addresses are never repeated."""

    file: str
    row: int
    kind: str
    field: str

    def problem(self, bad: BadValue, column: str, value: object) -> Problem:
        return problem_with(
            bad, file=self.file, row=self.row, column=column, value=value, kind=self.kind, field_name=self.field
        )


@lru_cache(maxsize=4096)
def column_id(name: str) -> str:
    """How columns are told apart: without regard to case, accents and spaces."""
    return fold(name)


def is_filled(specs: Iterable[Spec], cells: Cells) -> bool:
    """Whether any cell that the specs name says something."""
    return any(cells.get(column_id(column)) for spec in specs for column in spec.columns)


def values_of(spec: Spec, cells: Cells, place: Place) -> Iterator[str | Problem]:
    """The values of a field: none, one, or several where the cell is split."""
    text = _text(spec, cells)
    if spec.when is not None:
        if text is not None and _is_one_of(text, spec.when):
            yield from [spec.value] if spec.value is not None else [text]
        return
    if not spec.columns:
        yield from [spec.value] if spec.value is not None else []
        return
    found = False
    for part in _split(text, spec.split):
        for value in _translated(spec, part, place):
            found = found or isinstance(value, str)
            yield value
    if not found and spec.default is not None and text is None:
        yield spec.default


def holds(spec: Spec, cells: Cells) -> bool:
    """Whether a mark is set: the cell is one of the words of ``when``, else anything but empty or a plain no."""
    text = _text(spec, cells)
    if text is None:
        return False
    if spec.when is not None:
        return _is_one_of(text, spec.when)
    return _answer(text) != "no"


def _text(spec: Spec, cells: Cells) -> str | None:
    return spec.join.join(text for column in spec.columns if (text := cells.get(column_id(column)))) or None


def _split(text: str | None, signs: tuple[str, ...]) -> list[str]:
    if text is None:
        return []
    parts = re.split("|".join(map(re.escape, signs)), text, flags=re.IGNORECASE) if signs else [text]
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _translated(spec: Spec, part: str, place: Place) -> Iterator[str | Problem]:
    if spec.words is None:
        yield part
        return
    key = key_of(part)
    if key not in spec.words and _answer(part) in spec.words:
        key = _answer(part)
    if key in spec.words:
        to = spec.words[key]
        yield from [to] if to is not None else []
    elif spec.otherwise == "keep":
        yield part
    elif spec.otherwise == "report":
        bad = BadValue(
            gettext_noop("the mapping does not say what this becomes."),
            gettext("Add it to ‘values’ of ‘%(field)s’ in the mapping.") % {"field": place.field},
        )
        yield place.problem(bad, ", ".join(spec.columns), part)


def _is_one_of(text: str, wanted: tuple[str, ...]) -> bool:
    return key_of(text) in wanted or _answer(text) in wanted


def _answer(text: str) -> str:
    try:
        return parse_answer(text) or ""
    except BadValue:
        return ""
