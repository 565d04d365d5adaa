"""One place over the editions. Where the framework changed, the line breaks: two methods do not make one curve."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from harbor_wagtail.advocacy.report_cards import results
from harbor_wagtail.advocacy.report_cards.models import Band, Edition, Framework
from harbor_wagtail.advocacy.report_cards.results import NOTHING, Standing
from harbor_wagtail.advocacy.report_cards.sheet import Sheet, sheet_of
from harbor_wagtail.advocacy.report_cards.words import Said, words_of
from harbor_wagtail.models import Jurisdiction


@dataclass(frozen=True)
class Point:
    """One published edition. ``bands`` are its framework's; ``note`` tells what changed, on the first point after a break."""

    edition: Edition
    framework: Framework
    standing: Standing
    maximum: Decimal
    bands: list[Band]
    breaks: bool
    note: Said | str


def chain_of(framework: Framework) -> list[Framework]:
    """The framework, those it replaced and those that replaced it; the oldest first. One query."""
    all_of_them = {each.pk: each for each in Framework.objects.all()}
    chain = [framework]
    while (older := all_of_them.get(chain[0].replaces_id or 0)) is not None and older not in chain:
        chain.insert(0, older)
    newer = {each.replaces_id: each for each in all_of_them.values() if each.replaces_id}
    while (after := newer.get(chain[-1].pk)) is not None and after not in chain:
        chain.append(after)
    return chain


def history(
    jurisdiction: Jurisdiction, framework: Framework, language: str | None = None, known: Sheet | None = None
) -> list[Point]:
    """Published editions of the framework and of those before and after it, the oldest first.

    ``known``: what was read of one framework already.
    Queries grow with the number of frameworks in the chain, not with editions, places or goals.
    """
    points: list[Point] = []
    for each in chain_of(framework):
        sheet = known if known is not None and known.framework.pk == each.pk else sheet_of(each)
        words = words_of(each, language)
        words.onto([each], sheet.bands)
        editions = list(Edition.objects.filter(framework=each, state="frozen").order_by("year", "published_on", "pk"))
        words.onto(editions)
        found = results.over_editions(editions, jurisdiction, sheet)
        for position, edition in enumerate(editions):
            breaks = position == 0 and bool(points)
            edition.framework = each
            points.append(
                Point(
                    edition,
                    each,
                    found.get(edition.pk, NOTHING),
                    sheet.rules.maximum,
                    sheet.bands,
                    breaks,
                    words(each, "crosswalk_note") if breaks else "",
                )
            )
    return points
