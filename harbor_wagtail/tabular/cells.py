"""Text on its way into a spreadsheet, which takes what begins like a formula for one."""

from __future__ import annotations

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def guarded(value: object) -> str:
    """With an apostrophe before what a spreadsheet would run."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_STARTS) else text


def unguarded(text: str) -> str:
    """Without that apostrophe, on the way back."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(_STARTS) else text
