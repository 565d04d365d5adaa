"""Text on its way into a spreadsheet, which takes what begins like a formula for one."""

from __future__ import annotations

import re

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
#: A spreadsheet may reckon with it, and can do no more: no name, no address of a cell or a file.
_NUMBER = re.compile(r"[+-]?[\d .,()/-]+")


def guarded(value: object) -> str:
    """With an apostrophe, the sign for "this is text", before what a spreadsheet would run."""
    text = "" if value is None else str(value)
    return f"'{text}" if _runs(text) else text


def guarded_data(value: object) -> object:
    """The same for tables that programs read: numbers, and text that is no more than a number or a telephone number, stay
    as they are."""
    return guarded(value) if isinstance(value, str) and not _NUMBER.fullmatch(value) else value


def unguarded(text: str) -> str:
    """Without that apostrophe, on the way back."""
    return text[1:] if text[:1] == "'" and _runs(text[1:]) else text


def _runs(text: str) -> bool:
    # Some programs look past the spaces before it.
    return text.startswith(_STARTS) or text.lstrip().startswith(_STARTS)
