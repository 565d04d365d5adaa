"""Counting while pages are served, where an editor switched it on: a number goes up in the memory of the process.

Looked at and never kept: the method, the answer, whether it says it is a program, whether it is logged in. Written down once a
minute, after an answer has gone out, as the total of a day: no moment, no order, nothing to tell two visitors from one. What a
process had in memory when it was killed is lost.
"""

from __future__ import annotations

import atexit
import logging
import re
import threading
import time
from collections import Counter
from datetime import date
from typing import Any

from django.conf import settings
from django.core.signals import request_finished
from django.db import DatabaseError, close_old_connections, transaction
from django.db.models import F
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from harbor_wagtail.models import HarborSettings, PageCount

logger = logging.getLogger("harbor_wagtail.counting")

SECONDS = 60.0
#: Different pages and parts of pages in memory; a site has fewer, a flood of made-up ones is no number.
MOST = 10_000
_PROGRAM = re.compile(
    r"(?<!cu)bot\b|bot[/_-]|crawl|spider|slurp|preview|monitor|scan|check|fetch|archive|headless|lighthouse|"
    r"curl|wget|python|java/|go-http|ruby|perl|php|okhttp|axios|node|libwww|facebookexternalhit|whatsapp|http",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(r'filename="[^"]*\.([a-z0-9]{2,5})"', re.IGNORECASE)

Key = tuple[date, int, str, str]
_lock = threading.Lock()
_waiting: Counter[Key] = Counter()
_due = 0.0


def count(request: HttpRequest, response: HttpResponseBase, page: Any, what: str = "") -> None:
    """``page`` was served whole. ``what`` names a part of it; without one, the route or the kind of file does."""
    if is_counted(request, response) and HarborSettings.for_visitor(request).count_pages:
        add(page.pk, page._meta.label_lower, what or what_of(request, response))


def is_counted(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether somebody from outside opened it: no program, no look ahead, nobody of the team."""
    headers = request.headers
    ahead = headers.get("Sec-Purpose") or headers.get("Purpose") or headers.get("X-Moz")
    if response.status_code != 200 or request.method == "HEAD" or ahead or getattr(request, "is_preview", False):
        return False
    agent = headers.get("User-Agent", "")
    return settings.SESSION_COOKIE_NAME not in request.COOKIES and bool(agent) and not _PROGRAM.search(agent)


def add(page: int, page_type: str, what: str) -> None:
    global _due
    key = (timezone.localdate(), page, page_type, what)
    with _lock:
        if not _waiting:
            _due = time.monotonic() + SECONDS
        if key in _waiting or len(_waiting) < MOST:
            _waiting[key] += 1


def what_of(request: HttpRequest, response: HttpResponseBase) -> str:
    named = _FILE_NAME.search(response.headers.get("Content-Disposition", ""))
    if named:
        return f"file:{named[1].lower()}"
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    if kind != "text/html":
        return f"file:{kind.rpartition('/')[2][:40]}"
    match = getattr(request, "routable_resolver_match", None)
    # At its plain address, as discreet sites have them, a part of a page is the same part.
    return str(match.url_name or "").removesuffix("_plain")[:60] if match and match.route else ""


def write() -> None:
    """Add what was collected to the days' totals. Several processes may do so at once: the database adds."""
    global _waiting
    with _lock:
        taken, _waiting = _waiting, Counter()
    if not taken:
        return
    rows = sorted(taken.items())  # in one order, so that no two wait for each other
    try:
        with transaction.atomic():
            PageCount.objects.bulk_create((_row(key) for key, _number in rows), ignore_conflicts=True)
            for (day, page, page_type, what), number in rows:
                mine = PageCount.objects.filter(day=day, page=page, page_type=page_type, what=what)
                mine.update(number=F("number") + number)
    except DatabaseError as problem:
        logger.warning("Numbers of %d pages were lost: %s", len(rows), type(problem).__name__)


def _row(key: Key) -> PageCount:
    day, page, page_type, what = key
    return PageCount(day=day, page=page, page_type=page_type, what=what)


def _after_answer(**kwargs: Any) -> None:
    if _waiting and time.monotonic() >= _due:
        write()
        close_old_connections()  # Django has done so for this request already


def _at_exit() -> None:
    try:
        write()
    except Exception:  # the interpreter is going down, and numbers are worth no traceback
        logger.debug("Numbers were lost at the end of a process.")


def connect() -> None:
    request_finished.connect(_after_answer, dispatch_uid="harbor_wagtail.counting")
    atexit.register(_at_exit)
