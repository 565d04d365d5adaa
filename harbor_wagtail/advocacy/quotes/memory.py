"""Handouts with a quote: kept in the memory of this process, never in a table or on a disk.

They are found by the digest of the page as it may be shown now, so one with words that may not be shown any more is
never found again, here or in another process.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any

#: Each is some hundred kilobytes.
MOST = 8

_kept: OrderedDict[str, Any] = OrderedDict()
_lock = threading.Lock()


def find(digest: str) -> Any | None:
    with _lock:
        if digest in _kept:
            _kept.move_to_end(digest)
        return _kept.get(digest)


def keep(digest: str, file: Any) -> None:
    with _lock:
        _kept[digest] = file
        while len(_kept) > MOST:
            _kept.popitem(last=False)


def forget() -> None:
    with _lock:
        _kept.clear()
