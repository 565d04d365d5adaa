"""What a file would change: every row looked up, compared with what is there, and refused where it cannot be meant."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.report_cards.importing.columns import (
    ANSWER_FIELDS,
    BETWEEN,
    LAW_DATES,
    LAW_FIELDS,
    LAWS,
    NOTHING,
)
from harbor_wagtail.advocacy.report_cards.importing.lookup import Lookup, law_key
from harbor_wagtail.advocacy.report_cards.importing.report import Report
from harbor_wagtail.advocacy.report_cards.importing.sheets import Line, read
from harbor_wagtail.advocacy.report_cards.importing.wide import Names
from harbor_wagtail.advocacy.report_cards.models import (
    Assessment,
    AssessmentStatute,
    Edition,
    GoalOption,
    PolicyGoal,
    StatuteRef,
)
from harbor_wagtail.models import Jurisdiction
from harbor_wagtail.tabular.problems import Problem, UnreadableFile

_is_url = URLValidator(schemes=["http", "https"])


class Refused(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.problem)
        self.problem = problem


@dataclass
class PlannedLaw:
    """``changes``: field → new value. A new law has no ``row``; ``placed`` is it once it is written."""

    place: Jurisdiction
    citation: str
    changes: dict[str, Any]
    row: StatuteRef | None


@dataclass
class PlannedAnswer:
    """``laws``: the citations' keys in their order; ``None`` where the file does not say."""

    place: Jurisdiction
    goal: PolicyGoal
    changes: dict[str, Any]
    laws: list[tuple[int, str]] | None
    row: Assessment | None


@dataclass
class Plan:
    edition: Edition
    laws: list[PlannedLaw] = field(default_factory=list)
    answers: list[PlannedAnswer] = field(default_factory=list)
    report: Report = field(default_factory=Report)


def make_plan(edition: Edition, path: Path) -> Plan:
    """Reads the file and the database; writes nothing. Raises ``UnreadableFile``."""
    return _Planner(edition).plan(path)


