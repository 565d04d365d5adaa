"""gunicorn --config deploy/gunicorn.conf.py --chdir example_site config.wsgi

Everything that differs between servers comes from the environment (deploy/harbor.env).
"""

from __future__ import annotations

import multiprocessing
import os

bind = os.environ.get("BIND", "unix:/run/harbor/gunicorn.sock")
# Each takes 120 to 200 MB. Threads let a page be read while a file is being made in the same worker.
workers = int(os.environ.get("WEB_CONCURRENCY", min(multiprocessing.cpu_count() * 2 + 1, 9)))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "2"))
# Reads the code once for all workers: half the memory, and a worker starts at once.
preload_app = True

# Longer than the longest request there is: the first PDF of a long plan, a chunk of an import.
timeout = 60
graceful_timeout = 30
# nginx keeps its connections open.
keepalive = 75
# A worker starts anew after a while, not all of them at once.
max_requests = 2000
max_requests_jitter = 400
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
# Nothing asks it how it is but nginx and systemd.
control_socket_disable = True

# Only what comes through the socket or from this machine may say that a visitor came by HTTPS.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")

# No access log: nginx writes the one there is, without query strings and addresses (deploy/nginx.conf).
accesslog = None
# The client's address is in what gunicorn says of a request it cannot read, so its own log goes through our filter too.
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"harbor": {"()": "harbor_wagtail.safety.logs.HarborLogFilter"}},
    "formatters": {"plain": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["harbor"], "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # It warns of each HEAD, whose body Django leaves to the server to drop.
        "gunicorn.http.wsgi": {"level": "ERROR"},
        "gunicorn.error": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
