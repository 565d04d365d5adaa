"""The words of public records, and which service has which: a word goes with the last service that has it.

Otherwise whoever tries spellings could tell a word that stood in a listing until it was hidden from one that nobody ever
wrote, for as long as this process runs. What is over by the clock goes when a word is next asked for (``over``).
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from harbor_wagtail.directory.models import (
    Organization,
    OrganizationText,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceText,
    SynonymSet,
    TaxonomyTermText,
)
from harbor_wagtail.places import county as find_county

if TYPE_CHECKING:
    from datetime import datetime

WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
#: Among the services: what belongs to the site.
_SITE = 0

#: The texts of one service, each as the numbers of its words. A text that services share is one array.
_Texts = list["array[int]"]


class Words:
    """In lower case, as they are written, in some languages. Empty until ``read``; for one thread at a time."""

    def __init__(self, languages: tuple[str, ...], using: str) -> None:
        self._languages, self._using = languages, using
        self._number: dict[str, int] = {}
        self._written: dict[int, str] = {}
        self._last = 0
        #: By number: texts that have the word, a shared one once for each service.
        self._uses: Counter[int] = Counter()
        self._texts: dict[int, _Texts] = {}
        #: When a service, its organization or one of its places is over by the clock: nothing is saved then. The next one first;
        #: what was put off since is read once more than it need be.
        self._ends: list[tuple[datetime, int]] = []

    def read(self) -> dict[str, int]:
        """All words, and how many texts have each."""
        return self._instead([], {**self._of_services(None), _SITE: [self._numbers(self._of_the_site())]})

    def read_again(self, services: Collection[int]) -> dict[str, int]:
        """Words that more or fewer texts have now, and how many; 0: the word is gone. A database that fails changes nothing."""
        after = self._of_services(services)
        return self._instead([self._texts.pop(service) for service in services if service in self._texts], after)

    def over(self) -> dict[str, int]:
        """As ``read_again``, for services of which something has ended since they were read, or since this was asked."""
        now = timezone.now()
        ended = []
        while self._ends and self._ends[0][0] <= now:
            ended.append(heappop(self._ends))
        try:
            return self.read_again({service for _, service in ended}) if ended else {}
        except BaseException:
            for each in ended:
                heappush(self._ends, each)
            raise

    def _note_ends(self, service: int, *ends: datetime | None) -> None:
        for end in ends:
            if end is not None:
                heappush(self._ends, (end, service))

    def _instead(self, before: Collection[_Texts], after: dict[int, _Texts]) -> dict[str, int]:
        self._texts.update(after)
        changed: Counter[int] = Counter()
        for sign, some in ((-1, before), (1, after.values())):
            for text, times in _counted(some):
                for number in text:
                    changed[number] += sign * times
        found = {}
        for number, more in changed.items():
            if more:
                self._uses[number] += more
                found[self._written[number]] = self._uses[number]
                if not self._uses[number]:
                    self._forget(number)
        return found

    def _forget(self, number: int) -> None:
        del self._uses[number]
        del self._number[self._written.pop(number)]

    def _numbers(self, texts: Iterable[str | None]) -> array[int]:
        """Each word of some texts once."""
        return array("I", {self._number_of(word) for text in texts if text for word in WORD.findall(text.lower())})

    def _number_of(self, word: str) -> int:
        number = self._number.get(word)
        if number is None:
            number = self._last = self._number[word] = self._last + 1
            self._written[number] = word
        return number

    def _of_services(self, services: Collection[int] | None) -> dict[int, _Texts]:
        """By public service: its own texts, and those of its organization, its places and the counties it is for."""
        public = Service.objects.using(self._using).public().order_by()
        if services is not None:
            public = public.filter(pk__in=services)
        found: dict[int, _Texts] = {}
        owned: dict[int, list[int]] = defaultdict(list)
        ends = ("expire_at", "organization__expire_at")
        for pk, owner, end, its, *names in self._rows(public, "pk", "organization", *ends, "name", "alternate_name"):
            found[pk] = [self._numbers(names)]
            owned[owner].append(pk)
            self._note_ends(pk, end, its)
        said = ("description", "application_process", "eligibility_description")
        for pk, *texts in self._rows(self._spoken(ServiceText).filter(service__in=public), "service", "name", *said):
            _put(found, [pk], self._numbers(texts))
        owners = Organization.objects.using(self._using).filter(pk__in=public.values("organization"))
        about = self._spoken(OrganizationText).filter(organization__in=owners)
        for rows, *names in ((owners, "pk", "name", "alternate_name"), (about, "organization", "description")):
            for owner, *texts in self._rows(rows, *names):
                _put(found, owned[owner], self._numbers(texts))
        self._put_places(found, public)
        return found

    def _put_places(self, found: dict[int, _Texts], public: Any) -> None:
        names: dict[str, array[int]] = {}
        at = ServiceAtLocation.objects.using(self._using).public().filter(service__in=public)
        areas = ServiceArea.objects.using(self._using).filter(kind="county", service__in=public)
        for rows, named, *columns in ((at, str, "location__name", "location__expire_at"), (areas, _county, "fips")):
            for pk, value, *ends in self._rows(rows, "service", *columns):
                if value not in names:
                    names[value] = self._numbers([named(value)])
                _put(found, [pk], names[value])
                self._note_ends(pk, *ends)

    def _of_the_site(self) -> Iterator[str]:
        for values in self._rows(self._spoken(TaxonomyTermText), "name", "synonyms"):
            yield from values
        for (words,) in self._rows(SynonymSet.objects.using(self._using), "words"):
            yield words

    def _spoken(self, model: Any) -> Any:
        return model.objects.using(self._using).filter(locale__language_code__in=self._languages)

    def _rows(self, rows: Any, *names: str) -> Iterator[tuple[Any, ...]]:
        yield from rows.order_by().values_list(*names).iterator()


def _counted(some: Iterable[_Texts]) -> Iterator[tuple[array[int], int]]:
    """Each text once, and how many have it."""
    times: dict[int, list[Any]] = {}
    for texts in some:
        for text in texts:
            times.setdefault(id(text), [text, 0])[1] += 1
    yield from ((text, number) for text, number in times.values())


def _put(found: dict[int, _Texts], services: Iterable[int], text: array[int]) -> None:
    """What became public since they were asked for comes with its own change."""
    for service in services:
        if service in found:
            found[service].append(text)


def _county(fips: str) -> str:
    return str(find_county(fips) or "")
