"""The obvious Wagtail way: a page for each provider, ``search()``, and everything else in Python.

Pages of the simplest kind: what they are found by is their title, and what is counted lies in a dict in memory. That flatters
them: a real one reads a row of its own and tags for each page that is found. The answer leaves out the order by words and what is
open now.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from benchmarks.others.questions import PAGE, Question
from benchmarks.others.rows import Row

COUNTED = ("domain", "population", "gender", "language", "cost", "accessibility", "county", "start", "age")
Facts = dict[str, list[Row]]


def asking(rows: Iterable[Row]) -> Callable[[Question], int]:
    """Makes the pages, if there are none; the function says how many services it finds."""
    facts: Facts = defaultdict(list)
    for row in rows:
        facts[f"p{row.service}"].append(row)
    _make(facts)
    return lambda question: _ask(question, facts)


def _make(facts: Facts) -> None:
    from django.core.management import call_command
    from django.db import connection, transaction
    from wagtail.models import Locale, Page

    root = Page.objects.get(depth=2, slug="home")
    if Page.objects.child_of(root).filter(slug__startswith="p").exists():
        return
    if connection.vendor == "postgresql":  # on SQLite a title is as long as it likes
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE wagtailcore_page ALTER title TYPE text, ALTER draft_title TYPE text")
    locale = Locale.objects.get(language_code="en")
    pages = (
        Page(
            path=Page._get_path(root.path, 3, number), depth=3, title=" ".join(row.text for row in own), slug=slug,
            draft_title="", url_path=f"{root.url_path}{slug}/", content_type=root.content_type, locale=locale,
        )
        for number, (slug, own) in enumerate(facts.items(), 1000)
    )  # fmt: skip
    with transaction.atomic():
        Page.objects.bulk_create(pages, batch_size=500)
        call_command("update_index", verbosity=0)


def _ask(question: Question, facts: Facts) -> int:
    from wagtail.models import Page

    live: Any = Page.objects.live()
    pages = live.search(question.word) if question.word else live.filter(depth=3)
    tests, near = _tests(question), _nearness(question)
    # By service, the places that may be reached, each with how far it is and which of the filters it meets.
    found = [
        [
            (row, far, [test(row) for test in tests.values()])
            for row in facts[page.slug]
            if (far := near(row)) is not None
        ]
        for page in pages
        if page.slug in facts
    ]
    for kind in COUNTED:
        others = [at for at, of in enumerate(tests) if of != kind or kind == "start"]
        Counter(value for own in found for value in _values(own, kind, others))
    chosen = [min(far for _, far, meets in own if all(meets)) for own in found if any(all(meets) for *_, meets in own)]
    sorted(chosen)[:PAGE]
    return len(chosen)


def _values(own: Sequence[tuple[Row, float, list[bool]]], kind: str, others: Sequence[int]) -> set[str]:
    return {value for row, _, meets in own if all(meets[at] for at in others) for of, value in row.facets if of == kind}


def _tests(question: Question) -> dict[str, Callable[[Row], bool]]:
    tests: dict[str, Callable[[Row], bool]] = {}
    if question.domains:
        wanted = {("domain", value) for value in question.domains}
        tests["domain"] = lambda row: bool(row.facets & wanted)
    if question.county:
        reaching = {("county", question.county), *_wide(question.county)}
        tests["county"] = lambda row: bool(row.facets & reaching)
    if (age := question.age) is not None:
        tests["age"] = lambda row: row.low <= age <= row.high
    if question.start:
        tests["start"] = lambda row: ("start", question.start) in row.facets
    return tests


def _wide(county: str) -> set[tuple[str, str]]:
    return {("state", county[:2]), ("area", "national"), ("area", "remote")}


def _nearness(question: Question) -> Callable[[Row], float | None]:
    """How far a place is; ``None``: it is left out."""
    if not question.zip_code:
        return lambda _row: 0.0
    from harbor_wagtail.places.geometry import chord_of, in_space

    near = question.near
    here, most, county = in_space(near.point), chord_of(50), near.county_fips
    local = {("county", county), *_wide(county)}

    def far(row: Row) -> float | None:
        miles = math.dist(here, row.point) if row.point else math.inf
        at_home = row.point is None and ("at", county) in row.facets
        return miles if miles <= most or at_home or row.facets & local else None

    return far
