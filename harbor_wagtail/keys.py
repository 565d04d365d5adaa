"""The number of a record as somebody sent it: in a form, an address, a spreadsheet, in stored text."""

from __future__ import annotations


def key(text: object) -> int | None:
    """``None`` for what is no key: not plain digits ("²" is a digit to Python), or longer than any database counts."""
    given = str(text).strip() if text is not None else ""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None
