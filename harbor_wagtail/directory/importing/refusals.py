"""What stays of a refused row: that somebody may be hiding where it points to. Nothing of its words."""

from __future__ import annotations

from harbor_wagtail.directory.importing import staged
from harbor_wagtail.directory.importing.staged import Line
from harbor_wagtail.directory.importing.withholding import names_shelter


def refused(row: Line) -> Line:
    """What is laid down in place of a record, under its id and with its links."""
    marks = {}
    if row.values.get(staged.CONFIDENTIAL):
        marks[staged.CONFIDENTIAL] = True
    if names_shelter(row.values.get("name"), row.values.get("alternate_name")):
        marks[staged.HIDDEN] = True
    links = {name: id for name, id in row.links.items() if name[0] != "_"}
    return Line(staged.REFUSED + row.kind, row.key, row.file, row.row, marks, links)


def refused_tag(row: Line) -> Line:
    """What a refused service is filed under."""
    return Line(f"{staged.REFUSED}attribute", row.key, row.file, row.row, {"term": row.values["term"]})
