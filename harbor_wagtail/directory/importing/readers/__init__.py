"""Readers: any accepted file in, rows and problems out. ``read`` streams; memory does not grow with the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext, gettext_noop

from harbor_wagtail.directory.importing.readers import mapped
from harbor_wagtail.directory.importing.readers.detect import (
    HSDS_CSV,
    HSDS_JSON,
    TABLE,
    detect,
    hsds_grids,
    json_sources,
)
from harbor_wagtail.directory.importing.readers.hsds_json import read_json
from harbor_wagtail.directory.importing.readers.specs import Mapping
from harbor_wagtail.directory.importing.readers.tabular import read_tables
from harbor_wagtail.directory.importing.readers.vocabulary import ACCEPTED
from harbor_wagtail.directory.importing.rows import Item, UnreadableFile
from harbor_wagtail.tabular.files import check_path

FORMATS = ("auto", HSDS_JSON, HSDS_CSV, TABLE)

__all__ = ["FORMATS", "detect", "read"]


def read(path: Path, format: str = "auto", mapping: Mapping | None = None) -> Iterator[Item]:
    """Every row of a file, folder or zip, with the problems where they occur.

    Tables, nested records and mapped lines come with nothing before what it points to; the lists of one JSON object
    come in the file's own order, since sorting them would mean reading it once per list.

    ``format`` is one of ``FORMATS``; a ``mapping`` makes it a table. Raises ``UnreadableFile`` when nothing can be read,
    and also late, when a file turns out to be cut off: what came before must then not be used.
    """
    path = Path(path)
    if format not in FORMATS:
        raise UnreadableFile(
            path.name,
            gettext("There is no format ‘%(format)s’.") % {"format": format},
            gettext("Use one of: %(formats)s.") % {"formats": ", ".join(FORMATS)},
        )
    check_path(path, ACCEPTED)
    if format == "auto":
        format = TABLE if mapping else detect(path)
    if format == TABLE:
        yield from mapped.read_table(path, mapping)
    elif format == HSDS_JSON:
        for source in json_sources(path):
            yield from read_json(source)
    else:
        grids, problems = hsds_grids(path)
        if not grids:
            raise UnreadableFile(
                path.name, gettext_noop("There are no HSDS tables in it."), ACCEPTED, problems=problems
            )
        yield from problems
        yield from read_tables(grids)
