"""What came of bringing in a sheet that people filled in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from harbor_wagtail.tabular.problems import Problem

#: Problems kept word for word; those after them are counted.
KEPT = 1000


@dataclass
class Report:
    """``lines``: one for each change, in words. ``refused`` counts rows that did not go in."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)
    more_problems: int = 0
    lines: list[str] = field(default_factory=list)
    dry_run: bool = False

    def tell(self, problem: Problem) -> None:
        self.refused += problem.refused
        if len(self.problems) < KEPT:
            self.problems.append(problem)
        else:
            self.more_problems += 1

    @property
    def exit_code(self) -> int:
        return 1 if self.refused else 0

    @property
    def counts(self) -> dict[str, int]:
        return {
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "refused": self.refused,
        }

    @property
    def problems_told(self) -> list[dict[str, Any]]:
        names = ("file", "row", "column", "value", "problem", "fix")
        return [{name: getattr(each, name) for name in names} for each in self.problems]
