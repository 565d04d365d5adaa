"""The one error a value parser raises."""

from __future__ import annotations


class BadValue(ValueError):
    """A value that cannot be read. Neither text repeats the value: it may be an address.

    ``problem`` completes "Column ‘x’ holds ‘y’: …"; ``fix`` says what to write instead.
    """

    def __init__(self, problem: str, fix: str) -> None:
        super().__init__(f"{problem} {fix}")
        self.problem = problem
        self.fix = fix
