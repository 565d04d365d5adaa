"""What came of an import, for people and for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from harbor_wagtail.tabular import report


@dataclass
class Report(report.Report):
    batch: int | None = None

    def as_dict(self) -> dict[str, Any]:
        return {
            "answers_and_laws": self.counts,
            "batch": self.batch,
            "dry_run": self.dry_run,
            "changes": self.lines,
            "problems": self.problems_told,
            "more_problems": self.more_problems,
        }
