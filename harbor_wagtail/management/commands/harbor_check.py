"""``harbor_check``: looks at content and pages the way CI would. 0: nothing found; 1: something found; 2: stopped."""

from __future__ import annotations

import json
import sys
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from harbor_wagtail.safety.checking import Check, Finding, all_checks


class Command(BaseCommand):
    help = "Checks what visitors get. Exit code 0: nothing found, 1: something found, 2: stopped by an error."

    def add_arguments(self, parser: CommandParser) -> None:
        for check in all_checks():
            how: dict[str, Any] = {"metavar": check.takes} if check.takes else {"action": "store_true"}
            if check.alone:
                how |= {"nargs": "?", "const": check.alone}
            parser.add_argument(f"--{check.name}", help=check.help, **how)
            for name, further in check.options.items():
                parser.add_argument(f"--{name}", **further)
        parser.add_argument("--json", action="store_true", help="what was found as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = [check for check in all_checks() if options.get(check.name.replace("-", "_"))]
        if not wanted:
            names = ", ".join(f"--{check.name}" for check in all_checks())
            raise CommandError(f"Say what to check: {names}.", returncode=2)
        try:
            found = {check.name: self._run(check, options) for check in wanted}
        except CommandError as problem:
            raise CommandError(str(problem), returncode=2) from None
        if options["json"]:
            self.stdout.write(json.dumps({name: [_plain(each) for each in each_of] for name, each_of in found.items()}))
        else:
            self._say(found)
        if any(found.values()):
            sys.exit(1)

    def _run(self, check: Check, options: dict[str, Any]) -> list[Finding]:
        value = options[check.name.replace("-", "_")]
        further: dict[str, Any] = {key: options[key] for key in (name.replace("-", "_") for name in check.options)}
        if further:
            # What was found stands alone on the other one, for who reads JSON.
            further["say"] = partial(self.stderr.write, style_func=str)
        return list(check.run(value if isinstance(value, str) else "", **further))

    def _say(self, found: dict[str, list[Finding]]) -> None:
        for name, findings in found.items():
            for finding in findings:
                self.stdout.write(f"{finding.where}: {finding.problem} {finding.fix}".rstrip())
            self.stdout.write(f"{name}: {len(findings) or 'nothing'} found")


def _plain(finding: Finding) -> dict[str, str]:
    return {"where": finding.where, "problem": finding.problem, "fix": finding.fix}
