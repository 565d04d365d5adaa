"""How many years of school a text asks for: an estimate from the length of its sentences and words.

English by Flesch and Kincaid (1975), Spanish by Crawford (1984). Other languages have no formula here, and no grade.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

#: Fewer words than this say nothing about a text.
FEWEST_WORDS = 50
#: A shorter sentence is never the hard one, whatever its words.
FEWEST_WORDS_OF_SENTENCE = 15
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SENTENCE = re.compile(r"[.!?:]+(?:\s|$)")
_EN_VOWELS = re.compile(r"[aeiouy]+")
# Two weak vowels, or a weak and a strong one without an accent, are one syllable.
_ES_VOWELS = re.compile(r"[iuü][aeoáéó]|[aeoáéó][iuü]|ui|iu|[aeiouáéíóúü]")


def grade(texts: Iterable[str], language: str) -> float | None:
    """Years of school, or None for a language without a formula and for texts too short to tell."""
    count = _formula(language)
    # A heading or the line of a list is a sentence without a full stop.
    pieces = [piece for text in texts for piece in _sentences(text)]
    words = [word.lower() for piece in pieces for word in _WORD.findall(piece)]
    if count is None or len(words) < FEWEST_WORDS:
        return None
    return max(0.0, round(count(words, len(pieces)), 1))


def hardest(texts: Iterable[str], language: str, count: int) -> list[str]:
    """The ``count`` sentences that ask for most, hardest first, of those long enough to tell; none without a formula."""
    formula = _formula(language)
    if formula is None:
        return []
    found = {piece.strip(): _WORD.findall(piece.lower()) for text in texts for piece in _sentences(text)}
    told = {sentence: formula(words, 1) for sentence, words in found.items() if len(words) >= FEWEST_WORDS_OF_SENTENCE}
    return sorted(told, key=lambda sentence: -told[sentence])[:count]


def _formula(language: str) -> Callable[[list[str], int], float] | None:
    return {"en": _english, "es": _spanish}.get(language.split("-")[0])


def _sentences(text: str) -> list[str]:
    return [piece for piece in _SENTENCE.split(text) if _WORD.search(piece)]


def _english(words: list[str], sentences: int) -> float:
    syllables = sum(_english_syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def _english_syllables(word: str) -> int:
    silent = word.endswith("e") and not word.endswith("le")
    return max(1, len(_EN_VOWELS.findall(word)) - silent)


def _spanish(words: list[str], sentences: int) -> float:
    syllables = sum(max(1, len(_ES_VOWELS.findall(word))) for word in words)
    share = 100 / len(words)
    return -0.205 * sentences * share + 0.049 * syllables * share - 3.407
