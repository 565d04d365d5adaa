"""When the database takes nothing: its disk is full, it was stopped, only reads, waited too long or gave way to somebody else.
Whoever sent something is told so, and may send it again; reading goes on.
"""

from __future__ import annotations

import errno
import logging
import re
import traceback
from pathlib import Path
from typing import Any

from django.db import InterfaceError, InternalError, OperationalError, connections
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger("harbor_wagtail.database")

#: What drivers raise then. A value that does not fit, or a table that is not there, is a fault of somebody's, and stays one.
NOT_WRITING = (OperationalError, InternalError, InterfaceError)
#: A file that was to be read is copied to the disk for temporary files first.
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
#: For a visitor, above the form, which still holds what was typed.
NOT_KEPT = _("We could not keep what you sent: nothing of it was saved. Please send it again in some minutes.")
TEMPLATE = "harbor_wagtail/admin/not_written.html"
#: Names of what no page repeats, a host's and a plugin's among them.
SECRET = re.compile(r"passw|passphrase|secret|token|(^|[-_])otp", re.IGNORECASE)


def note(problem: Exception) -> None:
    """For the log, and without the driver's words: they may quote what was typed."""
    frames = traceback.extract_tb(problem.__traceback__)
    ours = [frame for frame in frames if "harbor_wagtail" in frame.filename][-1:] or frames[-1:]
    place = "".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in ours)
    logger.error("Nothing was written: %s at %s", type(problem).__name__, place)


class SaysWhenNotWritten:
    """For a view of the admin that writes all or nothing: an error of the database is answered with what became of it, and a
    button that sends the same once more."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        except (*NOT_WRITING, OSError) as problem:
            if isinstance(problem, OSError) and problem.errno not in NO_ROOM:
                raise
            # Wagtail saves drafts by a script, which has words of its own for an error.
            if request.method != "POST" or getattr(self, "expects_json_response", False):
                raise
            note(problem)
            _take_back()
            return told(request)
        return response


def _take_back() -> None:
    """Where a site puts each request into one transaction, what came before the error is not kept either."""
    for connection in connections.all():
        if connection.settings_dict["ATOMIC_REQUESTS"] and connection.in_atomic_block:
            connection.set_rollback(True)


def told(request: HttpRequest, *, sure: bool = True) -> TemplateResponse:
    """``sure`` where all or nothing is written: of others' views nobody knows how far they came."""
    again = [
        (name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"
    ]
    # A file would have to be chosen anew, and no page repeats a password. Nothing has to be typed to delete something, and that
    # is sent again as well.
    may_repeat = not request.FILES and not any(SECRET.search(name) for name, _value in again)
    context = {"again": again, "may_repeat": may_repeat, "action": request.get_full_path(), "sure": sure}
    return TemplateResponse(request, TEMPLATE, context, status=503)
