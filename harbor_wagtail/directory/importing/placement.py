"""Where one row of a file is laid down."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Placement:
    """One staged row: its kind and key, and what it holds beyond the values of the file's row."""

    kind: str
    key: uuid.UUID
    values: dict[str, Any] = field(default_factory=dict)
    links: dict[str, Any] = field(default_factory=dict)
