"""The one dict a developer may set: ``HARBOR_WAGTAIL``. It changes behaviour, never a model, a choice list or a block.

Words, numbers and switches that an editor should own are not here but in ``HarborSettings`` (per site, in the admin).
"""

from __future__ import annotations

import difflib
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed

from harbor_wagtail.theme import is_hex

SETTING = "HARBOR_WAGTAIL"

DEFAULTS: dict[str, Any] = {
    # Two-letter region in which a number without a country code is read ("(507) 555-0142").
    "PHONE_REGION": "US",
    # Services on one page of results.
    "RESULTS_PER_PAGE": 20,
    # Days after which "phone and hours checked" no longer counts as recent.
    "CHECKED_STALE_DAYS": 183,
    # Days for which "wait list" or "closed to new people" is believed; after that a listing says "unknown, call".
    "AVAILABILITY_DAYS": 14,
    # More origins for the Content-Security-Policy of bare pages, by directive:
    # {"img-src": ["https://media.example.org"]}. Those of STATIC_URL and MEDIA_URL are added without asking.
    "CSP_SOURCES": {},
    # Whose pictures lose what the camera noted (place, time, small copies), and get neutral file names: those "used" by
    # our records and pages, "all" of the site, or "none".
    "CLEAN_PICTURES": "used",
    # Whether harbor/hsds/ answers: what visitors may read of the directory, for other software.
    "HSDS_API": True,
    # Seconds for which what it answers may be kept by whoever asked, and by caches on the way.
    "HSDS_API_MAX_AGE": 300,
    # Days for which it still tells of a service that has closed for good ("defunct"); after that the service is gone from it.
    "HSDS_CLOSED_DAYS": 365,
    # Megabytes that may be uploaded to be imported in the admin. What is bigger is for harbor_import.
    "IMPORT_UPLOAD_MB": 20,
    # Months for which the numbers of pages opened are kept, where a site counts them; then harbor_retain deletes them.
    "COUNTS_KEPT_MONTHS": 26,
    # What harbor_check --links says it is to the servers it asks, and how many addresses it asks in one run.
    "LINKS_USER_AGENT": "Mozilla/5.0 (compatible; link check of a resource directory)",
    "LINKS_PER_RUN": 2000,
    # Days for which a quote is kept, unseen, after its consent ended or was withdrawn; then harbor_retain deletes it.
    "QUOTES_KEPT_DAYS": 90,
    # Months after which a law on a report card that nobody has read again is marked as not verified lately.
    "LAW_STALE_MONTHS": 18,
    # Colors of the bands of report cards, 3 to 7 of them from the best to the last, dark to light. Empty: the package's.
    "BAND_COLOURS": [],
    # Sites that may show the map of report cards in a frame: ["https://news.example.org"], or ["*"]. Empty: none but this.
    "EMBED_ANCESTORS": [],
    # Whether pages of report cards name a picture of ours to be shown where somebody links to them.
    "SHARE_IMAGES": True,
}
_CHOICES = {"CLEAN_PICTURES": ("used", "all", "none")}


def check(given: object) -> dict[str, Any]:
    """Return ``given`` as a dict of known keys and well-typed values.

    Raises ``ImproperlyConfigured`` naming the key at fault and the way to mend it.
    """
    if not isinstance(given, dict):
        raise ImproperlyConfigured(f"{SETTING} must be a dict, not {type(given).__name__}.")
    for key, value in given.items():
        if key not in DEFAULTS:
            close = difflib.get_close_matches(str(key), DEFAULTS, n=1, cutoff=0.5)
            hint = f"Did you mean {close[0]!r}?" if close else f"Known keys: {', '.join(sorted(DEFAULTS))}."
            raise ImproperlyConfigured(f"{SETTING} has an unknown key {key!r}. {hint}")
        _check_value(key, value)
    return given


def _check_value(key: str, value: object) -> None:
    expected = type(DEFAULTS[key])
    # bool is an int to Python, but RESULTS_PER_PAGE = True is a slip of the pen.
    if type(value) is not expected:
        raise ImproperlyConfigured(f"{SETTING}[{key!r}] must be of type {expected.__name__}, not {value!r}.")
    if expected is int and value < 1:  # type: ignore[operator]  # it is an int
        raise ImproperlyConfigured(f"{SETTING}[{key!r}] must be 1 or more, not {value!r}.")
    if key == "PHONE_REGION":
        _check_region(str(value))
    if key in _CHOICES and value not in _CHOICES[key]:
        raise ImproperlyConfigured(f"{SETTING}[{key!r}] must be one of {', '.join(_CHOICES[key])}, not {value!r}.")
    if key == "BAND_COLOURS":
        _check_colors(key, value)
    if key == "EMBED_ANCESTORS":
        _check_sources(key, {"frame-ancestors": value})
    if isinstance(value, dict):
        _check_sources(key, value)


def _check_region(region: str) -> None:
    from phonenumbers import SUPPORTED_REGIONS

    if region not in SUPPORTED_REGIONS:
        raise ImproperlyConfigured(
            f"{SETTING}['PHONE_REGION'] must be a two-letter region such as 'US', not {region!r}."
        )


def _check_colors(key: str, colors: Any) -> None:
    if colors and not (3 <= len(colors) <= 7 and all(isinstance(each, str) and is_hex(each) for each in colors)):
        raise ImproperlyConfigured(
            f"{SETTING}[{key!r}] must be 3 to 7 colors such as '#1b2a5b', from the best to the last, not {colors!r}."
        )


def _check_sources(key: str, sources: dict[Any, Any]) -> None:
    for directive, origins in sources.items():
        whole = isinstance(origins, (list, tuple)) and all(isinstance(origin, str) for origin in origins)
        if not whole or any(mark in origin for origin in origins for mark in ";,\n\r"):
            raise ImproperlyConfigured(
                f"{SETTING}[{key!r}][{directive!r}] must be a list of sources such as ['https://media.example.org'], "
                f"not {origins!r}."
            )


class Conf:
    """``conf.KEY`` reads the host's value or the default, checked the first time any key is read."""

    def __init__(self) -> None:
        self._values: dict[str, Any] | None = None

    def __getattr__(self, key: str) -> Any:
        if key.startswith("_") or key not in DEFAULTS:
            raise AttributeError(f"{SETTING} has no key {key!r}.")
        if self._values is None:
            self._values = {**DEFAULTS, **check(getattr(settings, SETTING, {}))}
        return self._values[key]

    def reload(self) -> None:
        self._values = None


conf = Conf()


def _reload(*, setting: str, **kwargs: object) -> None:
    if setting == SETTING:
        conf.reload()


setting_changed.connect(_reload, dispatch_uid="harbor_wagtail.conf")
