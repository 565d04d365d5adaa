"""An edition as data: one row for each place and goal, written as it is read, with a schema that says what it means.

Who coded an answer is for the team and is in none of these files.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from harbor_wagtail.advocacy.report_cards import scoring
from harbor_wagtail.advocacy.report_cards.drawings import number
from harbor_wagtail.advocacy.report_cards.laws import cited_in, said_changes
from harbor_wagtail.advocacy.report_cards.links import Links
from harbor_wagtail.advocacy.report_cards.models import Assessment, Edition
from harbor_wagtail.advocacy.report_cards.places_of import Places, places_of
from harbor_wagtail.advocacy.report_cards.sheet import Sheet, sheet_of
from harbor_wagtail.advocacy.report_cards.words import words_of
from harbor_wagtail.tabular.cells import guarded

Row = dict[str, Any]

_CHANGED = (
    "Those of the laws that have been repealed, or have come into force, since law_cutoff: citation, then in brackets how "
    "it stood (in_force, not_yet, repealed or unknown), how it stands today and from which day. Divided by semicolons; "
    "empty where nothing has changed. The answer and its points are those of law_cutoff."
)
#: Name, JSON Schema type, what it is. In this order in every file; part of the public contract.
FIELDS: tuple[tuple[str, str, str], ...] = (
    ("edition", "string", "Name of the edition in addresses."),
    ("year", "integer", "Year of the edition."),
    ("law_cutoff", "date", "Laws in force on this day count."),
    ("framework", "string", "Name of the framework in addresses."),
    ("place", "string", "Name of the place in addresses."),
    ("place_code", "string", "Short code of the place."),
    ("place_name", "string", "Name of the place."),
    ("area", "string", "Issue area of the goal; empty for bonus goals outside any."),
    ("goal", "string", "Code of the goal."),
    ("goal_statement", "string", "The goal in words."),
    ("is_bonus", "boolean", "Its points are counted apart."),
    ("status", "string", "met, partly, not_met, not_applicable or not_assessed. Not assessed is not a failing answer."),
    ("answer", "string", "Code of the answer; empty when not assessed."),
    ("answer_label", "string", "The answer in words; empty when not assessed."),
    ("points", "number", "Points the answer gives, weight and cap counted; empty when not assessed or not applicable."),
    ("maximum", "number", "Points the best answer would give."),
    ("summary", "string", "What the law does, in a sentence."),
    ("laws", "string", "Citations of the laws the answer rests on, divided by semicolons."),
    ("laws_verified_on", "date", "The day the laws were verified; the earliest where there are several."),
    ("url", "string", "Where the answer is shown with the words of its laws."),
    ("laws_changed", "string", _CHANGED),
)
STATUSES = ("met", "partly", "not_met", "not_applicable", "not_assessed")


@dataclass(frozen=True)
class Scores:
    """What the rows are made of, read in a constant number of queries; ``rows()`` streams the answers."""

    edition: Edition
    sheet: Sheet
    places: Places
    links: Links
    words: Any

    def rows(self) -> Iterator[Row]:
        """Every place and goal, by the name of the place and the order of goals; unanswered ones too."""
        for place in self.places.rows:
            given, laws = self._answers_of(place.pk)
            for goal, rule in zip(self.sheet.goals, self._rules, strict=True):
                yield self._row(place, goal, rule, given.get(goal.pk), laws)

    @property
    def _rules(self) -> list[scoring.Goal]:
        by_key = {goal.key: goal for goal in self.sheet.rules.goals}
        return [by_key[goal.pk] for goal in self.sheet.goals]

    def _answers_of(self, place: int) -> tuple[dict[int, Any], dict[int, list[Any]]]:
        return self._whole[0].get(place, {}), self._whole[1]

    @property
    def _whole(self) -> tuple[dict[int, dict[int, Any]], dict[int, list[Any]]]:
        cached: Any = self.__dict__.get("_read")
        if cached is None:
            cached = _answers(self.edition), cited_in(self.edition)
            self.__dict__["_read"] = cached
        return cached

    def _row(self, place: Any, goal: Any, rule: scoring.Goal, given: Any, laws: dict[int, list[Any]]) -> Row:
        pk, option_pk, summary = given or (0, None, "")
        option = self.sheet.options.get(option_pk or 0)
        applies = option is not None and option.status != scoring.NOT_APPLICABLE
        cited = laws.get(pk, [])
        verified = [law.verified_on for law, _change in cited if law.verified_on is not None]
        return {
            **self._same,
            "place": place.slug,
            "place_code": place.code,
            "place_name": place.name,
            "area": str(goal.area.said_name) if goal.area else "",
            "goal": goal.code,
            "goal_statement": str(goal.said_statement),
            "is_bonus": goal.is_bonus,
            "status": option.status if option else scoring.NOT_ASSESSED,
            "answer": option.code if option else "",
            "answer_label": str(option.said_label) if option else "",
            "points": number(rule.points_of(rule.by_key[option.pk])) if option and applies else None,
            "maximum": number(rule.maximum),
            "summary": summary,
            "laws": "; ".join(law.citation for law, _change in cited),
            "laws_verified_on": min(verified).isoformat() if verified and len(verified) == len(cited) else None,
            "url": self.links.place(self.edition.slug, place.slug) + f"#goal-{goal.slug}",
            "laws_changed": said_changes(cited),
        }

    @property
    def _same(self) -> Row:
        edition = self.edition
        return {
            "edition": edition.slug,
            "year": edition.year,
            "law_cutoff": edition.law_cutoff.isoformat(),
            "framework": edition.framework.slug,
        }


def scores_of(edition: Edition, links: Links) -> Scores:
    """``links`` with the host in them: the file goes elsewhere."""
    sheet = sheet_of(edition.framework)
    words = words_of(edition.framework)
    words.onto([edition, edition.framework], sheet.areas, sheet.goals, sheet.options.values())
    return Scores(edition, sheet, places_of(edition), links, words)


def _answers(edition: Edition) -> dict[int, dict[int, Any]]:
    found: dict[int, dict[int, Any]] = {}
    rows = Assessment.objects.filter(edition=edition).order_by()
    for pk, place, goal, option, summary in rows.values_list("pk", "jurisdiction", "goal", "option", "summary"):
        found.setdefault(place, {})[goal] = (pk, option, summary)
    return found


def csv_lines(rows: Iterator[Row], names: list[str]) -> Iterator[str]:
    """UTF-8 with a mark that Excel wants; cells that a spreadsheet would run are quoted as text."""
    yield "\ufeff" + _line(names)
    for row in rows:
        yield _line([_cell(row[name]) for name in names])


def json_parts(head: dict[str, Any], rows: Iterator[Row]) -> Iterator[str]:
    """One JSON object with ``rows`` at its end, written as it is read."""
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": [\n'
    before = ""
    for row in rows:
        yield before + json.dumps(row, ensure_ascii=False)
        before = ",\n"
    yield "\n]}\n"


def schema(url: str) -> dict[str, Any]:
    """JSON Schema of the JSON file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": url,
        "title": "Report card scores",
        "type": "object",
        "required": ["edition", "rows"],
        "properties": {
            "edition": {"type": "object"},
            "rows": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": [name for name, _kind, _what in FIELDS],
                    "additionalProperties": False,
                    "properties": {name: _property(name, kind, what) for name, kind, what in FIELDS},
                },
            },
        },
    }


