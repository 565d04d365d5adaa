"""What leaving cannot erase, said plainly; and the promises that nobody may make in its place."""

from __future__ import annotations

import re

from django.utils.translation import gettext

#: Promises no site can keep, in English and Spanish. "Not anonymous" is none.
_PROMISES = re.compile(
    r"(?<!not )(?<!no )(?<!never )(?<!nunca )(?<!nothing is )\b"
    r"(?:(?:completely|fully|totally|100 ?%) (?:safe|private|secure)|anonym\w*|an[oó]nim\w*|untraceable|"
    r"(?:leaves? )?no traces?|without (?:a )?traces?|sin (?:dejar )?rastros?|no deja rastros?|"
    r"(?:completamente|totalmente) (?:segur|privad)\w*)",
    re.IGNORECASE,
)


def short_line() -> str:
    """The short line beside the exit, in the language of the request."""
    return gettext("Leaving does not erase the list of pages you opened.")


def promise_in(text: str) -> str:
    """The first promise in ``text`` that no site can keep, as written; empty when there is none."""
    found = _PROMISES.search(text)
    return found.group(0) if found else ""
