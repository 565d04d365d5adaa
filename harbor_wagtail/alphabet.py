"""The order of names in a list, as readers of a language look them up; the same on every database."""

from __future__ import annotations

import unicodedata

#: Letters that are no accented form of another, and what stands in their place: after all that begins like the letter
#: before them. Spanish puts ñ between n and o.
_LETTERS = {"es": str.maketrans({"ñ": "nzzzz", "Ñ": "Nzzzz"})}


def own_letters(text: str, language: str) -> str:
    """``text`` with the letters a language sorts on their own spelled so that a plain comparison sorts them."""
    letters = _LETTERS.get(language.split("-")[0].lower())
    return unicodedata.normalize("NFC", text).translate(letters) if letters else text


def alphabetical(text: str, language: str = "") -> tuple[str, str]:
    """A key to sort by: without capitals and accents, which decide only between names that are the same without them."""
    plain = unicodedata.normalize("NFKD", own_letters(text, language))
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold(), text
