"""``harbor_undo_import``: takes one import back. See docs/import-and-undo.md."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from harbor_wagtail.directory.erasures import Erased
from harbor_wagtail.directory.importing.report import PLURALS
from harbor_wagtail.directory.importing.undo import CannotUndo, Undone, undo_import

SHOWN = 50
STOPPED = 2


class Command(BaseCommand):
    help = (
        "Takes one import back, as far as nobody changed its records since; lists what stays. Addresses do not come "
        "back. Exit code 0: all of it, or nothing to do; 1: some records stay; 2: stopped, nothing changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("batch", type=int, help="the number of the import, as harbor_import told it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            undone = undo_import(options["batch"])
        except (CannotUndo, Erased) as error:
            raise CommandError(str(error), returncode=STOPPED) from error
        except DatabaseError as error:
            told = f"The database stopped the undoing ({type(error).__name__}). Nothing was changed."
            raise CommandError(told, returncode=STOPPED) from error
        self._tell(undone)
        if undone.left:
            raise SystemExit(1)

    def _tell(self, undone: Undone) -> None:
        if undone.nothing_to_do:
            self.stdout.write("Nothing to do: there is nothing of this import left to take back.")
            return
        for kind, plural in PLURALS.items():
            said = [
                f"{counts[kind]:,} {word}"
                for word, counts in (("deleted", undone.deleted), ("restored", undone.restored))
                if counts.get(kind)
            ]
            if said:
                self.stdout.write(f"{plural.replace('_', ' '):<26}{', '.join(said)}")
        if undone.restored.get("location"):
            self.stdout.write("Addresses are never restored: a place that was hidden since stays hidden.")
        if undone.left:
            self.stdout.write(f"\nLeft as they are ({len(undone.left):,}):")
            for kind, name, why in undone.left[:SHOWN]:
                self.stdout.write(f"  {kind.replace('_', ' ')} ‘{name}’: {why}")
            if len(undone.left) > SHOWN:
                self.stdout.write(f"  … and {len(undone.left) - SHOWN:,} more.")
