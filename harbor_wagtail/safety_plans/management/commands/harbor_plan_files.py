"""``harbor_plan_files``: makes the files of all plans, so that no visitor waits for one."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from harbor_wagtail.safety_plans.making import Outcome, forget_others, live_plans, make_files


class Command(BaseCommand):
    help = (
        "Makes every file of every published plan that is not there yet: run it after an upgrade, and when a hotline or "
        "the emergency number changes. Exit code 0: all are there, 1: some cannot be made, 2: stopped by an error."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            pages = live_plans()
            outcomes = [outcome for page in pages for outcome in self._plan(page)]
            gone = forget_others(pages)
        except DatabaseError as problem:
            raise CommandError(f"Stopped: {problem}", returncode=2) from problem
        made, kept = (sum(each.state == state for each in outcomes) for state in ("made", "kept"))
        left = len(outcomes) - made - kept
        self.stdout.write(f"{len(pages)} plans: {made} files made, {kept} were there, {left} cannot be made.")
        if gone:
            self.stdout.write(f"{gone} files of plans that are no longer published are deleted.")
        if left:
            sys.exit(1)

    def _plan(self, page: Any) -> list[Outcome]:
        outcomes = make_files(page)
        for each in outcomes:
            if each.why:
                self.stderr.write(f"{page.title} ({each.kind}): {each.why}")
        return outcomes
