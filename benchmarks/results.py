"""``benchmarks/results.md``: a section for each thing measured, the newest run of each."""

from __future__ import annotations

import os
import platform
import re
from datetime import datetime, timezone
from pathlib import Path

RESULTS = Path(__file__).with_name("results.md")
_TITLE = """# Measured

Written by `make bench`. Half of all runs took no longer than the first number; 95 % no longer than the one in brackets.
Time is the processor's, that of the database's server included: other work on the machine is no part of it, though it
slows what waits for memory.
"""


def write_section(title: str, text: str) -> None:
    """Put ``text`` in the place of the section of this title, or at the end."""
    found = RESULTS.read_text() if RESULTS.exists() else _TITLE
    today = f"{datetime.now(tz=timezone.utc):%Y-%m-%d}"
    machine = f"{today}, Python {platform.python_version()}, {os.cpu_count()} cores of {platform.machine()}"
    section = f"## {title}\n\n{machine}\n\n{text.strip()}\n"
    parts = re.split(r"(?m)^(?=## )", found)
    at = next((number for number, part in enumerate(parts) if part.startswith(f"## {title}\n")), len(parts))
    parts[at : at + 1] = [section]
    # Whole or not at all, whenever somebody stops it.
    unfinished = RESULTS.with_suffix(".unfinished")
    unfinished.write_text("\n".join(part.strip() + "\n" for part in parts))
    unfinished.replace(RESULTS)
