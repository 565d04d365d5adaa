"""What both readers hand on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """``html`` is plain HTML; ``title`` what the file itself is called inside, or empty."""

    html: str
    title: str = ""
