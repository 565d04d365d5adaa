"""Web and e-mail addresses."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.utils.translation import gettext_noop

from harbor_wagtail.directory.importing.values.bad import BadValue
from harbor_wagtail.directory.importing.values.text import clean, fold

URL_FIX = gettext_noop("Write one web address, like ‘https://example.org/help’.")
EMAIL_FIX = gettext_noop("Write one e-mail address, like ‘help@example.org’.")
LONGEST_URL = 2000

_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")
_HOST = re.compile(
    r"^(?=.{1,253}$)(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{1,61}$|^localhost$|^(?:\d{1,3}\.){3}\d{1,3}$"
)
_EMAIL = re.compile(
    r"^(?=.{3,254}$)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64})*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$"
)
_NONE = {"", "n/a", "na", "none", "no", "-", "http://", "https://", "no website", "no web site", "no email", "tbd"}


def parse_url(value: object) -> str:
    """An http(s) address; one without a scheme gets ``https://``; ``""`` when empty or "none"."""
    text = clean(str(value)) if value is not None and not isinstance(value, bool) else ""
    if fold(text) in _NONE:
        return ""
    if len(text) > LONGEST_URL or re.search(r"\s|[<>\"\\^`{|}]", text):
        raise BadValue(gettext_noop("this is not one web address."), URL_FIX)
    # "example.org:8080" has no scheme, "javascript:" and "mailto:" have a wrong one.
    if not re.match(r"^https?://", text, re.IGNORECASE):
        if _SCHEME.match(text) and not re.match(r"^[\w.-]+\.\w+:\d", text):
            raise BadValue(gettext_noop("only http and https addresses are kept."), URL_FIX)
        text = "https://" + text.lstrip("/")
    return _checked(text)


def _checked(text: str) -> str:
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise BadValue(gettext_noop("this is not a web address."), URL_FIX) from None
    if "@" in parts.netloc:
        raise BadValue(gettext_noop("it holds a name and password, or is an e-mail address."), URL_FIX)
    if not _HOST.match(host.rstrip(".")):
        raise BadValue(gettext_noop("this is not a web address."), URL_FIX)
    return parts.scheme.lower() + text[len(parts.scheme) :]


def parse_email(value: object) -> str:
    """One e-mail address; ``""`` when empty or "none". ``mailto:`` and angle brackets are taken off."""
    raw = str(value) if value is not None and not isinstance(value, bool) else ""
    bracketed = re.fullmatch(r"[^<>]{0,200}<\s*([^<>\s]{3,254})\s*>\s*", raw)
    text = re.sub(r"^mailto:", "", clean(bracketed[1] if bracketed else raw), flags=re.IGNORECASE).rstrip(".,;")
    if fold(text) in _NONE:
        return ""
    if not _EMAIL.match(text):
        raise BadValue(gettext_noop("this is not one e-mail address."), EMAIL_FIX)
    return text
