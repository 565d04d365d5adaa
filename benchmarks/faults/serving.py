"""A whole server on this machine (nginx, two gunicorn workers, PostgreSQL, Redis) under load, while things break.

``scripts/with_postgres python -m benchmarks.faults.serving [SECONDS]`` from the root of the repository, SECONDS for each fault
(60). Wants Debian's nginx, redis-server and wrk. Exit code 1: an answer was wrong, or requests failed that were not under way.
"""

from __future__ import annotations

import http.client
import os
import re
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.faults import changes, machines

PORT = int(os.environ.get("FAULTS_PORT", "8461"))
#: Asked in turn: a page that is none of ours, the list, a search in words, an organization.
CANARY = "zeppelincanary"
ASKED: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("GET", "/find-help/", {}),
    ("POST", "/harbor/search/", {"words": "shelter"}),
    ("POST", "/harbor/search/", {"words": CANARY}),
    ("GET", "/safety-planning/", {}),
)
CLIENTS = 4
TOTAL = re.compile(r'data-total="(\d+)"')


class Load:
    """Clients that ask again and again, each on a connection of its own, and compare what they are told."""

    def __init__(self) -> None:
        self.good: dict[int, str] = {at: self._sum(_ask(*asked)) for at, asked in enumerate(ASKED)}
        self.count: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.failed_at: list[float] = []
        self.took: list[float] = []
        self._over = threading.Event()

    @staticmethod
    def _sum(answer: tuple[int, str]) -> str:
        """What has to be the same each time: the status and how many were found."""
        found, whole = TOTAL.findall(answer[1]), "</html>" in answer[1]
        return f"{answer[0]} {found} {whole}"

    def during(self, seconds: float, meanwhile: Callable[[], None], every: float) -> None:
        threads = [threading.Thread(target=self._client, args=(number,)) for number in range(CLIENTS)]
        for thread in threads:
            thread.start()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            time.sleep(every)
            meanwhile()
        self._over.set()
        for thread in threads:
            thread.join()

    def _client(self, number: int) -> None:
        while not self._over.is_set():
            number = (number + 1) % len(ASKED)
            began = time.monotonic()
            try:
                told = self._sum(_ask(*ASKED[number]))
            except (OSError, http.client.HTTPException):
                told = "cut off"
            self.took.append(time.monotonic() - began)
            if told == self.good[number]:
                self.count["good"] += 1
            elif told == "cut off" or told[:3] in ("502", "503", "504", "500"):
                self.count[told[:7]] += 1
                self.failed_at.append(time.monotonic())
            else:
                self.wrong.append(f"{ASKED[number][1]}: {told} instead of {self.good[number]}")


def _ask(method: str, path: str, form: dict[str, str]) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    try:
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        connection.request(method, path, urlencode(form) if form else None, headers)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def main(seconds: int = 60) -> int:
    bad: list[str] = []
    with tempfile.TemporaryDirectory(prefix="harbor-serving.") as name:
        os.chmod(name, 0o755)  # noqa: S103  (nginx's workers are another user)
        folder = Path(name)
        with machines.redis(folder) as cache:
            machines.fill(folder, cache)
            with machines.server(folder, cache, PORT) as master:
                bad += _workers_killed(master, seconds)
                bad += _database_restarted(seconds // 2)
                bad += _changes_seen(folder, cache, "Redis")
                bad += _looked_for(folder)
        with machines.server(folder, "locmemcache://", PORT):
            bad += _changes_seen(folder, "locmemcache://", "local memory")
    for problem in bad:
        print("WRONG:", problem)
    return 1 if bad else 0


def _workers_killed(master: int, seconds: int) -> list[str]:
    load, killed = Load(), [0]

    def kill() -> None:
        with suppress(IndexError, ProcessLookupError):
            os.kill(machines.workers(master)[killed[0] % 2], signal.SIGKILL)
            killed[0] += 1

    load.during(seconds, kill, 1.0)
    failed = sum(load.count.values()) - load.count["good"]
    print(f"{killed[0]} workers killed in {seconds} s: {dict(load.count)}, {len(load.wrong)} wrong", flush=True)
    # A worker has two threads, so at most two answers are under way in it.
    lost = [f"{failed} failed where {killed[0] * 2} can have been under way"] if failed > killed[0] * 2 else []
    return [*load.wrong[:3], *lost]


def _database_restarted(seconds: int) -> list[str]:
    load, restarted = Load(), []

    def restart() -> None:
        if not restarted:
            restarted.append(machines.restart_database())

    load.during(seconds, restart, 2.0)
    ended = max(load.failed_at, default=restarted[0][1]) - restarted[0][1]
    print(
        f"database restarted (down {restarted[0][1] - restarted[0][0]:.1f} s): {dict(load.count)}, {len(load.wrong)} wrong; "
        f"the last failure {ended:.1f} s after it was back",
        flush=True,
    )
    return [*load.wrong[:3], *([f"failing {ended:.1f} s after"] if ended > 3 else [])]


def _changes_seen(folder: Path, cache: str, label: str) -> list[str]:
    """What one process changes, every other says at its next request."""
    bad = []
    for number, (name, path, form, expected) in enumerate(changes.CHANGES):
        for _ in range(8):  # both workers hold the old state in memory
            _ask("POST" if form else "GET", path, form)
        machines.manage(folder, cache, "shell", "-c", f"from benchmarks.faults import changes; changes.make({number})")
        told = [bool(re.search(expected, _ask("POST" if form else "GET", path, form)[1])) for _ in range(12)]
        bad += [] if all(told) else [f"{label}: {name}: {told.count(False)} of 12 answers are old"]
    print(f"{len(changes.CHANGES)} changes seen by both workers at the next request ({label}): {not bad}", flush=True)
    machines.manage(folder, cache, "shell", "-c", "from benchmarks.faults import changes; changes.take_back()")
    return bad


def _looked_for(folder: Path) -> list[str]:
    """What was searched for, in everything Redis holds and in what the servers wrote."""
    held = list(machines.redis_content(folder))
    found = [f"Redis: {key[:80]!r}" for key, value in held if CANARY.encode() in key + value]
    found += [path.name for path in folder.glob("*.log") if CANARY in path.read_text(errors="replace")]
    print(f"the words of a search: in none of {len(held)} keys of Redis, in no log: {not found}", flush=True)
    return found


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
