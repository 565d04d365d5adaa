"""The test of goal 3.1: can a young person here reach help without contact with police, courts or child welfare?

Answered in one sentence from what is shown to visitors, with its reasons and with what nobody knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from harbor_wagtail.directory.models import Answer, Level, MapEntryPoint
from harbor_wagtail.directory.resource_map.columns import ROUTE_KEY
from harbor_wagtail.directory.resource_map.disclosure import FEW, ShownRow

_THERE = (Level.GOOD, Level.LIMITED, Level.INFORMAL)


@dataclass(frozen=True, slots=True)
class Verdict:
    """``answer`` is "yes", "partly", "no" or "unknown"; ``sentence`` says it, ``reasons`` say why and what is not known."""

    answer: str
    sentence: str
    reasons: tuple[str, ...]


def verdict(rows: Sequence[ShownRow], entries: Sequence[MapEntryPoint], names: Sequence[str]) -> Verdict:
    """``names`` are those of ``entries`` in the reader's language."""
    by_state: dict[str, list[str]] = {}
    for row in rows:
        state = next(cell.state for cell in row.cells if cell.column.key == ROUTE_KEY)
        by_state.setdefault(state, []).extend(row.members or (row.name,))
    there = [name for state in _THERE for name in by_state.get(state, ())]
    open_ways = [name for entry, name in zip(entries, names, strict=True) if _is_free(entry)]
    answer = _answer(there, open_ways, by_state, entries)
    return Verdict(answer, _SENTENCES[answer](), tuple(_reasons(there, open_ways, by_state, entries)))


def _is_free(entry: MapEntryPoint) -> bool:
    return entry.system_contact == Answer.NO and entry.police_report == Answer.NO


def _answer(
    there: list[str], open_ways: list[str], by_state: dict[str, list[str]], entries: Sequence[MapEntryPoint]
) -> str:
    others = [name for state, found in by_state.items() if state not in _THERE for name in found]
    if there:
        return "partly" if others else "yes"
    if open_ways:
        return "partly"
    all_said_no = set(by_state) == {Level.NONE.value}
    no_way_in = all(entry.system_contact == Answer.YES or entry.police_report == Answer.YES for entry in entries)
    return "no" if all_said_no and no_way_in else "unknown"


_SENTENCES = {
    "yes": lambda: _(
        "Yes: for every kind of help on this map, a young person can start without police, courts or child welfare."
    ),
    "partly": lambda: _(
        "Yes, but not for everything: for some kinds of help a young person can start without police, courts or child "
        "welfare."
    ),
    "no": lambda: _("No: every provider and every way in that told us leads through police, courts or child welfare."),
    "unknown": lambda: _(
        "Not known: nobody has told us of a way to help here that does not lead through police, courts or child welfare. "
        "That does not mean that there is none."
    ),
}


def _reasons(
    there: list[str], open_ways: list[str], by_state: dict[str, list[str]], entries: Sequence[MapEntryPoint]
) -> list[str]:
    told = []
    if there:
        said = _(
            "Providers said that the person may ask for themselves, with no police report and no court or child-welfare "
            "case, or our team knows a way: %(kinds)s."
        )
        told.append(said % {"kinds": _joined(there)})
    if open_ways:
        told.append(_("Ways in that people told us are free of both: %(ways)s.") % {"ways": _joined(open_ways)})
    for state, sentence in _lists().items():
        if found := by_state.get(state):
            told.append(sentence % {"kinds": _joined(found)})
    if unknown := sum(Answer.UNKNOWN in (entry.system_contact, entry.police_report) for entry in entries):
        words = ngettext(
            "Of %(number)d way in nobody has said yet whether it leads to police, courts or child welfare.",
            "Of %(number)d ways in nobody has said yet whether they lead to police, courts or child welfare.",
            unknown,
        )
        told.append(words % {"number": unknown})
    return told


def _lists() -> dict[str, str]:
    return {
        Level.UNKNOWN: _("Not known, ask first: %(kinds)s."),
        Level.NONE: _("None of those listed, by what they told us: %(kinds)s."),
        Level.NOT_LISTED: _("Nothing is listed here, which does not mean that there is nothing: %(kinds)s."),
        FEW: _("Too few providers to say it of each: %(kinds)s."),
    }


def _joined(names: Sequence[str]) -> str:
    """Names of kinds of help have commas of their own."""
    return "; ".join(names)
