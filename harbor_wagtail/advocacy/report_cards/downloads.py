"""Files below ``harbor/report-cards/``: what each name is, made of the same functions as the pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.advocacy.report_cards import cards, drawings, laws
from harbor_wagtail.advocacy.report_cards.downloads_table import (
    FIELDS,
    csv_lines,
    datapackage,
    json_parts,
    schema,
    scores_of,
)
from harbor_wagtail.advocacy.report_cards.figures import Figure, records
from harbor_wagtail.advocacy.report_cards.history import history
from harbor_wagtail.advocacy.report_cards.history_chart import history_chart
from harbor_wagtail.advocacy.report_cards.pages import cite, place_pages
from harbor_wagtail.advocacy.report_cards.pages.edition_pages import last_correction
from harbor_wagtail.advocacy.report_cards.pages.serving import CardView
from harbor_wagtail.advocacy.report_cards.pictures import kept, of_pages
from harbor_wagtail.advocacy.report_cards.pictures.posters import Poster
from harbor_wagtail.advocacy.report_cards.reading import edition_table, goal_table, place_card
from harbor_wagtail.documents.engine import NoEngine

TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json", "svg": "image/svg+xml"}

#: Whoever computes with the file may never see the pages, which say it of each law.
LAWS_CHANGED = _(
    "Some laws of this edition have been repealed, or have come into force, since. Its grades are those of its day; "
    "the column “laws_changed” says of each of these laws how it stands now."
)


def give(view: CardView, name: str) -> HttpResponseBase:
    """``name`` is what follows the edition: "scores.csv", "places/harrow/areas.svg". Raises 404 for any other."""
    view.absolute = True
    parts = name.split("/")
    if len(parts) == 1:
        return _of_edition(view, parts[0])
    if len(parts) == 3 and parts[0] == "places":
        view.place_slug = parts[1]
        return _of_place(view, parts[2])
    if len(parts) == 3 and parts[0] == "goals":
        view.goal_slug = parts[1]
        return _of_goal(view, parts[2])
    raise Http404("No such file.")


def _of_edition(view: CardView, name: str) -> HttpResponseBase:
    given: dict[str, Callable[[CardView], HttpResponseBase]] = {
        "scores.csv": _scores_csv,
        "scores.json": _scores_json,
        "schema.json": _schema,
        "datapackage.json": _datapackage,
        "map.png": lambda view: _picture(view, of_pages.of_edition(view), "map"),
    }
    if name in given:
        return given[name](view)
    return _figure(view, name, {"map": lambda: drawings.edition_map(edition_table(view.edition), view.links)})


def _of_place(view: CardView, name: str) -> HttpResponseBase:
    if name == "share.png":
        return _picture(view, of_pages.of_place(view), "share")
    place, _neighbors = place_pages.place_in(view)
    if name == "card.pdf":
        return _card(view)
    if name == "cite.ris":
        context = place_pages.place_context(view)
        return _named(context["cited"].ris(), "application/x-research-info-systems", f"{place.slug}.ris")

    def card() -> Any:
        return place_card(view.edition, place)

    figures: dict[str, Callable[[], Figure]] = {
        "areas": lambda: drawings.area_chart(card(), view.links),
        "status": lambda: drawings.place_status_chart(card(), view.links),
        "history": lambda: history_chart(card(), history(place, view.edition.framework), view.links),
    }
    return _figure(view, name, figures)


def _of_goal(view: CardView, name: str) -> HttpResponseBase:
    if name == "map.png":
        return _picture(view, of_pages.of_goal(view), "map")
    goal = view.goal
    figures: dict[str, Callable[[], Figure]] = {
        "map": lambda: drawings.goal_map(goal_table(view.edition, goal), view.links),
        "status": lambda: drawings.goal_status_chart(goal_table(view.edition, goal), view.links),
    }
    return _figure(view, name, figures)


def _figure(view: CardView, name: str, figures: dict[str, Callable[[], Figure]]) -> HttpResponseBase:
    stem, _dot, kind = name.partition(".")
    if stem not in figures or kind not in TYPES:
        raise Http404("No such file.")
    figure = figures[stem]()
    names = [column.name for column in figure.columns]
    content = {
        "csv": lambda: "".join(csv_lines(iter(records(figure)), names)),
        "json": lambda: json.dumps(_figure_json(figure), ensure_ascii=False),
        "svg": figure.svg_file,
    }[kind]()
    return _named(content, TYPES[kind], f"{_file_name(view, stem)}.{kind}")


def _file_name(view: CardView, stem: str) -> str:
    return "-".join(part for part in (view.edition.slug, view.place_slug, view.goal_slug, stem) if part)


def _picture(view: CardView, poster: Poster, stem: str) -> HttpResponseBase:
    """Its name for caches is made of all it shows: whoever asks again after a correction gets the new one."""
    digest = kept.digest_of(poster)
    etag = f'"{digest}"'
    known = get_conditional_response(view.request, etag=etag)
    if known is not None:
        return known
    response = _named(kept.png_of(poster, digest), "image/png", f"{_file_name(view, stem)}.png")
    response.headers["ETag"] = etag
    return response


def _figure_json(figure: Figure) -> dict[str, Any]:
    return {
        "title": figure.title,
        "summary": figure.summary,
        "columns": [{"name": each.name, "title": each.label, "type": each.kind} for each in figure.columns],
        "rows": records(figure),
    }


def _scores_csv(view: CardView) -> HttpResponseBase:
    scores = scores_of(view.edition, view.links)
    names = [name for name, _kind, _what in FIELDS]
    return _named(csv_lines(scores.rows(), names), TYPES["csv"], f"{view.edition.slug}.csv")


def _scores_json(view: CardView) -> HttpResponseBase:
    scores = scores_of(view.edition, view.links)
    head = {"$schema": _absolute(view, "schema.json"), "edition": _about(view)}
    return _named(json_parts(head, scores.rows()), TYPES["json"], f"{view.edition.slug}.json")


def _schema(view: CardView) -> HttpResponseBase:
    text = json.dumps(schema(_absolute(view, "schema.json")), ensure_ascii=False, indent=1)
    return _named(text, "application/schema+json", "schema.json")


def _datapackage(view: CardView) -> HttpResponseBase:
    given = datapackage(view.edition, _about(view), {"csv": _absolute(view, "scores.csv")})
    return _named(json.dumps(given, ensure_ascii=False, indent=1), TYPES["json"], "datapackage.json")


def _about(view: CardView) -> dict[str, Any]:
    edition = view.edition
    table = edition_table(edition)
    return {
        "title": str(edition.said_name),  # type: ignore[attr-defined]
        "description": drawings.counted(table, drawings.grades_of(table)),
        "notes": str(LAWS_CHANGED) if laws.any_changed(edition) else "",
        "version": cite.edition_words(edition, last_correction(edition)),
        "url": view.links.edition(edition.slug),
        "licence": view.page.cards_licence,
        "publisher": cite.publisher_of(view.page, view.request),
        "is_example": edition.framework.is_example,
    }


def _absolute(view: CardView, name: str) -> str:
    return urljoin(view.links.base, view.links.file(view.edition.slug, name))


def _card(view: CardView) -> HttpResponseBase:
    view.name = "print"
    try:
        made = cards.card_file(view)
    except NoEngine as problem:
        raise Http404("This file cannot be made here.") from problem
    return _named(bytes(made.content), "application/pdf", f"{view.edition.slug}-{view.place_slug}.pdf")


def _named(content: Any, kind: str, name: str) -> HttpResponseBase:
    whole = isinstance(content, (str, bytes))
    response: HttpResponseBase = (
        HttpResponse(content, content_type=kind) if whole else StreamingHttpResponse(content, content_type=kind)
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
