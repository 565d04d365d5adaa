"""What pages of report cards cost at full size, beside an empty page of the same site, by the test client in turn.

``python -m benchmarks.report_cards`` from the root of the repository, with a demo of its own whose report cards are those
of ``graded.py``; ``DATABASE_URL`` picks PostgreSQL. A page is asked for a first time with nothing of it in memory, and again
and again. The time is the processor's, of the database's server too. What is measured is written to ``benchmarks/results.md``.
"""

from __future__ import annotations

import io
import os
import statistics
import sys
import tempfile
from functools import partial
from pathlib import Path

from benchmarks import cpu
from benchmarks.results import write_section

ROOT = Path(__file__).resolve().parents[1]
ROUNDS, COLD_ROUNDS = 41, 5
GOAL = 2
BASE = "/report-cards/"
EMPTY = "/empty/"
_HEAD = (
    "40 goals, 56 places, five editions: 11,200 answers that were imported. The empty page has the site's menus, its numbers to"
    " call and a title."
)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        prepare(Path(name))
        told = measure(pages(make()))
    print(told)
    write_section(f"Report cards, {cpu.database()}", told)


def prepare(folder: Path) -> None:
    """The example site as a server has it, not yet with content."""
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder / 'demo.sqlite3'}")
    # Pieces of pages are kept in memory only where DEBUG is off.
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "False",
        "SECRET_KEY": "of no worth",
        "ALLOWED_HOSTS": "testserver,localhost",
        "MEDIA_ROOT": str(folder / "media"),
    }
    sys.path.insert(0, str(ROOT / "example_site"))
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def make() -> list[str]:
    """Slugs of the editions. The demo makes none of its own where there are some."""
    from django.core.management import call_command

    from benchmarks import graded
    from home.models import HomePage

    slugs = graded.make()
    call_command("load_demo", stdout=io.StringIO())
    home = HomePage.objects.get(locale__language_code="en")
    home.add_child(instance=HomePage(title="Empty", slug="empty", locale=home.locale))
    return slugs


def pages(slugs: list[str]) -> dict[str, str]:
    """Address by kind of page; the places are the best, the worst and two between."""
    newest = f"{BASE}{slugs[-1]}/"
    several = ",".join(f"fenland-{at:03}" for at in (1, 20, 40, 56))
    return {
        "index": BASE,
        "edition": newest,
        "place": f"{newest}fenland-020/",
        "goal": f"{newest}goals/goal-7/",
        "compare, four places": f"{newest}compare/?places={several}",
        "goals": f"{newest}goals/",
        "method": f"{newest}method/",
        "codebook": f"{newest}codebook/",
        "embed": f"{newest}embed/",
    }


def measure(addresses: dict[str, str]) -> str:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from harbor_wagtail import asked_again, fragments

    client, clock = Client(), cpu.database_clock()

    def ask(path: str, *, cold: bool = False) -> None:
        if cold:
            fragments.forget()
            asked_again.forget()
        assert client.get(path).status_code == 200, path

    def counted(path: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            ask(path)
        return len(asked)

    named = {"empty": EMPTY, "front page": "/", **addresses}
    warm = cpu.in_turn({name: (partial(ask, path), clock) for name, path in named.items()}, ROUNDS)
    cold = cpu.in_turn({name: (partial(ask, path, cold=True), clock) for name, path in named.items()}, COLD_ROUNDS)
    least = statistics.median(warm["empty"])
    lines = [f"| page | asked again | × empty (goal: {GOAL}) | asked first | queries |", "|---|---|---|---|---|"]
    for name, path in named.items():
        again, first = warm[name], statistics.median(cold[name]) * 1000
        ratio = statistics.median(again) / least
        lines.append(f"| {name} | {cpu.told(again)} | {ratio:.1f} | {first:.1f} ms | {counted(path)} |")
    return f"{_HEAD}\n\n" + "\n".join(lines)


if __name__ == "__main__":
    main()
