"""For a server: ``gunicorn --chdir example_site config.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# Read every view now, once for all workers, and not while the first visitor of each waits (three seconds).
from django.urls import reverse  # noqa: E402

reverse("wagtailadmin_home")
