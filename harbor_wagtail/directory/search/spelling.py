"""A better spelling where the words as typed find nothing: from the directory's own words, in the visitor's language.

The words are read from the records when somebody first needs them, and kept in memory beside the snapshot. Nothing that
visitors type is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from django.db.models import F

from harbor_wagtail.directory.models import (
    Location,
    Organization,
    OrganizationText,
    Service,
    ServiceText,
    SynonymSet,
    TaxonomyTermText,
)
from harbor_wagtail.directory.models.querysets import visible
from harbor_wagtail.directory.search.analyser import MAX_QUESTION, is_stop_word, query_word, question_words
from harbor_wagtail.places import county as find_county

#: Shorter words are close to too many others.
SHORTEST = 3
#: Words of a question that are looked at.
MAX_UNKNOWN = 4
#: Up to this length one slip is forgiven, beyond it two.
SHORT_WORD = 5
#: What one slip may change: one letter for another; three pairs of neighbours for three (two letters changed about).
LETTERS_OF_A_SLIP = 2
PAIRS_OF_A_SLIP = 6

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")


class Known(NamedTuple):
    """A word of the directory: as it is written there, how often, and which letters and pairs of letters it has (a bit
    each)."""

    written: str
    uses: int
    letters: int
    pairs: int


class Spelling:
    """The words of one language, by their folded form."""

    def __init__(self, languages: tuple[str, ...], using: str) -> None:
        self._languages, self._using = languages, using
        self._known: dict[str, Known] | None = None
        self._by_length: dict[int, list[str]] = {}

    def better(self, question: str) -> str:
        """The question with its unknown words as the directory spells them; empty where there is nothing better."""
        self._load()
        typed = question[:MAX_QUESTION]
        found = {match[0]: self._instead_of(match[0]) for match in self._unknown(typed)}
        if not any(found.values()):
            return ""
        better = _WORD.sub(lambda match: found.get(match[0]) or match[0], typed)
        return " ".join(sign for sign in better.split() if sign.isprintable())

    def learn(self, services: Collection[int]) -> None:
        """Take in the words of services that have changed, if words are known at all yet."""
        if self._known is not None:
            self._add(_texts(self._languages, self._using, services))

    def _load(self) -> None:
        if self._known is None:
            self._known = {}
            self._add(_texts(self._languages, self._using, None))

    def _add(self, texts: Iterable[str]) -> None:
        uses = Counter(word for text in texts for word in _WORD.findall(text.lower()))
        known = self._known if self._known is not None else {}
        for written, number in uses.items():
            folded = _folded(written)
            if len(folded) >= SHORTEST and folded.isalpha():
                before = known.get(folded)
                best = written if before is None or number > before.uses else before.written
                known[folded] = Known(best, number + (before.uses if before else 0), *traits(folded))
                if before is None:
                    self._by_length.setdefault(len(folded), []).append(folded)
        self._known = known

    def _unknown(self, typed: str) -> list[re.Match[str]]:
        known = self._known or {}
        words = [match for match in _WORD.finditer(typed) if len(match[0]) >= SHORTEST]
        unknown = (match for match in words if _folded(match[0]) not in known)
        return [match for match in unknown if not is_stop_word(_folded(match[0]), *self._languages)][:MAX_UNKNOWN]

    def _instead_of(self, word: str) -> str:
        """The nearest known word: fewest slips, then the same first letter, then the most used."""
        folded = _folded(word)
        allowed = 1 if len(folded) <= SHORT_WORD else 2
        near = ((slips, each[0] != folded[0], -known.uses, each) for slips, each, known in self._near(folded, allowed))
        best = min(near, default=None)
        if best is None or self._stem(best[-1]) == self._stem(folded):
            return ""  # another ending of the same word finds no more
        return (self._known or {})[best[-1]].written

    def _near(self, word: str, allowed: int) -> Iterator[tuple[int, str, Known]]:
        (letters, pairs), known = traits(word), self._known or {}
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            for each in self._by_length.get(length, ()):
                there = known[each]
                if (letters ^ there.letters).bit_count() > LETTERS_OF_A_SLIP * allowed:
                    continue
                if (pairs ^ there.pairs).bit_count() <= PAIRS_OF_A_SLIP * allowed:
                    slips = distance(word, each, allowed)
                    if slips <= allowed:
                        yield slips, each, there

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
        for to in range(max(1, at - most), min(size, at + most) + 1):
            sign = other[to - 1]
            cost = before[to - 1] + (letter != sign)
            cost = min(cost, before[to] + 1, row[to - 1] + 1)
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == sign:
                cost = min(cost, last[to - 2] + 1)
            row[to] = cost
        if min(row) > most and min(before) > most:
            return beyond
    return row[-1]


def _folded(word: str) -> str:
    return "".join(question_words(word))


def traits(word: str) -> tuple[int, int]:
    """The letters of a word as bits, and its pairs of neighbours; different pairs may share a bit."""
    letters = pairs = 0
    for before, letter in pairwise(f" {word} "):
        letters |= 1 << ord(letter) % 61
        pairs |= 1 << (ord(before) * 31 + ord(letter)) % 251
    return letters, pairs


def _texts(languages: tuple[str, ...], using: str, services: Collection[int] | None) -> Iterator[str]:
    """Words of public records, of these services or of all, and of what all of them share."""
    public = Service.objects.using(using).public()
    if services is not None:
        public = public.filter(pk__in=services)
    yield from _values(public, "name", "alternate_name", "organization__name", "organization__alternate_name")
    texts = ServiceText.objects.using(using).filter(locale__language_code__in=languages, service__in=public)
    yield from _values(texts, "name", "description", "application_process", "eligibility_description")
    if services is not None:
        return
    yield from _values(Location.objects.using(using).filter(visible()), "name")
    organizations = Organization.objects.using(using).public()
    about = OrganizationText.objects.using(using).filter(organization__in=organizations)
    yield from _values(about.filter(locale__language_code__in=languages), "description")
    terms = TaxonomyTermText.objects.using(using).filter(locale__language_code__in=languages)
    yield from _values(terms, "name", "synonyms")
    yield from _values(SynonymSet.objects.using(using), "words")
    areas = public.filter(service_areas__kind="county").annotate(fips=F("service_areas__fips")).order_by()
    yield from (str(area) for fips in areas.values_list("fips", flat=True).distinct() if (area := find_county(fips)))


def _values(rows: Any, *names: str) -> Iterator[str]:
    for values in rows.order_by().values_list(*names).iterator():
        yield from (value for value in values if value)
