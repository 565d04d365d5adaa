"""What everybody is asked, and what an answer holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any

from benchmarks.invented import rare_words

#: A Wednesday afternoon on which nothing is special: what is open now is the same for all, and is some of it.
NOW = datetime(2026, 11, 18, 20, 0, tzinfo=timezone.utc)
PAGE = 20


@dataclass(frozen=True, slots=True)
class Question:
    """Words, up to four filters of different kinds, and a ZIP to measure from."""

    label: str
    word: str = ""
    domains: tuple[str, ...] = ()
    county: str = ""
    age: int | None = None
    start: str = ""
    zip_code: str = ""

    @property
    def near(self) -> Any:
        """Where the ZIP is; one with a county."""
        from harbor_wagtail.places import zip_place

        found = zip_place(self.zip_code)
        assert found is not None
        assert found.county_fips
        return found

    def ours(self, page: int = 1, per_page: int = PAGE) -> Any:
        from harbor_wagtail.directory.search.query import Search

        return Search(
            words=self.word,
            domains=self.domains,
            counties=(self.county,) if self.county else (),
            age=None if self.age is None else Decimal(self.age),
            start=(self.start,) if self.start else (),
            near=self.near if self.zip_code else None,
            page=page,
            per_page=per_page,
        )


_FILTERS: dict[str, Any] = {"domains": ("shelter", "legal"), "county": "27109", "age": 16, "start": "no_police_report"}
QUESTIONS = (
    Question("a word in a third, four filters, near a ZIP", "shelter", zip_code="55901", **_FILTERS),
    Question("a word in few, near a ZIP", rare_words(1)[0], zip_code="55901"),
    Question("nothing but all counts"),
)


@dataclass(slots=True)
class Answer:
    """How many services there are, those of the page with their miles (``None``: not measured), and the counts."""

    total: int
    page: list[tuple[int, float | None]] = field(default_factory=list)
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def ask_ours(question: Question, page: int = 1, per_page: int = PAGE) -> Answer:
    from harbor_wagtail.directory.search.query import find

    found = find(question.ours(page, per_page))
    hits = [(hit.service_id, hit.distance_miles) for hit in found.hits]
    return Answer(found.total, hits, found.counts)


def whole_answer(question: Question) -> Answer:
    """Ours, with the pages of all services."""
    first = ask_ours(question, 1, 100)
    for page in range(2, -(-first.total // 100) + 1):
        first.page += ask_ours(question, page, 100).page
    return first


def differences(ours: Answer, other: Answer) -> list[str]:
    """What differs between two whole answers; empty where they are the same: services, miles in this order, each count."""
    wrong = []
    if ours.total != other.total:
        wrong.append(f"{other.total} services, not {ours.total}")
    near, far = dict(ours.page), dict(other.page)
    if near.keys() != far.keys():
        wrong.append(f"other services: {list(near.keys() ^ far.keys())[:5]}")
    elif [_rounded(miles) for _, miles in ours.page] != [_rounded(miles) for _, miles in other.page]:
        wrong.append("other distances, or in another order")
    elif any(_rounded(near[pk]) != _rounded(far[pk]) for pk in near):
        wrong.append("another service at the same distance")
    for kind, values in ours.counts.items():
        if dict(values) != dict(other.counts.get(kind, {})):
            odd = set(values.items()) ^ set(other.counts.get(kind, {}).items())
            wrong.append(f"counts of {kind}: {sorted(odd)[:4]}")
    return wrong


def _rounded(miles: float | None) -> float | None:
    return None if miles is None else round(miles, 3)
