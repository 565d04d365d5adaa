"""The one error a value parser raises."""

from __future__ import annotations

from harbor_wagtail.tabular.problems import said


class BadValue(ValueError):
    """A value that cannot be read. Neither text repeats the value: it may be an address.

    ``problem`` completes "Column ‘x’ holds ‘y’: …"; ``fix`` says what to write instead.
    """

    def __init__(self, problem: str, fix: str) -> None:
        self.problem, self.fix = said(problem), said(fix)
        super().__init__(f"{self.problem} {self.fix}")
