"""The rows of the table beside a map: the same places, looks and addresses."""

from __future__ import annotations

from dataclasses import dataclass

from harbor_wagtail.advocacy.report_cards.answers import Grades, points_text
from harbor_wagtail.advocacy.report_cards.links import Links
from harbor_wagtail.advocacy.report_cards.looks import Look
from harbor_wagtail.advocacy.report_cards.reading import EditionTable, PlaceRow
from harbor_wagtail.models import Jurisdiction


@dataclass(frozen=True)
class Row:
    """``points`` and ``bonus`` as they are read; empty where there is none. ``published_rank`` only where it is not ours."""

    place: Jurisdiction
    url: str
    look: Look
    has_letter: bool
    points: str
    bonus: str
    rank: int | None
    shared: bool
    published_rank: int | None
    corrected: bool
    on_map: bool


def table_rows(table: EditionTable, grades: Grades, links: Links) -> list[Row]:
    return [_row(row, grades, links.place(table.edition.slug, row.jurisdiction.slug)) for row in table.rows]


def _row(row: PlaceRow, grades: Grades, url: str) -> Row:
    found = row.standing
    return Row(
        place=row.jurisdiction,
        url=url,
        look=grades.look(found),
        has_letter=bool(found.band and grades.letters),
        points=points_text(found.score),
        bonus=points_text(found.bonus or None),
        rank=found.rank,
        shared=found.tied,
        published_rank=found.published_rank if found.published_rank != found.rank else None,
        corrected=row.corrected,
        on_map=row.tile is not None,
    )
