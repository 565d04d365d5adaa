"""What an import did: counts by kind, and every problem with its place and its fix. Never an address."""

from __future__ import annotations

import copy
import json
import tempfile
import weakref
from dataclasses import dataclass, field, fields
from typing import IO, TYPE_CHECKING, Any

from harbor_wagtail.directory.importing.rows import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: HSDS object → its key in the report.
PLURALS: dict[str, str] = {
    "organization": "organizations",
    "service": "services",
    "location": "locations",
    "service_at_location": "service_at_locations",
    "program": "programs",
    "taxonomy": "taxonomies",
    "taxonomy_term": "taxonomy_terms",
    "unit": "units",
    "phone": "phones",
    "contact": "contacts",
    "language": "languages",
    "schedule": "schedules",
    "service_area": "service_areas",
    "cost_option": "cost_options",
    "required_document": "required_documents",
    "accessibility": "accessibility",
    "funding": "funding",
    "organization_identifier": "organization_identifiers",
    "url": "urls",
    "attribute": "attributes",
    "service_capacity": "service_capacities",
    "address": "address_rows",
}
OTHER = "rows"
KEPT_IN_MEMORY = 256 * 1024


@dataclass(slots=True)
class Counts:
    """``changed`` is a record of which the import wrote anything; ``refused`` did not go in."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0

    def as_dict(self) -> dict[str, int]:
        return {
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "refused": self.refused,
        }

    @classmethod
    def of_dict(cls, given: dict[str, int]) -> Counts:
        return cls(**given)


class ProblemLog:
    """Problems in the order found, spooled to an unnamed temporary file: a bad file may hold a million of them."""

    def __init__(self) -> None:
        self._file: IO[str] = tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY, "w+", encoding="utf-8")  # noqa: SIM115
        # A log has no end that anybody would call: it goes with its report, and the file with it.
        weakref.finalize(self, self._file.close)
        self.count = 0
        self.refused = 0

    def clear(self) -> None:
        """Begin anew, once what was found is kept elsewhere."""
        self._file.seek(0)
        self._file.truncate()
        self.count = self.refused = 0

    def mark(self) -> tuple[int, int, int]:
        return self._file.tell(), self.count, self.refused

    def back_to(self, mark: tuple[int, int, int]) -> None:
        at, self.count, self.refused = mark
        self._file.seek(at)
        self._file.truncate()

    def add(self, problem: Problem) -> None:
        self.count += 1
        self.refused += problem.refused
        self._file.write(json.dumps([*_six(problem).values(), problem.refused], ensure_ascii=False) + "\n")

    def __iter__(self) -> Iterator[Problem]:
        self._file.seek(0)
        for line in self._file:
            yield Problem(*json.loads(line))
        self._file.seek(0, 2)

    def __len__(self) -> int:
        return self.count


def _six(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "problem": problem.problem,
        "fix": problem.fix,
    }


@dataclass
class Report:
    """Filled while an import runs. ``withheld`` and ``kept`` count places whose address the file gives; ``held``
    new organizations that are not shown before two have checked them."""

    dry_run: bool = False
    batch: int | None = None
    withheld: int = 0
    kept: int = 0
    held: int = 0
    nothing_to_do: bool = False
    counts: dict[str, Counts] = field(default_factory=dict)
    problems: ProblemLog = field(default_factory=ProblemLog)

    def going_back(self) -> Callable[[], None]:
        """What makes the report what it is now, for work that is begun anew."""
        now = {each.name: copy.deepcopy(getattr(self, each.name)) for each in fields(self) if each.name != "problems"}
        mark = self.problems.mark()

        def back() -> None:
            for name, value in now.items():
                setattr(self, name, copy.deepcopy(value))
            self.problems.back_to(mark)

        return back

    def of(self, kind: str) -> Counts:
        return self.counts.setdefault(kind, Counts())

    def tell(self, problem: Problem, kind: str = "") -> None:
        """Note a problem; one that refused a row is counted for the row's kind."""
        self.problems.add(problem)
        if problem.refused:
            self.of(kind if kind in PLURALS else OTHER).refused += 1

    @property
    def touched(self) -> int:
        return sum(counts.created + counts.changed for counts in self.counts.values())

    @property
    def exit_code(self) -> int:
        return 1 if self.problems.refused else 0

    def as_dict(self, most_problems: int | None = None) -> dict[str, Any]:
        """The report as JSON, with at most ``most_problems`` problems (all of them unless given)."""
        return {
            **self.summary(),
            "problems": [_six(problem) for at, problem in enumerate(self.problems) if _within(at, most_problems)],
        }

    def summary(self) -> dict[str, Any]:
        always = ("organization", "service", "location", "service_at_location")
        shown = [*always, *(kind for kind in (*PLURALS, OTHER) if kind in self.counts and kind not in always)]
        return {
            **{PLURALS.get(kind, kind): self.counts.get(kind, Counts()).as_dict() for kind in shown},
            "addresses": {"withheld": self.withheld, "kept": self.kept},
            **({"held": self.held} if self.held else {}),
            "batch": self.batch,
        }

    def write(self, stream: IO[str]) -> None:
        """Write the whole report without ever holding all problems."""
        head = json.dumps(self.summary(), ensure_ascii=False, indent=1)
        stream.write(head.removesuffix("\n}") + ',\n "problems": [')
        for at, problem in enumerate(self.problems):
            stream.write(("," if at else "") + "\n  " + json.dumps(_six(problem), ensure_ascii=False))
        stream.write("\n ]\n}\n" if self.problems.count else "]\n}\n")


def _within(at: int, most: int | None) -> bool:
    return most is None or at < most
