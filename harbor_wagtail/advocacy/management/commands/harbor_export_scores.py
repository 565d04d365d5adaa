"""``harbor_export_scores``: the answers of one edition as CSV or XLSX."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from harbor_wagtail.advocacy.report_cards.exporting import write_csv, write_workbook
from harbor_wagtail.advocacy.report_cards.models import Edition

WRITERS = {".csv": write_csv, ".xlsx": write_workbook}


class Command(BaseCommand):
    help = "Writes the answers of an edition, one line for each place and goal, to a .csv or .xlsx file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--edition", required=True, help="its name in addresses, such as example-2025")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        edition = Edition.objects.select_related("framework").filter(slug=options["edition"]).first()
        if edition is None:
            raise CommandError(f"There is no edition “{options['edition']}”.", returncode=2)
        write = WRITERS.get(path.suffix.lower())
        if write is None:
            raise CommandError("End the name of the file in .csv or .xlsx.", returncode=2)
        draft = path.with_name(f".{path.name}.part")
        try:
            write(draft, edition)
            draft.replace(path)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.", returncode=2) from None
        finally:
            draft.unlink(missing_ok=True)
        self.stdout.write(f"Written: {path}")
