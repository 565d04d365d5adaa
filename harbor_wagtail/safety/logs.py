"""A logging filter that keeps what visitors asked for, and where they came from, out of logs.

    LOGGING = {
        "filters": {"harbor": {"()": "harbor_wagtail.safety.logs.HarborLogFilter"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["harbor"]}},
        ...
    }

It belongs on handlers: a filter on a logger does not see what other loggers pass on to it. A web server in front
(nginx, gunicorn's access log) keeps a log of its own; ``docs/safety.md`` has the lines for those.
"""

from __future__ import annotations

import ipaddress
import logging
import re
import traceback
from typing import Any

_QUERY = re.compile(r"(?<=[\w/])\?[^\s\"'<>]+")
_FRAGMENT = re.compile(r"(?<=[\w/])#[^\s\"'<>]*")
_NUMBERS = re.compile(r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7})(?![\w:])")
#: The key in a link that a provider was sent: whoever has it may answer for the provider.
_KEY = re.compile(r"(?<=/update/)(?!thanks/)[^/\s\"'<>]+")
GONE = "[withheld]"


class HarborLogFilter(logging.Filter):
    """Rewrites a record and its traceback: no query string, no fragment, no IP address, no key of an update link.

    The request object is taken off it.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = withheld(record.getMessage())
        record.args = ()
        if record.exc_info and record.exc_info[0]:
            # What a formatter finds here it writes as it is.
            record.exc_text = withheld("".join(traceback.format_exception(*record.exc_info)).rstrip())
        # Handlers that mail or send reports read the query, the form and the address from the request.
        if hasattr(record, "request"):
            del record.request
        return True


def withheld(text: str) -> str:
    """``text`` without query strings, fragments of addresses, IP addresses and keys of update links."""
    return _KEY.sub(GONE, _NUMBERS.sub(_address, _FRAGMENT.sub("", _QUERY.sub("", text))))


def _address(found: re.Match[str]) -> Any:
    try:
        ipaddress.ip_address(found[0])
    except ValueError:
        return found[0]
    return GONE
