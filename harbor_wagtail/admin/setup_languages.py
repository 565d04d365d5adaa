"""Languages a site may be given on the page of its sections: those its settings name and its home page is not in yet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.coreutils import get_content_languages
from wagtail.models import Locale

from harbor_wagtail.setting_up import translations_of


def languages_of(root: Any) -> list[str]:
    """Names of the languages the home page is in, its own first."""
    return [str(page.locale.get_display_name()) for page in translations_of(root)]


def languages_to_add(root: Any, user: Any) -> dict[str, str]:
    """Code to name; empty where the site has one language, or where adding a home page is not this person's to do."""
    if not getattr(settings, "WAGTAIL_I18N_ENABLED", False) or not _may_add(root, user):
        return {}
    names = get_content_languages()
    there = {page.locale.language_code for page in translations_of(root)}
    # A home page in "en" where the settings name "en-us" is in that language all the same.
    unnamed = {_short(code) for code in there if code not in names}
    there |= {code for code in names if _short(code) in unnamed}
    return {code: str(name) for code, name in names.items() if code not in there}


def _short(code: str) -> str:
    return code.split("-")[0]


def _may_add(root: Any, user: Any) -> bool:
    beside = root.get_parent()
    may_add_page = beside is not None and beside.permissions_for_user(user).can_add_subpage()
    return bool(may_add_page and user.has_perm("wagtailcore.add_locale"))


@transaction.atomic
def add_languages(root: Any, codes: Iterable[str]) -> list[Any]:
    """Copy the home page as a draft into each language, as Wagtail's *Translate* does; return the copies."""
    locales = [Locale.objects.get_or_create(language_code=code)[0] for code in codes]
    return [root.copy_for_translation(locale) for locale in locales]
