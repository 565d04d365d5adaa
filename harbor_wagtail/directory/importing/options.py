"""What whoever starts an import decides."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

FORMATS = ("auto", "hsds-json", "hsds-csv", "table")
AREA_ONLY, PUBLIC = "area-only", "public"
WITHHELD_NAMES, CONSENTED = "withheld", "consented"


@dataclass(frozen=True, slots=True)
class Options:
    """``public`` and ``named`` are statements about the source: that its addresses may be shown, and that the people
    it names agreed to be named. Both are no unless somebody said so."""

    path: Path
    source: str
    format: str = "auto"
    public: bool = False
    named: bool = False
    dry_run: bool = False
    mapping: Any = None
    user: Any = None
