"""``harbor_verify``: who is due, and mails with a link to confirm. 0: done; 1: some could not be written to; 2: stopped."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from harbor_wagtail.directory.upkeep.due import SOON_DAYS, counts
from harbor_wagtail.directory.upkeep.mails import NoSite, send, site_address
from harbor_wagtail.directory.upkeep.reminders import Round, Step, rounds

WRITTEN_TO = (Step.FIRST, Step.SECOND)


class Command(BaseCommand):
    help = (
        "Lists organizations whose listings are due for a check, and with --send writes to them: one mail each, with a "
        "link that works once. A second mail follows, then the report asks for a call. Run it daily. "
        "Exit code 0: done, 1: some could not be written to, 2: stopped by an error, nothing sent."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--due", type=int, metavar="DAYS", default=SOON_DAYS, help=f"due within so many days ({SOON_DAYS})"
        )
        parser.add_argument("--send", action="store_true", help="send the mails")
        parser.add_argument("--dry-run", action="store_true", help="only say who would be written to")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["due"] < 0:
            raise CommandError("--due takes 0 or more days.", returncode=2)
        try:
            known = counts()
            found = rounds(within=options["due"])
        except DatabaseError as problem:
            raise CommandError(f"The database could not be read: {problem}", returncode=2) from problem
        self.stdout.write(
            f"Services overdue: {known['overdue']}, never checked: {known['never']}, due soon: {known['soon']}, "
            f"not due yet: {known['fine']}."
        )
        for each in found:
            self.stdout.write(f"{each.organization.name}: {len(each.services)} due; {Step.WORDS[each.step]}")
        now = [each for each in found if each.step in WRITTEN_TO]
        if options["send"] and not options["dry_run"]:
            self._send(now)
        else:
            self.stdout.write(
                f"Mails to send: {len(now)}. Nothing was sent{'' if options['send'] else '; add --send'}."
            )

    def _send(self, now: list[Round]) -> None:
        try:
            site_address()
            sent, failed = send(now)
        except (NoSite, OSError) as problem:
            raise CommandError(f"No mail could be sent: {problem}", returncode=2) from problem
        self.stdout.write(f"Mails sent: {len(sent)}.")
        for each, why in failed:
            self.stderr.write(f"{each.organization.name}: not sent ({why}); tried again the next time.")
        if failed:
            sys.exit(1)
