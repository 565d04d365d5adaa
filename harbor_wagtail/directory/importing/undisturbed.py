"""What Python and Wagtail do after each object is done seldom, or not at all, while very many are written."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from wagtail.signal_handlers import disable_reference_index_auto_update

#: New objects that are still in use, in all threads, before Python looks for rings among the newest. Its own 700 come with
#: every hundred rows: it then went through all that Django and Wagtail hold again and again, a tenth of an import.
SELDOM = 20_000
_lock = threading.Lock()
#: The thresholds before the first of those that run now, and how many run.
_before: tuple[int, int, int] = gc.get_threshold()
_running = 0


@contextmanager
def undisturbed() -> Iterator[None]:
    """Around an import: no index of references, and rings of garbage looked for seldom. An import makes none to speak of;
    those of other threads wait a little longer and then go as ever."""
    with collecting_seldom(), disable_reference_index_auto_update():
        yield


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """The thresholds are the whole process's: the first import sets them, and the last one to end gives them back."""
    global _before, _running
    with _lock:
        if not _running:
            _before = gc.get_threshold()
            # Zero is a host's way to switch the collector off.
            gc.set_threshold(_before[0] and max(_before[0], SELDOM), *_before[1:])
        _running += 1
    try:
        yield
    finally:
        with _lock:
            _running -= 1
            if not _running:
                gc.set_threshold(*_before)
