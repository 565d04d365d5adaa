"""The example's server (nginx, two gunicorn workers, PostgreSQL or SQLite) under load while its cache is stopped, hangs, forgets
everything, is full and loses every second key: no request fails, and none takes longer than Redis is waited for.

``scripts/with_postgres python -m benchmarks.faults.cache_lost`` from the root of the repository. Wants Debian's nginx and
redis-server, and ``pip install redis``. Exit code 1: an answer was wrong, missing or late.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from benchmarks.faults import machines, serving

SECONDS = 12.0
#: Seconds that one answer may take more than the slowest while all is well: Redis is waited for once in a thread.
LATE = 3.0


def redis(folder: Path, *more: str) -> subprocess.Popen[bytes]:
    command = ["redis-server", "--port", str(machines.REDIS_PORT), "--bind", "127.0.0.1", "--save", "", *more]
    started = subprocess.Popen([*command, "--dir", str(folder)], stdout=subprocess.DEVNULL)
    time.sleep(1.0)
    return started


def ask(*words: str) -> str:
    command = ["redis-cli", "-p", str(machines.REDIS_PORT), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def lose_every_second() -> None:
    for key in ask("--scan").splitlines()[::2]:
        ask("DEL", key)


def main() -> int:
    bad: list[str] = []
    with tempfile.TemporaryDirectory(prefix="harbor-cache-lost.") as name:
        os.chmod(name, 0o755)  # noqa: S103  (nginx's workers are another user)
        folder = Path(name)
        cache = f"rediscache://127.0.0.1:{machines.REDIS_PORT}/0"
        server = redis(folder)
        try:
            machines.fill(folder, cache)
            with machines.server(folder, cache, serving.PORT):
                nothing: Callable[[], None] = lambda: None  # noqa: E731
                usual = _under_load("all is well", nothing, bad)
                _under_load("it forgets all, each second", lambda: ask("FLUSHALL") and None, bad, usual)
                _under_load("it loses every second key, each second", lose_every_second, bad, usual)
                ask("CONFIG", "SET", "maxmemory-policy", "noeviction")
                ask("CONFIG", "SET", "maxmemory", "1")
                _under_load("it is full", nothing, bad, usual)
                os.kill(server.pid, signal.SIGSTOP)
                _under_load("it hangs", nothing, bad, usual)
                os.kill(server.pid, signal.SIGKILL)
                server.wait()
                _under_load("it is gone", nothing, bad, usual)
                server = redis(folder)
                _under_load("it is back", nothing, bad, usual)
        finally:
            with suppress(ProcessLookupError):
                server.kill()
            server.wait()
    for problem in bad:
        print("WRONG:", problem)
    return 1 if bad else 0


def _under_load(what: str, meanwhile: Callable[[], None], bad: list[str], usual: float | None = None) -> float:
    """The seconds of the slowest answer."""
    load = serving.Load()
    load.during(SECONDS, meanwhile, 1.0)
    slowest = max(load.took)
    print(f"{what}: {dict(load.count)}, {len(load.wrong)} wrong, the slowest in {slowest:.1f} s", flush=True)
    bad += [f"{what}: {each}" for each in load.wrong[:3]]
    failed = sum(load.count.values()) - load.count["good"]
    bad += [f"{what}: {failed} failed"] if failed else []
    if usual is not None and slowest > usual + LATE:
        bad.append(f"{what}: {slowest:.1f} s")
    return slowest


if __name__ == "__main__":
    sys.exit(main())
