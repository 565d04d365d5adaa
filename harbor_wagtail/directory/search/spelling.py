"""A better spelling where the words as typed find nothing: from the directory's own words, in the visitor's language.

The words are read from the records when somebody first needs them, and kept in memory beside the snapshot. Nothing that
visitors type is kept.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from harbor_wagtail.directory.search.analyser import MAX_QUESTION, is_stop_word, query_word, question_words
from harbor_wagtail.directory.search.words import WORD, Words

#: Shorter words are close to too many others.
SHORTEST = 3
#: Words of a question that are looked at.
MAX_UNKNOWN = 4
#: Up to this length one slip is forgiven, beyond it two.
SHORT_WORD = 5
#: Traits (letters, pairs of neighbours) that one slip may change: a letter for another and two pairs for two, or three pairs for
#: three (two letters changed about); a letter too many or too few is a letter, and two pairs for one.
OF_A_SLIP = 6
OF_A_LETTER_MORE = 4


class Known(NamedTuple):
    """A word of the directory: the ways it is written there and how many texts have each."""

    forms: dict[str, int]

    @property
    def written(self) -> str:
        return max(self.forms, key=self.forms.__getitem__)

    @property
    def uses(self) -> int:
        return sum(self.forms.values())


class Spelling:
    """The words of one language, by their folded form."""

    def __init__(self, languages: tuple[str, ...], using: str) -> None:
        self._languages, self._using = languages, using
        self._lock = threading.Lock()
        self._words: Words | None = None
        self._known: dict[str, Known] = {}
        #: By length, folded words with their traits.
        self._by_length: dict[int, dict[str, int]] = {}

    def better(self, question: str) -> str:
        """The question with its unknown words as the directory spells them; empty where there is nothing better."""
        typed = question[:MAX_QUESTION]
        with self._lock:
            if self._words is None:
                words = Words(self._languages, self._using)
                self._take_in(words.read())
                self._words = words
            else:
                self._take_in(self._words.over())
            found = {match[0]: self._instead_of(match[0]) for match in self._unknown(typed)}
        if not any(found.values()):
            return ""
        better = WORD.sub(lambda match: found.get(match[0]) or match[0], typed)
        return " ".join(sign for sign in better.split() if sign.isprintable())

    def learn(self, services: Collection[int]) -> None:
        """Take in the words of services that have changed, and leave those that nobody has any more, if words are known at
        all yet."""
        with self._lock:
            if self._words is not None:
                self._take_in(self._words.read_again(services))

    def _take_in(self, changed: Mapping[str, int]) -> None:
        """Words as they are written, and how many texts have them now."""
        for written, number in changed.items():
            folded = _folded(written)
            if len(folded) >= SHORTEST and folded.isalpha():
                self._write(folded, written, number)

    def _write(self, folded: str, written: str, number: int) -> None:
        known = self._known.get(folded)
        if known is None:
            known = self._known[folded] = Known({})
            self._by_length.setdefault(len(folded), {})[folded] = traits(folded)
        known.forms[written] = number
        if not number:
            del known.forms[written]
        if not known.forms:
            del self._known[folded]
            del self._by_length[len(folded)][folded]

    def _unknown(self, typed: str) -> list[re.Match[str]]:
        words = [match for match in WORD.finditer(typed) if len(match[0]) >= SHORTEST]
        unknown = (match for match in words if _folded(match[0]) not in self._known)
        return [match for match in unknown if not is_stop_word(_folded(match[0]), *self._languages)][:MAX_UNKNOWN]

    def _instead_of(self, word: str) -> str:
        """The nearest known word: fewest slips, then the same first letter, then the most used."""
        folded = _folded(word)
        allowed = 1 if len(folded) <= SHORT_WORD else 2
        near = ((slips, each[0] != folded[0], -known.uses, each) for slips, each, known in self._near(folded, allowed))
        best = min(near, default=None)
        if best is None or self._stem(best[-1]) == self._stem(folded):
            return ""  # another ending of the same word finds no more
        return self._known[best[-1]].written

    def _near(self, word: str, allowed: int) -> Iterator[tuple[int, str, Known]]:
        """Known words within so many slips; once one is found, none that has more."""
        mine = traits(word)
        for more in sorted(range(-allowed, allowed + 1), key=abs):
            others = self._by_length.get(len(word) + more, {})
            most = OF_A_LETTER_MORE * abs(more) + OF_A_SLIP * (allowed - abs(more))
            alike = [each for each, theirs in others.items() if (mine ^ theirs).bit_count() <= most]
            for each in alike:
                slips = distance(word, each, allowed)
                if slips <= allowed:
                    allowed = slips
                    yield slips, each, self._known[each]

    def _stem(self, word: str) -> str:
        return query_word(word, self._languages).forms[0]


def distance(one: str, other: str, most: int) -> int:
    """Slips between two words: a letter too many, too few, another one, or two changed about. Above ``most``, any number.

    Only what lies within ``most`` of the diagonal is looked at: beyond it there are more slips already.
    """
    size, beyond = len(other), most + 1
    if abs(len(one) - size) > most:
        return beyond
    before: list[int] = []
    row = list(range(size + 1))
    for at, letter in enumerate(one, 1):
        before, last, row = row, before, [beyond] * (size + 1)
        row[0] = at
        least = beyond
        for to in range(max(1, at - most), min(size, at + most) + 1):
            sign = other[to - 1]
            cost = before[to - 1] + (letter != sign)
            # Not min(), which takes longer than all else here.
            if (more := before[to] + 1) < cost:
                cost = more
            if (more := row[to - 1] + 1) < cost:
                cost = more
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == sign and last[to - 2] < cost:
                cost = last[to - 2] + 1
            row[to] = cost
            if cost < least:
                least = cost
        if least > most and min(before) > most:
            return beyond
    return row[-1]


def _folded(word: str) -> str:
    return "".join(question_words(word))


def traits(word: str) -> int:
    """The letters of a word and its pairs of neighbours, a bit each; different ones may share a bit."""
    found = 0
    for before, letter in pairwise(f" {word} "):
        found |= 1 << ord(letter) % 61 | 1 << 61 + (ord(before) * 31 + ord(letter)) % 251
    return found
