from __future__ import annotations

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def machine_key(path: Path) -> str:
    """The secret key of this machine's demo, made on first use and readable by its owner only."""
    try:
        return path.read_text()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    key = get_random_secret_key()
    # Written whole to one side first: a process that starts at the same moment never reads half a key.
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(key)
    draft.replace(path)
    return path.read_text()
