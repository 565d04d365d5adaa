"""Organizations and terms that are, over however many steps, their own parents: the link that closes the ring goes."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.utils.translation import gettext, gettext_noop

from harbor_wagtail.directory.importing import staged
from harbor_wagtail.directory.importing.cells import MODELS
from harbor_wagtail.directory.importing.naming import in_words
from harbor_wagtail.directory.importing.rows import Problem

if TYPE_CHECKING:
    from harbor_wagtail.directory.importing.report import Report
    from harbor_wagtail.directory.models import ImportBatch

LINKS = {"organization": "parent_organization", "taxonomy_term": "parent_taxonomy_term"}
FIX = gettext_noop("Correct the column, or empty it, in one of the rows. Everything else of the row was kept.")


def drop_cycles(batch: ImportBatch, report: Report) -> None:
    """Parents are few next to records, so they are held in memory: two ids for each."""
    for kind, link in LINKS.items():
        above = _known(batch, kind, link)
        for chunk in staged.in_chunks(staged.rows(batch, kind).filter(**{f"links__{link}__isnull": False})):
            cut = [row for row in chunk if not _add(above, row.key, uuid.UUID(row.links[link]))]
            for row in cut:
                named = row.links.pop(f"_{link}", row.links.pop(link))
                row.links.pop(link, None)
                problem = gettext("This %(value)s is its own parent, over one or more others.") % {
                    "value": in_words(kind)
                }
                report.tell(Problem(row.file, row.row, f"{link}_id", named, problem, FIX), kind)
            staged.rewrite(cut)


def _known(batch: ImportBatch, kind: str, link: str) -> dict[uuid.UUID, uuid.UUID]:
    """Child → parent as the directory has them, but for those whose parent the file gives."""
    known = MODELS[kind]._default_manager.filter(parent_ref__isnull=False)
    above = dict(known.values_list("hsds_id", "parent_ref"))
    given = staged.rows(batch, kind).filter(**{f"links__{link}__isnull": False}) if above else None
    for key in given.values_list("key", flat=True) if given is not None else ():
        above.pop(key, None)
    return above


def _add(above: dict[uuid.UUID, uuid.UUID], child: uuid.UUID, parent: uuid.UUID) -> bool:
    """Note a parent, unless the way up from it leads back to the child."""
    at: uuid.UUID | None = parent
    seen = set()  # a ring that is in the directory already, and that this row is no part of
    while at is not None and at not in seen:
        if at == child:
            return False
        seen.add(at)
        at = above.get(at)
    above[child] = parent
    return True
