"""A row between the file and the staging table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Cleaned:
    """A row in our words. ``values`` is plain (JSON); a key that is missing was not in the file.

    ``address`` holds what leads to the door and is never stored unless the place is public.
    """

    kind: str
    id: str
    values: dict[str, Any]
    links: dict[str, str]
    file: str
    row: int
    address: dict[str, Any] = field(default_factory=dict)
    confidential: bool = False
