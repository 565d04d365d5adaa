"""The servers the fault scripts run: Redis, gunicorn with the settings in ``deploy/``, nginx before it, and the database that
``scripts/with_postgres`` brought up."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "example_site"
REDIS_PORT = int(os.environ.get("FAULTS_REDIS_PORT", "8462"))

NGINX = """
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
events {{ worker_connections 256; }}
http {{
    access_log {folder}/nginx-access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    upstream app {{ server unix:{folder}/gunicorn.sock fail_timeout=0; }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://app;
            proxy_set_header Host $host;
            proxy_max_temp_file_size 0;
            proxy_buffers 32 16k;
        }}
    }}
}}
"""


def _environment(folder: Path, cache: str) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(SITE), os.environ.get("PYTHONPATH", "")]),
        "DEBUG": "False",
        "SECRET_KEY": "of the faults",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "CACHE_URL": cache,
        "DATABASE_CONN_MAX_AGE": "60",
        "MEDIA_ROOT": str(folder / "media"),
        "BIND": f"unix:{folder}/gunicorn.sock",
        "WEB_CONCURRENCY": "2",
    }


def manage(folder: Path, cache: str, *arguments: str) -> None:
    command = [sys.executable, str(SITE / "manage.py"), *arguments]
    done = subprocess.run(command, env=_environment(folder, cache), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{arguments}: {done.stdout[-500:]}{done.stderr[-1500:]}")


def fill(folder: Path, cache: str) -> None:
    manage(folder, cache, "migrate", "-v0")
    manage(folder, cache, "load_demo")


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    command = ["redis-server", "--port", str(REDIS_PORT), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with (folder / "redis.log").open("w") as log, _running(command, log, REDIS_PORT):
        yield f"rediscache://127.0.0.1:{REDIS_PORT}/0"


def redis_content(folder: Path) -> Iterator[tuple[bytes, bytes]]:
    def ask(*words: bytes | str) -> list[bytes]:
        command = ["redis-cli", "-p", str(REDIS_PORT), *map(os.fsdecode, words)]
        return subprocess.run(command, capture_output=True, check=True).stdout.splitlines()

    for key in ask("--scan"):
        yield key, b"\n".join(ask("DUMP", key) + ask("GET", key))


@contextmanager
def server(folder: Path, cache: str, port: int) -> Iterator[int]:
    """gunicorn with two workers behind nginx; gives the process of gunicorn that starts them."""
    settings = folder / "nginx.conf"
    settings.write_text(NGINX.format(folder=folder, port=port))
    command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "deploy/gunicorn.conf.py"), "config.wsgi"]
    with (folder / "gunicorn.log").open("a") as log, (folder / "nginx.log").open("a") as other:
        environment = _environment(folder, cache)
        with subprocess.Popen(command, cwd=SITE, env=environment, stdout=log, stderr=log) as app:
            try:
                with _running(["nginx", "-c", str(settings)], other, port):
                    _wait_for(app, folder, log)
                    yield app.pid
            finally:
                app.terminate()
                app.wait(40)


def _wait_for(app: subprocess.Popen[bytes], folder: Path, log: object) -> None:
    for _ in range(600):
        if (folder / "gunicorn.sock").exists() and len(workers(app.pid)) == 2:
            time.sleep(3)
            return
        if app.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError((folder / "gunicorn.log").read_text()[-2000:])


def workers(master: int) -> list[int]:
    """Its children, oldest first."""
    return [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]


def restart_database() -> tuple[float, float]:
    """When it was stopped and when it answered again. Its visitors are cut off in the middle of what they do."""
    import psycopg

    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url) as connection:
        data = connection.execute("SHOW data_directory").fetchone()[0]  # type: ignore[index]
        binaries = connection.execute("SELECT setting FROM pg_config WHERE name = 'BINDIR'").fetchone()[0]  # type: ignore[index]
    owner = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"] if os.getuid() == 0 else []
    stopped = time.monotonic()
    command = [*owner, f"{binaries}/pg_ctl", "-D", data, "-m", "immediate", "-l", f"{data}/../log", "-w", "restart"]
    subprocess.run(command, cwd="/", check=True, capture_output=True)
    return stopped, time.monotonic()


@contextmanager
def _running(command: list[str], log: object, port: int) -> Iterator[None]:
    with subprocess.Popen(command, stdout=log, stderr=log) as started:  # type: ignore[call-overload]
        try:
            for _ in range(100):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield
        finally:
            started.terminate()
            started.wait(20)