_MAY_BE_EMPTY = {"points", "laws_verified_on"}


def _property(name: str, kind: str, what: str) -> dict[str, Any]:
    kinds: Any = "string" if kind == "date" else kind
    found: dict[str, Any] = {"description": what, "type": [kinds, "null"] if name in _MAY_BE_EMPTY else kinds}
    if kind == "date":
        found["format"] = "date"
    if name == "status":
        found["enum"] = list(STATUSES)
    return found


def datapackage(edition: Edition, about: dict[str, Any], files: dict[str, str]) -> dict[str, Any]:
    """https://specs.frictionlessdata.io/data-package/ for the CSV file; ``about``: title, description, notes, licence, source."""
    fields = [{"name": name, "type": kind, "description": what} for name, kind, what in FIELDS]
    return {
        "name": edition.slug,
        "title": about["title"],
        "description": " ".join(filter(None, (about["description"], about["notes"]))),
        "version": about["version"],
        "homepage": about["url"],
        "created": edition.published_on.isoformat() if edition.published_on else None,
        "licenses": [{"name": about["licence"]}] if about["licence"] else [],
        "contributors": [{"title": about["publisher"], "role": "publisher"}],
        "resources": [
            {
                "name": "scores",
                "path": files["csv"],
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "fields": fields,
                    "missingValues": [""],
                    "primaryKey": ["edition", "place", "goal"],
                },
            }
        ],
    }


def _line(cells: list[Any]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return guarded(value) if isinstance(value, str) else value
