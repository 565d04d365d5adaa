"""Facts once, words per language: choosing the row of words to show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol, TypeVar

from django.conf import settings
from django.utils.translation import get_language
from wagtail.coreutils import get_supported_content_language_variant


class HasLocale(Protocol):
    locale: Any


Row = TypeVar("Row", bound=HasLocale)


def default_language() -> str:
    """The language every text falls back to: the site's ``LANGUAGE_CODE`` as Wagtail spells it."""
    try:
        return get_supported_content_language_variant(settings.LANGUAGE_CODE)
    except LookupError:
        return settings.LANGUAGE_CODE


def active_language() -> str:
    """The content language of this request; the default one where the request's is none of the site's."""
    try:
        return get_supported_content_language_variant(get_language() or settings.LANGUAGE_CODE)
    except LookupError:
        return default_language()


def pick(rows: Iterable[Row], language: str | None = None, *, fall_back: bool = True) -> Row | None:
    """The row in ``language`` (the active one if not given), else in the default language, else the first, else none.

    The caller compares ``row.locale.language_code`` with what was asked, and marks another language with ``lang``.
    """
    by_language = {row.locale.language_code: row for row in rows}
    wanted = language or active_language()
    if wanted in by_language or not fall_back:
        return by_language.get(wanted)
    return by_language.get(default_language()) or next(iter(by_language.values()), None)


def in_known_locales(texts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of the words that a revision holds, those in languages that the site still has. The others would fail the revision."""
    from wagtail.models import Locale

    known = set(Locale.objects.values_list("pk", flat=True))
    return [text for text in texts if text.get("locale") in known]
