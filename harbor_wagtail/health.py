"""Whether this server can answer: for a load balancer or a monitor, which reads no more than the status."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from harbor_wagtail.safety.headers import NOT_KEPT

logger = logging.getLogger("harbor_wagtail.health")

#: Only read, so that an evicting or a read-only cache is no fault.
_KEY = "harbor_wagtail.health"


# A site with ATOMIC_REQUESTS would open a transaction first, and fail at that.
@transaction.non_atomic_requests
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """``200 ok``, or ``503 unavailable`` where the database or the cache does not answer; which, the log says."""
    broken = [name for name, ask in (("database", _ask_database), ("cache", _ask_cache)) if not _answers(name, ask)]
    response = HttpResponse(
        "unavailable\n" if broken else "ok\n", content_type="text/plain", status=503 if broken else 200
    )
    response.headers["Cache-Control"] = NOT_KEPT
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _answers(name: str, ask: Callable[[], None]) -> bool:
    try:
        ask()
    except Exception as problem:  # each driver has faults of its own
        logger.error("The %s does not answer: %s", name, type(problem).__name__)
        return False
    return True


def _ask_database() -> None:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_cache() -> None:
    cache.get(_KEY)
