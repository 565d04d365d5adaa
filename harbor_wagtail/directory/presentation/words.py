"""Words in the visitor's language, or in another one that says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import get_language_info, pgettext

from harbor_wagtail.models.words import active_language, default_language

#: About three lines on a phone.
SUMMARY_LENGTH = 220
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[^\s])")


@dataclass(frozen=True, slots=True)
class Said:
    """Words and, where they are not in the visitor's language, the code of the language they are in."""

    text: str = ""
    language: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text

    @property
    def language_name(self) -> str:
        """ "Spanish", in the visitor's language; the code where Django does not know it."""
        try:
            return str(get_language_info(self.language)["name_translated"])
        except KeyError:
            return self.language


def said(rows: Iterable[Any], field: str) -> Said:
    """One field out of the rows of words: in the active language, else the default one, else whichever has it."""
    texts = {row.locale.language_code: getattr(row, field).strip() for row in rows}
    wanted = active_language()
    for language in (wanted, default_language(), *texts):
        if texts.get(language):
            return Said(texts[language], "" if language == wanted else language)
    return Said()


def fact(text: str) -> Said:
    """A name that exists once; it is in the site's default language unless that is the visitor's."""
    default = default_language()
    return Said(text, "" if default == active_language() else default)


def fallback_languages(*words: Said) -> list[str]:
    """Names of the other languages that some of the words are in, each once."""
    return list(dict.fromkeys(each.language_name for each in words if each and each.language))


def summary(words: Said) -> Said:
    """One or two sentences of a description, cut at a word where they are long."""
    text = " ".join(words.text.split())
    kept = ""
    for sentence in _SENTENCE.split(text)[:2]:
        if kept and len(kept) + len(sentence) > SUMMARY_LENGTH:
            break
        kept = f"{kept} {sentence}".strip()
    if len(kept) > SUMMARY_LENGTH:
        kept = kept[:SUMMARY_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
    return Said(kept, words.language)


def term_name(term: Any) -> str:
    """A term's name in the visitor's language; its own name where it has no words in it."""
    return next((row.name for row in term.texts.all() if row.locale.language_code == active_language()), term.name)


def listed(items: Sequence[str]) -> str:
    """ "a, b and c"."""
    return get_text_list([str(item) for item in items], pgettext("the last two of a list", "and"))
