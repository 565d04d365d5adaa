"""``harbor_import_scores``: answers and laws of one edition out of a spreadsheet. See docs/report-cards.md."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from harbor_wagtail.advocacy.report_cards.exporting import write_template
from harbor_wagtail.advocacy.report_cards.importing.applying import run_import
from harbor_wagtail.advocacy.report_cards.importing.report import Report
from harbor_wagtail.advocacy.report_cards.importing.undo import undo
from harbor_wagtail.advocacy.report_cards.models import Edition, ScoreBatch
from harbor_wagtail.tabular.problems import UnreadableFile

SHOWN = 20
STOPPED = 2


class Command(BaseCommand):
    help = (
        "Imports the answers of an edition from CSV or XLSX. Exit code 0: everything went in; 1: some rows were refused; "
        "2: stopped, nothing changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="the spreadsheet; with --template, where to write one")
        parser.add_argument("--edition", help="its name in addresses, such as example-2025")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--strict", action="store_true", help="one refused row keeps all of them out")
        parser.add_argument("--template", action="store_true", help="write a workbook to fill in")
        parser.add_argument("--undo", type=int, metavar="BATCH", help="take one import back")
        parser.add_argument("--report", type=Path, help="write the whole report here, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["undo"] is not None:
            return self._undo(options["undo"])
        if options["file"] is None or not options["edition"]:
            raise CommandError("Name a file and --edition.", returncode=STOPPED)
        edition = Edition.objects.select_related("framework").filter(slug=options["edition"]).first()
        if edition is None:
            known = ", ".join(Edition.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no edition “{options['edition']}”. There are: {known}.", returncode=STOPPED)
        if options["template"]:
            return self._template(options["file"], edition)
        return self._import(edition, options)

    def _import(self, edition: Edition, options: dict[str, Any]) -> None:
        try:
            report = run_import(edition, options["file"], dry_run=options["dry_run"], strict=options["strict"])
        except UnreadableFile as error:
            raise CommandError(str(error), returncode=STOPPED) from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages), returncode=STOPPED) from None
        except DatabaseError as error:
            raise CommandError(f"The database refused: {error}. Nothing changed.", returncode=STOPPED) from error
        self._tell(report, written=not (report.dry_run or (options["strict"] and report.refused)))
        if options["report"]:
            text = json.dumps(report.as_dict(), ensure_ascii=False, indent=1)
            options["report"].write_text(text + "\n", encoding="utf-8")
        if options["strict"] and report.refused:
            raise CommandError("Rows were refused, so none went in (--strict).", returncode=STOPPED)
        if report.exit_code:
            refused = "1 row was" if report.refused == 1 else f"{report.refused} rows were"
            raise CommandError(f"{refused} refused; the others went in.", returncode=report.exit_code)

    def _tell(self, report: Report, *, written: bool) -> None:
        for line in report.lines[:SHOWN] if not report.dry_run else report.lines:
            self.stdout.write(f"  {line}")
        for each in report.problems[:SHOWN]:
            place = ", ".join(filter(None, [f"line {each.row}" if each.row else "", each.column]))
            shown = f" “{each.value}”" if each.value else ""
            self.stderr.write(f"{each.file}, {place}:{shown} {each.problem} {each.fix}")
        if (more := len(report.problems) + report.more_problems - SHOWN) > 0:
            self.stderr.write(f"… and {more} more (--report writes them down)")
        told = ", ".join(f"{name} {number}" for name, number in report.counts.items())
        self.stdout.write(f"{'Done' if written else 'Would be'}: {told}.")
        if report.batch:
            self.stdout.write(f"Batch {report.batch}; to take it back: harbor_import_scores --undo {report.batch}")

    def _template(self, path: Path, edition: Edition) -> None:
        if path.suffix.lower() != ".xlsx":
            raise CommandError("End the name of the template in .xlsx.", returncode=STOPPED)
        write_template(path, edition)
        self.stdout.write(f"Written: {path}")

    def _undo(self, number: int) -> None:
        batch = ScoreBatch.objects.filter(pk=number).first()
        if batch is None:
            raise CommandError(f"There is no batch {number}.", returncode=STOPPED)
        try:
            done = undo(batch)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages), returncode=STOPPED) from None
        self.stdout.write(f"Taken back: {done.reverted} returned to what they were, {done.deleted} deleted.")
        for name in done.kept:
            self.stderr.write(f"Changed since, left alone: {name}")
        if done.kept:
            raise CommandError(f"{len(done.kept)} rows were changed since and stay.", returncode=1)
