"""``harbor_retain``: deletes what is past its day. 0: all done; 1: something is left for the next run; 2: stopped."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from harbor_wagtail.retention import Done, Retention, all_retentions


class Command(BaseCommand):
    help = (
        "Deletes what is past its retention and notes consent that has ended. Run it daily. "
        "Exit code 0: all done, 1: something is left for the next run, 2: stopped by an error."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count")
        parser.add_argument(
            "--only", metavar="NAME", help="one of: " + ", ".join(each.name for each in all_retentions())
        )

    def handle(self, *args: Any, **options: Any) -> None:
        left = 0
        for each in self._wanted(options["only"]):
            result = self._run(each, options["dry_run"])
            left += result.left
            said = f"{each.name}: {result.done} ({each.help})"
            self.stdout.write(f"{said}; {result.left} left for the next run" if result.left else said)
        if left:
            sys.exit(1)

    def _wanted(self, only: str | None) -> list[Retention]:
        known = all_retentions()
        wanted = [each for each in known if only in (None, each.name)]
        if only and not wanted:
            raise CommandError(f"There is no {only!r}; known: {', '.join(each.name for each in known)}.", returncode=2)
        return wanted

    def _run(self, each: Retention, dry_run: bool) -> Done:
        try:
            return each.run(dry_run)
        except DatabaseError as problem:
            raise CommandError(f"{each.name}: {problem}", returncode=2) from problem
