"""One spelling for many: how names of places are folded before they are compared."""

from __future__ import annotations

import re
import unicodedata

# Written either way in real spreadsheets; the Census writes the short form.
_SHORT_FORMS = {"saint": "st", "sainte": "ste", "fort": "ft"}


def name_words(text: str) -> list[str]:
    """Lower-case ASCII words of a name: ``"Saint-François "`` becomes ``["st", "francois"]``."""
    decomposed = unicodedata.normalize("NFKD", text.replace("&", " and "))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
    return [_SHORT_FORMS.get(word, word) for word in re.split(r"[^a-z0-9]+", bare) if word]


def name_key(text: str) -> str:
    """The words run together, so that ``La Salle``, ``LaSalle`` and ``la-salle`` are one key."""
    return "".join(name_words(text))
