"""``harbor_check --leaks FILE``: addresses the operator holds, looked for in the database and in all that is public.

Nothing is stored and no address is printed: a finding names the line of the file and the place.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import DisallowedHost
from django.core.management.base import CommandError
from django.db import connections
from django.views.decorators.debug import sensitive_variables
from wagtail.models import Site

from harbor_wagtail.safety.checking import Finding, register_check
from harbor_wagtail.safety.checking.addresses import answer, body, public_addresses
from harbor_wagtail.safety.checking.needles import needle, plain

Needles = dict[int, str]
_AT_ONCE = 500


@sensitive_variables()
@register_check("leaks", "addresses in FILE (- for standard input), one a line: are they anywhere?", takes="FILE")
def check_leaks(asked: str) -> Iterator[Finding]:
    lines = _lines(asked)
    needles = {number: needle(line) for number, line in lines.items()}
    for number in [number for number, told in needles.items() if not told]:
        yield Finding(f"line {number}", "Too short to look for.", "Write the number and the street.")
    needles = {number: told for number, told in needles.items() if told}
    yield from _in_database(needles)
    for site in Site.objects.select_related("root_page").order_by("pk"):
        yield from _in_public(site, needles)


def _lines(asked: str) -> dict[int, str]:
    try:
        text = sys.stdin.read() if asked == "-" else Path(asked).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise CommandError(f"The file of addresses cannot be read: {type(problem).__name__}.") from None
    lines = {number: line.strip() for number, line in enumerate(text.splitlines(), 1)}
    kept = {number: line for number, line in lines.items() if line and not line.startswith("#")}
    if not kept:
        raise CommandError("There is no address in the file.")
    return kept


def _in_database(needles: Needles) -> Iterator[Finding]:
    for alias in connections:
        connection = connections[alias]
        with connection.cursor() as cursor:
            tables = sorted(connection.introspection.table_names(cursor))
        for table in tables:
            yield from _in_table(connection, table, needles)
    yield from _in_sessions(needles)


def _in_table(connection: Any, table: str, needles: Needles) -> Iterator[Finding]:
    found: set[tuple[str, int]] = set()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  (a name the database gave)
        names = [column[0] for column in cursor.description]
        while rows := cursor.fetchmany(_AT_ONCE):
            for row in rows:
                for name, value in zip(names, row, strict=True):
                    if isinstance(value, (str, dict, list)):
                        found |= {(name, number) for number in matching(str(value), needles)}
    for name, number in sorted(found):
        yield Finding(
            f"database, {table}.{name}", f"The address in line {number} is there.", "Open the record and hide it."
        )


def _in_sessions(needles: Needles) -> Iterator[Finding]:
    """Sessions are packed: what editors previewed would not be seen in the table."""
    if not apps.is_installed("django.contrib.sessions"):
        return
    from django.contrib.sessions.models import Session

    numbers = {number for row in Session.objects.iterator() for number in matching(str(row.get_decoded()), needles)}
    for number in sorted(numbers):
        yield Finding("database, sessions", f"The address in line {number} is there.", "Run clearsessions, sign out.")


def _in_public(site: Site, needles: Needles) -> Iterator[Finding]:
    for address in public_addresses(site):
        try:
            response = answer(site, address.path)
        except DisallowedHost:
            yield Finding(site.root_url, "ALLOWED_HOSTS does not have this site.", "Add its host name.")
            return
        told = "\n".join([*texts(body(response)), *(str(value) for value in response.headers.values())])
        for number in matching(told, needles):
            yield Finding(
                f"{site.root_url}{address.path}", f"The address in line {number} is there.", "Anybody can read it."
            )


def texts(data: bytes) -> Iterable[str]:
    """What can be read in a file: the parts of a spreadsheet, document or archive, or the file itself."""
    if not data.startswith(b"PK"):
        return [data.decode(errors="replace")]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return [packed.read(name).decode(errors="replace") for name in packed.namelist()]
    except zipfile.BadZipFile:
        return [data.decode(errors="replace")]


def matching(text: str, needles: Needles) -> list[int]:
    told = plain(text)
    return [number for number, wanted in needles.items() if wanted in told]
