"""How many searches a second a whole server answers (nginx, two gunicorn workers, PostgreSQL, Redis), beside a bare page of it.

``scripts/with_postgres python -m benchmarks.served 10000`` from the root of the repository. Wants Debian's nginx,
redis-server and wrk, and a machine that does nothing else: time is the clock's on the wall. What is measured is written to
``benchmarks/results.md``.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from urllib.parse import urlencode
from urllib.request import urlopen

from benchmarks.faults import machines
from benchmarks.results import write_section
from benchmarks.search import QUESTIONS

PORT = int(os.environ.get("SERVED_PORT", "8465"))
_SITE = f"http://127.0.0.1:{PORT}"
SIZE = 10_000
CLIENTS = 4
SECONDS = 3
ROUNDS = 3
NEEDED = ("nginx", "redis-server", "wrk")

#: Beside the demo's listings; and a page of the site's own kind without any content, in the site's menus, with its way out.
_FILL = """
from benchmarks.invented import invent
from harbor_wagtail.directory.search import index
from home.models import HomePage
from wagtail.models import Site
invent({size})
index.rebuild()
Site.objects.get(is_default_site=True).root_page.add_child(instance=HomePage(title="Bare", slug="bare"))
"""
#: All given bodies in turn.
_POSTS = """
local bodies, at = {{{bodies}}}, 0
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
request = function()
    at = at % #bodies + 1
    return wrk.format(nil, nil, nil, bodies[at])
end
"""


def main(sizes: list[int]) -> None:
    missing = [name for name in NEEDED if not which(name)] + ([] if find_spec("redis") else ["redis for Python"])
    if missing:
        print(f"not measured without {', '.join(missing)}")
    elif not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        print("measured on PostgreSQL alone")
    else:
        write_section("A whole server", "\n\n".join(map(_measured, sizes or [SIZE])))


def _measured(size: int) -> str:
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)  # noqa: S103  (nginx's workers are another user)
        folder = Path(name)
        with machines.redis(folder) as cache:
            machines.fill(folder, cache)
            machines.manage(folder, cache, "shell", "-c", _FILL.format(size=size))
            with machines.server(folder, cache, PORT):
                return _told(size, *_rates(folder))


def _rates(folder: Path) -> tuple[list[float], dict[str, list[float]]]:
    """Requests a second of the bare page, and of each question, of all in turn and of two pages: round after round."""
    bodies = {name: [urlencode(asked, doseq=True)] for name, asked in QUESTIONS.items()}
    bodies["all of these in turn"] = [body for each in bodies.values() for body in each]
    works = {name: partial(_searches, folder / "asked.lua", each) for name, each in bodies.items()}
    works["the list, opened"] = partial(_rate, "/find-help/")
    works["an organization"] = partial(_rate, _organization())
    bare: list[float] = []
    found: dict[str, list[float]] = {name: [] for name in works}
    for _round in range(ROUNDS):
        for name, work in works.items():
            bare.append(_rate("/bare/"))
            found[name].append(work())
    return bare, found


def _organization() -> str:
    """The path of one on the list."""
    with urlopen(f"{_SITE}/find-help/") as answer:  # noqa: S310  (this machine's)
        return re.findall(r'href="(/find-help/[a-z0-9-]+/)[#"?]', answer.read().decode())[-1]


def _searches(script: Path, bodies: list[str]) -> float:
    script.write_text(_POSTS.format(bodies=", ".join(map(json.dumps, bodies))))
    return _rate("/harbor/search/", "-s", str(script))


def _rate(path: str, *more: str) -> float:
    command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{SECONDS}s", *more, f"{_SITE}{path}"]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if refused := re.search(r"Non-2xx or 3xx responses: \d+|Socket errors.*", out):
        raise RuntimeError(f"{path}: {refused[0]}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])  # type: ignore[index]


def _told(size: int, bare: list[float], found: dict[str, list[float]]) -> str:
    base = statistics.median(bare)
    rows = [(name, statistics.median(rates)) for name, rates in found.items()]
    lines = "\n".join(f"| {name} | {rate:.0f} | {rate / base:.2f} |" for name, rate in rows)
    return (
        f"### {size:,} services\n\nnginx, two gunicorn workers, PostgreSQL and Redis on one machine, which also asks:"
        f" {CLIENTS} clients at once, {ROUNDS} times {SECONDS} s each. The bare page is one of the site's own kind without"
        f" content: {base:.0f} a second. The goal is half of that.\n\n"
        f"| asked | a second | × bare |\n|---|---|---|\n{lines}"
    )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]])
