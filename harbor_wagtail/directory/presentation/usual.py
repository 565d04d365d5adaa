"""Short facts that are typed into one field for all languages: a role, a paper, what is counted, why it is closed for now.

Those that are said again and again are known here, so that a visitor reads them in their own language. Anything else is
shown as it was written.
"""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

_USUAL = (
    # who said so
    gettext_noop("Intake worker"),
    gettext_noop("Case manager"),
    gettext_noop("Youth worker"),
    gettext_noop("Social worker"),
    gettext_noop("Front desk"),
    gettext_noop("Program director"),
    gettext_noop("Advocate"),
    gettext_noop("Nurse"),
    # what is counted
    gettext_noop("Beds"),
    gettext_noop("Rooms"),
    gettext_noop("Places"),
    # papers
    gettext_noop("Photo ID"),
    gettext_noop("Birth certificate"),
    gettext_noop("Proof of address"),
    gettext_noop("Insurance card"),
    gettext_noop("Any paper with your name on it, if you have one"),
    gettext_noop("Any letter from a court, if you have one"),
    # why, and how long
    gettext_noop("Moving to another building"),
    gettext_noop("Full"),
    gettext_noop("About 2 weeks"),
    gettext_noop("About a month"),
)
_KNOWN = {words.casefold(): words for words in _USUAL}


def usual(words: str) -> str:
    """In the visitor's language where it is one of these, small or capital as it was written; else word for word."""
    plain = words.strip()
    known = _KNOWN.get(plain.casefold(), plain)
    said = gettext(known) if plain else ""
    if said == known:
        return plain
    return said if plain[0].isupper() else said[0].lower() + said[1:]
