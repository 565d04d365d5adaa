from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from harbor_wagtail.directory.search import index


class Command(BaseCommand):
    """Exit codes: 0 the table holds every public service, 1 it was filled but counts differ, 2 nothing was changed."""

    help = "Fill the search table of the directory from nothing and compare it with the records."

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        before = index.counts()
        try:
            after = index.rebuild(progress=self._progress(options["verbosity"]))
        except DatabaseError as error:
            raise CommandError(f"Stopped, nothing was changed: {error}", returncode=2) from error
        self.stdout.write(_before(before))
        self.stdout.write(
            f"Now it holds {after.services} of {after.public} public services in {after.rows} rows "
            f"(places and languages), after {time.monotonic() - started:.1f} s."
        )
        if not after.agree:
            raise CommandError(
                "The counts differ: records changed meanwhile, or expired. Run the command again.", returncode=1
            )

    def _progress(self, verbosity: int) -> index.Progress | None:
        if verbosity < 2:
            return None
        return lambda done: self.stdout.write(f"  {done} services")


def _before(counts: index.Counts | None) -> str:
    if counts is None:
        return "The search table was missing or outdated and has been made anew."
    if counts.agree:
        return f"The search table held {counts.services} services in {counts.rows} rows, as many as are public."
    return f"The search table held {counts.services} services in {counts.rows} rows; {counts.public} are public."
