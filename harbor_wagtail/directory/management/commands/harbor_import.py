"""``harbor_import``: real data in. See docs/import-and-undo.md."""

from __future__ import annotations

import contextlib
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from harbor_wagtail.directory.erasures import Erased
from harbor_wagtail.directory.importing import deciding, diff, waiting
from harbor_wagtail.directory.importing.mapping import load_mapping
from harbor_wagtail.directory.importing.options import AREA_ONLY, CONSENTED, FORMATS, PUBLIC, WITHHELD_NAMES, Options
from harbor_wagtail.directory.importing.report import OTHER, PLURALS, Report
from harbor_wagtail.directory.importing.rows import Problem, UnreadableFile
from harbor_wagtail.directory.importing.run import Hooks, Superseded, run_import, source_slug
from harbor_wagtail.directory.importing.values import slug
from harbor_wagtail.directory.models import ImportBatch

SHOWN_PROBLEMS = 20
STOPPED = 2


class Command(BaseCommand):
    help = (
        "Imports organizations, services and places from HSDS JSON, HSDS tables or a spreadsheet with a mapping. "
        "Exit code 0: everything went in; 1: some rows were refused; 2: stopped, nothing changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, nargs="?", help="a file, folder or zip")
        parser.add_argument(
            "--batch", type=int, help="in place of a path: the number of an import that waits in the admin"
        )
        parser.add_argument("--format", choices=FORMATS, default="auto", help="what the file is (default: found out)")
        parser.add_argument("--mapping", type=Path, help="YAML file that says what the columns of a spreadsheet are")
        parser.add_argument("--source", help="short name of the source (default: the mapping's, else the file's name)")
        parser.add_argument(
            "--addresses",
            choices=(AREA_ONLY, PUBLIC),
            help="whether the source's addresses may be shown (default: the mapping's word, else area-only)",
        )
        parser.add_argument(
            "--names",
            choices=(WITHHELD_NAMES, CONSENTED),
            default=WITHHELD_NAMES,
            help="whether the people the source names agreed to be named (default: withheld)",
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would change, and change nothing")
        parser.add_argument("--report", type=Path, help="write the whole report to this file, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if (options["path"] is None) == (options["batch"] is None):
            raise CommandError("Give a path, or the number of an import with --batch.", returncode=STOPPED)
        with contextlib.ExitStack() as stack:
            stream = stack.enter_context(self._report_stream(options["report"])) if options["report"] else None
            try:
                report = self._run(options)
            except UnreadableFile as error:
                self._report_of_nothing(error, stream)
                raise CommandError(f"{error}\nNothing was changed.", returncode=STOPPED) from error
            except Erased as error:
                raise CommandError(str(error), returncode=STOPPED) from error
            except Superseded as error:
                raise CommandError(f"{error} Nothing was changed.", returncode=STOPPED) from error
            except DatabaseError as error:
                told = f"The database stopped the import ({type(error).__name__}). Nothing was changed."
                raise CommandError(told, returncode=STOPPED) from error
            if stream:
                report.write(stream)
        self._summary(report)
        if report.exit_code:
            raise SystemExit(report.exit_code)

    def _run(self, options: dict[str, Any]) -> Report:
        if options["batch"] is None:
            return run_import(self._options(options), self._hooks(options))
        batch = ImportBatch.objects.filter(pk=options["batch"]).first()
        if batch is None or not waiting.is_waiting(batch):
            told = f"No import number {options['batch']} waits for anything. Those that wait are listed in the admin."
            raise CommandError(told, returncode=STOPPED)
        waiting.advance(batch, None)
        return deciding.rehearsed(batch) if options["dry_run"] else deciding.put_in(batch)

    def _report_of_nothing(self, error: UnreadableFile, stream: Any) -> None:
        """Whoever reads the report finds what is wrong in the same place as ever."""
        report = Report()
        for problem in error.problems:
            report.problems.add(problem)
        if stream:
            report.write(stream)

    def _report_stream(self, path: Path) -> Any:
        """Opened before anything starts: a report nobody can write is found out before rows are."""
        try:
            return Path(path).open("w", encoding="utf-8")
        except OSError as error:
            told = f"The report cannot be written to {path}: {error.strerror}. Nothing was changed."
            raise CommandError(told, returncode=STOPPED) from error

    def _options(self, given: dict[str, Any]) -> Options:
        path = Path(given["path"])  # a plain text if another program calls the command
        mapping = load_mapping(Path(given["mapping"])) if given["mapping"] else None
        addresses = given["addresses"] or (mapping.source.addresses if mapping else AREA_ONLY)
        named = slug(given["source"])[:50] if given["source"] else ""
        return Options(
            path=path,
            source=named or source_slug(path, mapping),
            format=given["format"],
            public=addresses == PUBLIC,
            named=given["names"] == CONSENTED,
            dry_run=given["dry_run"],
            mapping=mapping,
        )

    def _hooks(self, options: dict[str, Any]) -> Hooks:
        show = None
        if options["dry_run"]:

            def show(kind: str, name: str, action: str, before: dict[str, Any], after: dict[str, Any]) -> None:
                for line in diff.lines(kind, name, action, before, after):
                    self.stdout.write(line)

        return Hooks(self._progress() if sys.stderr.isatty() else None, show)

    def _progress(self) -> Any:
        """One line that writes over itself; only where somebody looks at a terminal."""
        started, last = time.monotonic(), 0.0

        def progress(what: str, count: int) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last > 0.2 or not count:
                last = now
                rows = f" {count:,} rows" if count else ""
                self.stderr.write(f"\r{what}{rows}, {now - started:.0f} s\x1b[K", ending="")
                self.stderr.flush()

        return progress

    def _summary(self, report: Report) -> None:
        write = self.stdout.write
        if sys.stderr.isatty():
            self.stderr.write("\r\x1b[K", ending="")
        if report.dry_run:
            write("Dry run: nothing was changed.")
        for kind in (*PLURALS, OTHER):
            counts = report.counts.get(kind)
            if counts:
                said = ", ".join(f"{number:,} {word}" for word, number in counts.as_dict().items() if number)
                write(f"{PLURALS.get(kind, kind).replace('_', ' '):<26}{said or 'none'}")
        if report.withheld or report.kept:
            write(f"addresses                 {report.kept:,} kept, {report.withheld:,} withheld")
        if report.held:
            write(
                f"{report.held:,} new organizations are not shown yet: this site wants two checks of each first. They are in the "
                "admin’s list of organizations, under “Waits for two checks”."
            )
        if report.nothing_to_do:
            write("Nothing to do: the directory says all of it already.")
        elif report.batch:
            write(f"This is import number {report.batch}. Take it back with: harbor_undo_import {report.batch}")
        self._problems(report)

    def _problems(self, report: Report) -> None:
        """Refused rows first; what is said of many rows is said once."""
        if not report.problems.count:
            return
        refused: list[Problem] = []
        notes: Counter[str] = Counter()
        for problem in report.problems:
            if not problem.refused:
                notes[problem.problem if problem.value == "[withheld]" else _line(problem)] += 1
            elif len(refused) < SHOWN_PROBLEMS:
                refused.append(problem)
        if refused:
            self.stdout.write(f"\nRefused ({report.problems.refused:,}):")
            for problem in refused:
                self.stdout.write(f"  {_line(problem)}\n      {problem.fix}")
            if report.problems.refused > len(refused):
                self.stdout.write(f"  … and {report.problems.refused - len(refused):,} more; --report FILE lists all.")
        if notes:
            self.stdout.write(f"\nTo look at ({sum(notes.values()):,}):")
            for told, count in notes.most_common(SHOWN_PROBLEMS):
                self.stdout.write(f"  {told}" + (f" ({count:,} times)" if count > 1 else ""))
            if len(notes) > SHOWN_PROBLEMS:
                self.stdout.write(f"  … and {len(notes) - SHOWN_PROBLEMS:,} more; --report FILE lists all.")


def _line(problem: Problem) -> str:
    place = f"{problem.file}, line {problem.row}" if problem.row else problem.file
    column = f", {problem.column}" if problem.column else ""
    value = f" ({problem.value})" if problem.value and problem.value not in problem.problem else ""
    return f"{place}{column}: {problem.problem}{value}"
