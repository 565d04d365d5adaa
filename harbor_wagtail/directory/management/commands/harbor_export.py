from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, transaction

from harbor_wagtail.directory.exporting.files import PathRefused
from harbor_wagtail.directory.exporting.loading import chunks
from harbor_wagtail.directory.exporting.writers import WRITERS
from harbor_wagtail.directory.models import DataSource


class Command(BaseCommand):
    """Write the public directory to a file. Exit code 0: written; 2: stopped by an error, what was there is untouched."""

    help = (
        "Write the public directory to PATH: a .json or .ndjson file (hsds-json), a folder or .zip file (hsds-csv) or a "
        ".csv file (table). Addresses are in it only where a person made them public."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", metavar="PATH")
        parser.add_argument("--format", required=True, choices=sorted(WRITERS))
        parser.add_argument("--source", metavar="SLUG", help="Only records that came from this source.")

    def handle(self, *args: Any, **options: Any) -> None:
        path, source = Path(options["path"]).expanduser(), _source(options["source"])
        try:
            with transaction.atomic():  # one state of the directory, as far as the database can give one
                counts = WRITERS[options["format"]](path, chunks(source))
        except PathRefused as refused:
            raise CommandError(str(refused), returncode=2) from refused
        except (OSError, DatabaseError) as error:
            raise CommandError(f"{path} was not written: {error}", returncode=2) from error
        told = ", ".join(f"{counts[name]} {name}" for name in ("organizations", "services", "locations"))
        self.stdout.write(f"{path}: {told}.")


def _source(slug: str | None) -> DataSource | None:
    if not slug:
        return None
    found = DataSource.objects.filter(slug=slug).first()
    if found:
        return found
    known = ", ".join(DataSource.objects.values_list("slug", flat=True)) or "none yet"
    raise CommandError(f"There is no source ‘{slug}’. Known: {known}.", returncode=2)
