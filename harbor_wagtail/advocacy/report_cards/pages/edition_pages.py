"""The pages of whole editions: all current ones, one, and the one to be shown on other sites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.report_cards.drawings import edition_legend, edition_map, grades_of
from harbor_wagtail.advocacy.report_cards.models import Edition, Erratum, Result
from harbor_wagtail.advocacy.report_cards.pages import cite
from harbor_wagtail.advocacy.report_cards.pages.blank_maps import blank_maps
from harbor_wagtail.advocacy.report_cards.pages.dataset import dataset
from harbor_wagtail.advocacy.report_cards.pages.rows import table_rows
from harbor_wagtail.advocacy.report_cards.pages.sitemap import current_editions
from harbor_wagtail.advocacy.report_cards.reading import EditionTable, PlaceRow, edition_table
from harbor_wagtail.advocacy.report_cards.words import words_of
from harbor_wagtail.models import Jurisdiction

if TYPE_CHECKING:
    from harbor_wagtail.advocacy.report_cards.pages.serving import CardView


def index_context(view: CardView) -> dict[str, Any]:
    """Every framework that is in use, by its newest edition, and the editions before."""
    current = current_editions()
    shown = [edition_part(view, edition) for edition in current]
    names = {part["edition"].pk for part in shown}
    earlier = Edition.objects.published().select_related("framework").exclude(pk__in=names)
    return {
        "heading": view.page.title,
        "description": " ".join(part["map"].summary for part in shown)[:300],
        "parts": shown,
        "blank_maps": blank_maps(current),
        "earlier": _said(earlier),
    }


def edition_context(view: CardView) -> dict[str, Any]:
    edition = view.edition
    part = edition_part(view, edition)
    others = Edition.objects.published().filter(framework=edition.framework_id).exclude(pk=edition.pk)
    found = cite.cited(
        view.page,
        view.request,
        edition,
        title=str(edition.said_name),  # type: ignore[attr-defined]
        url=view.page.cards_links(view.request, absolute=True).edition(edition.slug),
        abstract=part["map"].summary,
        corrected_on=last_correction(edition),
    )
    places = [row.jurisdiction.name for row in part["table"].rows]
    return {
        **part,
        "heading": edition.said_name,  # type: ignore[attr-defined]
        "description": part["map"].summary,
        "others": _said(others.select_related("framework")),
        "cited": found,
        "cite_line": cite.line(found),
        "things": dataset(view.page, edition, view.links, found, places),
        "csv_url": view.links.file(edition.slug, "scores.csv"),
        "json_url": view.links.file(edition.slug, "scores.json"),
        "package_url": view.links.file(edition.slug, "datapackage.json"),
    }


def embed_context(view: CardView) -> dict[str, Any]:
    part = edition_part(view, view.edition)
    return {**part, "heading": view.edition.said_name, "language": view.page.locale.language_code}  # type: ignore[attr-defined]


def edition_part(view: CardView, edition: Edition) -> dict[str, Any]:
    """A map, its table and what is new: what the index shows of each framework, and an edition's page of itself."""
    table = edition_table(edition)
    grades = grades_of(table)
    # Several maps may stand on one page; their ids must not meet.
    drawn = edition_map(table, view.links, name=f"map-{edition.pk}")
    return {
        "edition": edition,
        "framework": table.framework,
        "table": table,
        "grades": grades,
        "map": drawn,
        "legend": edition_legend(table, grades),
        "rows": table_rows(table, grades, view.links),
        "ranked": any(row.standing.rank is not None for row in table.rows),
        "news": news(table),
    }


@dataclass(frozen=True)
class News:
    """Against the edition before, by the same framework."""

    before: Edition
    better: list[Jurisdiction]
    worse: list[Jurisdiction]
    first: list[Jurisdiction]

    @property
    def sentence(self) -> str:
        words = {"edition": getattr(self.before, "said_name", self.before.name)}
        if not (self.better or self.worse or self.first):
            return _("No place has another grade than in %(edition)s.") % words
        return _("Compared with %(edition)s, by the same method:") % words


def news(table: EditionTable) -> News | None:
    """None where this is the first edition of its framework: two methods are not compared."""
    edition = table.edition
    earlier = Edition.objects.published().filter(framework=edition.framework_id).exclude(pk=edition.pk)
    before = next((each for each in earlier if (each.year, each.law_cutoff) < (edition.year, edition.law_cutoff)), None)
    if before is None:
        return None
    table.words.onto([before])
    bands = {band.pk: band for band in table.bands}
    then = dict(Result.objects.filter(edition=before).order_by().values_list("jurisdiction", "band"))
    moved: dict[str, list[Jurisdiction]] = {"better": [], "worse": [], "first": []}
    for row in table.rows:
        if kind := _moved(row, bands.get(then.get(row.jurisdiction.pk) or 0)):
            moved[kind].append(row.jurisdiction)
    return News(before, **moved)


def _moved(row: PlaceRow, before: Any) -> str:
    now = row.standing.band
    if now is None:
        return ""
    if before is None:
        return "first"
    return "better" if now.token < before.token else "worse" if now.token > before.token else ""


def last_correction(edition: Edition, place: Jurisdiction | None = None) -> Any:
    rows = Erratum.objects.filter(edition=edition)
    if place is not None:
        rows = rows.filter(jurisdiction=place)
    return rows.order_by("-on").values_list("on", flat=True).first()


def _said(editions: Any) -> list[Edition]:
    """With their names in the reader's language: one query for each framework among them."""
    found = list(editions)
    for framework in {edition.framework_id: edition.framework for edition in found}.values():
        words_of(framework).onto([edition for edition in found if edition.framework_id == framework.pk])
    return found
