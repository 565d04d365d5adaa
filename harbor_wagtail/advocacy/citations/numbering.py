"""From notes in the order they are read to numbers. A pure function: nothing is kept, so nothing has to be renumbered."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from harbor_wagtail.advocacy.citations.marks import Cite


class Form(enum.Enum):
    FULL = "full"  #: the whole reference
    AGAIN = "again"  #: named before: short, with the number of the note that has it whole
    IBID = "ibid"  #: the source of the note just before
    WORDS = "words"  #: a note without a source


@dataclass(frozen=True, slots=True)
class Note:
    """``first`` is the number of the note with the whole reference (its own for ``FULL``, 0 for ``WORDS``)."""

    number: int
    cite: Cite
    form: Form
    first: int = 0


def number_notes(cites: Iterable[Cite], start: int = 1) -> list[Note]:
    """One note for each cite, numbered from ``start``; "before" and "just before" are meant within these cites."""
    notes: list[Note] = []
    first: dict[int, int] = {}
    for number, cite in enumerate(cites, start):
        if cite.source is None:
            notes.append(Note(number, cite, Form.WORDS))
            continue
        form = _form(cite.source, first, notes)
        notes.append(Note(number, cite, form, first.setdefault(cite.source, number)))
    return notes


def _form(source: int, first: dict[int, int], notes: list[Note]) -> Form:
    if source not in first:
        return Form.FULL
    return Form.IBID if notes[-1].cite.source == source else Form.AGAIN
