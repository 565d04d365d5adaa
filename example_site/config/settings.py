"""Settings of the example site: everything that differs between machines comes from the environment.

With no environment at all this is a demo: SQLite under ``var/``, ``DEBUG`` on, mail on the console. For a real server
set ``DEBUG=False``, ``SECRET_KEY``, ``ALLOWED_HOSTS`` and ``DATABASE_URL``; README.md lists all there is to set.
"""

from __future__ import annotations

from pathlib import Path

import environ

from config.secret import machine_key
from config.storage import media_storage

SITE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = SITE_DIR.parent / "var"

env = environ.Env()

DEBUG = env.bool("DEBUG", default=True)
# A demo makes a key of its own on each machine. A server is given one: without it, it does not start.
SECRET_KEY = env("SECRET_KEY", default=None) or (machine_key(VAR_DIR / "secret_key") if DEBUG else env("SECRET_KEY"))
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# --- What is installed -----------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "home",
    # The five apps of the package, and what they need of Wagtail:
    "harbor_wagtail",
    "harbor_wagtail.directory",
    "harbor_wagtail.advocacy",
    "harbor_wagtail.safety_plans",
    "harbor_wagtail.pages",
    "wagtail_modeladmin",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    # Wagtail and Django as `wagtail start` has them:
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # While DEBUG is on, runserver finds static files by itself.
    *([] if DEBUG else ["whitenoise.middleware.WhiteNoiseMiddleware"]),
    "config.middleware.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "config.middleware.OwnPageNotFound",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ]
        },
    }
]

# --- Where things are kept -------------------------------------------------------------------------------------------

DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # as `wagtail start` has it: a long form has more than 1,000
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'demo.sqlite3'}")}
# Seconds for which a worker keeps its connection; it is asked whether it still works before each request.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=0)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # Wagtail's search index has columns of its kind; newer releases of Django ask for the app by a check.
    INSTALLED_APPS.append("django.contrib.postgres")
    # What stands in an address is text, and Django takes none for a yes. psycopg would then keep the last questions it was to
    # prepare, with the words in them.
    if (bound := DATABASES["default"].get("OPTIONS", {})).get("server_side_binding") == "True":
        bound["server_side_binding"] = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    VAR_DIR.mkdir(exist_ok=True)
    # Readers and one writer at a time, without "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;"
            " PRAGMA mmap_size=536870912; PRAGMA temp_store=2;"
        ),
    }
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}
if CACHES["default"]["BACKEND"].endswith("RedisCache"):
    # Wagtail asks the cache for the address of every page: with Django's own there is none while Redis is away.
    CACHES["default"]["BACKEND"] = "harbor_wagtail.caches.SpareRedisCache"

MEDIA_ROOT = env("MEDIA_ROOT", default=str(VAR_DIR / "media"))
MEDIA_URL = env("MEDIA_URL", default="/media/")
STATIC_ROOT = env("STATIC_ROOT", default=str(VAR_DIR / "static"))
STATIC_URL = "/static/"
STORAGES = {
    "default": media_storage(env) or {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Documents always go through Wagtail, which asks who may read them, wherever they are kept.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# WhiteNoise gives static files out from where they lie, so a server works before (and without) `collectstatic`.
WHITENOISE_USE_FINDERS = True

# EMAIL_BACKEND, EMAIL_HOST and their like, all from one URL: smtp+tls://user:password@mail.example.org:587
globals().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="coalition@example.org")

# --- Languages and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [SITE_DIR / "locale"]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
USE_TZ = True
TIME_ZONE = env("TIME_ZONE", default="America/Chicago")

# --- Wagtail ---------------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = env("WAGTAIL_SITE_NAME", default="Harbor demo")
WAGTAILADMIN_BASE_URL = env("WAGTAILADMIN_BASE_URL", default=f"http://localhost:{env.int('PORT', default=8000)}")
# The admin asks no other server for anything either: no update check, no news, no pictures of users.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None

# --- Safety of the server --------------------------------------------------------------------------------------------

X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # it asks for DENY, but Wagtail shows previews in a frame
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=0 if DEBUG else 60 * 60 * 24 * 365)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=False)
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=False)
SECURE_REDIRECT_EXEMPT = [r"^harbor/health/$"]  # asked from inside, without HTTPS
if env.bool("BEHIND_HTTPS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
# Errors go to the console, where a server's process manager keeps them: the path and the traceback, no query string, no
# form and no client address. Django's own way of mailing them to ADMINS would send all three, so it is left out.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"harbor": {"()": "harbor_wagtail.safety.logs.HarborLogFilter"}},
    "formatters": {"plain": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["harbor"], "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "INFO" if DEBUG else "WARNING", "propagate": False}},
}