class _Planner:
    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.lookup = Lookup(edition)
        self.made = Plan(edition)
        self.rows = {
            (row.jurisdiction_id, row.goal_id): row for row in Assessment.objects.filter(edition=edition).order_by()
        }
        self.cited: dict[int, list[tuple[int, str]]] = {}
        rows = AssessmentStatute.objects.filter(assessment__edition=edition).select_related("statute")
        for each in rows:
            key = law_key(each.statute.jurisdiction_id, each.statute.citation)
            self.cited.setdefault(each.assessment_id, []).append(key)
        self.seen: dict[Any, int] = {}
        self.coming: set[tuple[int, str]] = set()

    def plan(self, path: Path) -> Plan:
        lines = self._checked(path, read(path, Names(self.lookup.place, self.lookup.goal)))
        for line in lines:
            try:
                if line.kind == LAWS:
                    self._law(line)
                else:
                    self._answer(line)
            except Refused as refused:
                self.made.report.tell(refused.problem)
        return self.made

    def _checked(self, path: Path, items: Iterable[Line | Problem]) -> list[Line]:
        """All lines, unless they are those of another framework."""
        lines = []
        for item in items:
            if isinstance(item, Problem):
                self.made.report.tell(item)
            else:
                lines.append(item)
        named = {text for line in lines if line.kind != LAWS and (text := line.cells.get("framework"))}
        goals = {text for line in lines if line.kind != LAWS and (text := line.cells.get("goal"))}
        ours = self.edition.framework
        if (named and named != {ours.slug}) or (goals and not self.lookup.knows_goals(goals)):
            told = _("These are answers to another framework (%(named)s), not to “%(framework)s”.") % {
                "named": ", ".join(sorted(named - {ours.slug} or goals)[:5]),
                "framework": ours,
            }
            raise UnreadableFile(path.name, told, _("Choose the edition they belong to."))
        return lines

    def _place(self, line: Line) -> Jurisdiction:
        text = line.cells.get("place")
        if not text:
            fix = _("Merged cells keep their value in the first row only: take the merge apart and fill every row.")
            raise Refused(line.problem("place", _("The row names no place."), fix))
        place = self.lookup.place(text)
        if place is None:
            fix = _("Use the code, as in the template. Places are added in the admin.")
            raise Refused(line.problem("place", _("There is no place of this name."), fix))
        return place

    def _once(self, line: Line, key: Any) -> None:
        first = self.seen.setdefault((line.kind, key), line.row)
        if first != line.row:
            told = _("Line %(row)d says this already; that line was read.") % {"row": first}
            raise Refused(line.problem("", told, _("Delete one of the two.")))

    def _law(self, line: Line) -> None:
        place, citation = self._place(line), " ".join((line.cells.get("citation") or "").split())
        if not citation:
            raise Refused(line.problem("citation", _("The row names no law."), _("Write the citation.")))
        key = law_key(place.pk, citation)
        self._once(line, key)
        row = self.lookup.laws.get(key)
        values = {name: self._law_value(line, name) for name in LAW_FIELDS if line.cells.get(name)}
        changes = {name: value for name, value in values.items() if row is None or getattr(row, name) != value}
        self._check_law(line, StatuteRef(jurisdiction=place, citation=citation) if row is None else row, changes)
        self.coming.add(key)
        self._count(row is None, bool(changes), f"{place.code or place.name}: {citation}", list(changes))
        if row is None or changes:
            self.made.laws.append(PlannedLaw(place, citation, changes, row))

    def _law_value(self, line: Line, name: str) -> Any:
        text = line.cells[name] or ""
        if text == NOTHING:
            return None if name in LAW_DATES else ""
        if name in LAW_DATES:
            try:
                return datetime.date.fromisoformat(text)
            except ValueError:
                raise Refused(line.problem(name, _("This is no day."), _("Write it as 2025-03-31."))) from None
        if name in ("url", "archive_url"):
            try:
                _is_url(text)
            except ValidationError:
                raise Refused(line.problem(name, _("This is no address."), _("It begins with https://."))) from None
        longest = _longest(StatuteRef, name)
        if longest and len(text) > longest:
            told = _("This is longer than %(number)d letters.") % {"number": longest}
            raise Refused(line.problem(name, told, _("Shorten it.")))
        return text

    def _check_law(self, line: Line, row: StatuteRef, changes: dict[str, Any]) -> None:
        """What the form would refuse: days in the wrong order, a quote that a published edition rests on."""
        kept = {name: getattr(row, name) for name in changes}
        for name, value in changes.items():
            setattr(row, name, value)
        try:
            row.clean_fields(exclude=["jurisdiction"])
            row.clean()
            row.validate_constraints()
        except ValidationError as error:
            column = next(iter(getattr(error, "error_dict", {})), "")
            raise Refused(line.problem(column, " ".join(error.messages), _("Correct the row."))) from None
        finally:
            for name, value in kept.items():
                setattr(row, name, value)

    def _answer(self, line: Line) -> None:
        place, goal = self._place(line), self.lookup.goal(line.cells.get("goal") or "")
        if goal is None:
            told = _("The framework has no goal of this code.")
            raise Refused(line.problem("goal", told, _("Use the codes of the template; write them as text.")))
        self._once(line, (place.pk, goal.pk))
        row = self.rows.get((place.pk, goal.pk))
        changes = {}
        for column, name in ANSWER_FIELDS.items():
            if text := line.cells.get(column):
                value = self._answer_value(line, goal, column, text)
                attname = f"{name}_id" if name.endswith("option") else name
                given = value.pk if isinstance(value, GoalOption) else value
                if given != (getattr(row, attname) if row else (None if name.endswith("option") else "")):
                    changes[name] = value
        laws = self._laws(line, place)
        if laws is not None and laws == (self.cited.get(row.pk, []) if row else []):
            laws = None
        touched = bool(changes) or laws is not None
        if row is None and not touched:
            return  # a line of the template nobody has filled in
        # The answer itself is told as what it was and is.
        fields = [*(name for name in changes if name != "option"), *(["laws"] if laws is not None else [])]
        self._count(row is None, touched, self._told(place, goal, row, changes), fields)
        if touched:
            self.made.answers.append(PlannedAnswer(place, goal, changes, laws, row))

    def _answer_value(self, line: Line, goal: PolicyGoal, column: str, text: str) -> Any:
        if column in ("answer", "second_answer"):
            if text == NOTHING:
                return None
            option = self.lookup.option(goal, text)
            if option is None:
                told = _("This is no answer to goal %(goal)s.") % {"goal": goal.code}
                fix = _("Answers to it: %(codes)s.") % {"codes": self.lookup.answers_to(goal)}
                raise Refused(line.problem(column, told, fix))
            return option
        longest = _longest(Assessment, ANSWER_FIELDS[column])
        if longest and len(text) > longest:
            told = _("This is longer than %(number)d letters.") % {"number": longest}
            raise Refused(line.problem(column, told, _("Shorten it.")))
        return "" if text == NOTHING else text

    def _laws(self, line: Line, place: Jurisdiction) -> list[tuple[int, str]] | None:
        text = line.cells.get("laws")
        if not text:
            return None
        found: list[tuple[int, str]] = []
        for citation in [] if text == NOTHING else filter(None, map(str.strip, text.split(BETWEEN))):
            key = law_key(place.pk, citation)
            law = self.lookup.law_of(place, citation)
            if law is None and key not in self.coming:
                told = _("“%(law)s” is no law of this place.") % {"law": citation[:60]}
                raise Refused(line.problem("laws", told, _("Add it to the sheet “laws”, or in the admin.")))
            found.append(law_key(law.jurisdiction_id, law.citation) if law else key)
        return list(dict.fromkeys(found))

    def _count(self, new: bool, touched: bool, told: str, fields: list[str]) -> None:
        report = self.made.report
        if new:
            report.created += 1
        elif touched:
            report.changed += 1
        else:
            report.unchanged += 1
        if new or touched:
            report.lines.append(f"{told} ({', '.join(fields)})" if fields else told)

    def _told(self, place: Jurisdiction, goal: PolicyGoal, row: Assessment | None, changes: dict[str, Any]) -> str:
        named = f"{place.code or place.name} {goal.code}"
        if "option" not in changes:
            return named
        old = self.lookup.sheet.options.get(row.option_id or 0) if row else None
        new = changes["option"]
        missing = _("not assessed")
        return f"{named}: {old.label if old else missing} → {new.label if new else missing}"


def _longest(model: Any, name: str) -> int | None:
    """Letters a column holds."""
    length: int | None = model._meta.get_field(name).max_length
    return length
