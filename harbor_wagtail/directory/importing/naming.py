"""What the objects of HSDS are called towards people, in the language of whoever imports."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

_NAMES = (
    gettext_noop("organization"),
    gettext_noop("program"),
    gettext_noop("service"),
    gettext_noop("location"),
    gettext_noop("place"),
    gettext_noop("service at location"),
    gettext_noop("service at a place"),
    gettext_noop("taxonomy"),
    gettext_noop("taxonomy term"),
    gettext_noop("term"),
    gettext_noop("unit"),
    gettext_noop("phone"),
    gettext_noop("contact"),
    gettext_noop("language"),
    gettext_noop("schedule"),
    gettext_noop("service area"),
    gettext_noop("cost option"),
    gettext_noop("required document"),
    gettext_noop("accessibility"),
    gettext_noop("funding"),
    gettext_noop("organization identifier"),
    gettext_noop("url"),
    gettext_noop("attribute"),
    gettext_noop("service capacity"),
)


def in_words(kind: str) -> str:
    """``service_area`` becomes "service area"; a kind that is none of ours stays as it is."""
    plain = kind.replace("_", " ")
    return gettext(plain) if plain in _NAMES else plain
