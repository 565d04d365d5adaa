"""What the words of a question ask for, with the words that mean the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from harbor_wagtail.directory.models import SynonymSet
from harbor_wagtail.directory.search.analyser import (
    MAX_WORDS,
    Concept,
    QueryWord,
    as_beginning,
    is_stop_word,
    primary,
    query_word,
    question_words,
)

#: Of one set, how many alternatives are asked for, and how long each may be (words).
MAX_ALTERNATIVES = 12
MAX_PHRASE = 6

#: Folded words.
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Sets of phrases that mean the same, each with the language it is for, or none for all."""

    sets: tuple[tuple[str, tuple[Phrase, ...]], ...] = ()

    @classmethod
    def of_the_site(cls, using: str) -> Synonyms:
        rows = SynonymSet.objects.using(using).select_related("locale").order_by("pk")
        return cls(tuple((row.locale.language_code if row.locale else "", _phrases(row)) for row in rows))

    def spoken(self, languages: Sequence[str]) -> Iterator[tuple[Phrase, ...]]:
        """The sets that hold in any of these languages."""
        known = {"", *(primary(language) for language in languages)}
        return (phrases for language, phrases in self.sets if primary(language) in known)


NONE = Synonyms()


@dataclass(frozen=True, slots=True)
class _Piece:
    """One word of a question, or several that are one phrase of a set; ``others`` mean the same."""

    phrase: Phrase
    others: tuple[Phrase, ...] = ()


def concepts(text: str, *languages: str, synonyms: Synonyms = NONE) -> tuple[Concept, ...]:
    """What is asked for: at most 12 things, all of which a row should have. Empty when the text holds no word.

    The first language is the visitor's; the others are those in which a text may stand in for one that is missing.
    A phrase of a set is taken as a whole before stop words are left out: "place to sleep" may be one.
    """
    words = question_words(text)
    typed = {word: query_word(word, languages) for word in words}
    pieces = list(_pieces(words, typed, _by_phrase(synonyms, languages)))
    telling = [piece for piece in pieces if piece.others or not is_stop_word(piece.phrase[0], *languages)] or pieces
    telling = telling[:MAX_WORDS]
    return tuple(_concept(piece, typed, languages, is_last=piece is telling[-1]) for piece in telling)


def _pieces(
    words: list[str], typed: Mapping[str, QueryWord], known: Mapping[Phrase, tuple[Phrase, ...]]
) -> Iterator[_Piece]:
    longest = max(map(len, known), default=1)
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            phrase = tuple(words[at : at + length])
            others = known.get(tuple(typed[word].forms[0] for word in phrase), ())
            if others or length == 1:
                yield _Piece(phrase, others)
                at += length
                break


def _by_phrase(synonyms: Synonyms, languages: tuple[str, ...]) -> dict[Phrase, tuple[Phrase, ...]]:
    """By each phrase of each set, all of them; a phrase in two sets means what either says."""
    found: dict[Phrase, dict[Phrase, None]] = {}
    for phrases in synonyms.spoken(languages):
        for phrase in phrases:
            found.setdefault(_key(phrase, languages), {}).update(dict.fromkeys(phrases))
    return {key: tuple(phrases)[: MAX_ALTERNATIVES + 1] for key, phrases in found.items()}


def _key(phrase: Phrase, languages: tuple[str, ...]) -> Phrase:
    """By their stems, so that "shelters" is the set's "shelter"."""
    return tuple(query_word(word, languages, remember=True).forms[0] for word in phrase)


def _concept(piece: _Piece, typed: Mapping[str, QueryWord], languages: tuple[str, ...], *, is_last: bool) -> Concept:
    *first, last = piece.phrase
    ending = as_beginning(last, typed[last]) if is_last else typed[last]
    asked = (*(typed[word] for word in first), ending)
    others = (_telling(phrase, languages) for phrase in piece.others if phrase != piece.phrase)
    meant = (tuple(query_word(word, languages, remember=True) for word in phrase) for phrase in others)
    return Concept((asked, *meant))


def _telling(phrase: Phrase, languages: tuple[str, ...]) -> Phrase:
    return tuple(word for word in phrase if not is_stop_word(word, *languages)) or phrase


def _phrases(row: SynonymSet) -> tuple[Phrase, ...]:
    found = (tuple(question_words(phrase))[:MAX_PHRASE] for phrase in row.phrases)
    return tuple(dict.fromkeys(phrase for phrase in found if phrase))
