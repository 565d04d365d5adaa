"""Text on its way into a spreadsheet, which takes what begins like a formula for one."""

from __future__ import annotations

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def guarded(value: object) -> str:
    """With an apostrophe, the sign for "this is text", before what a spreadsheet would run."""
    text = "" if value is None else str(value)
    return f"'{text}" if _runs(text) else text


def unguarded(text: str) -> str:
    """Without that apostrophe, on the way back."""
    return text[1:] if text[:1] == "'" and _runs(text[1:]) else text


def _runs(text: str) -> bool:
    # Some programs look past the spaces before it.
    return text.startswith(_STARTS) or text.lstrip().startswith(_STARTS)
