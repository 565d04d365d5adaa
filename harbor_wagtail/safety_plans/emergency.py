"""The box that stands first in every output: the emergency number and the site's hotlines, each kept in one place."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from harbor_wagtail.documents.tree import Emergency, Line
from harbor_wagtail.models import HarborSettings, Hotline
from harbor_wagtail.models.hotline import SHOWN_IN, without_number
from harbor_wagtail.models.words import pick


def settings_of(site: Any) -> HarborSettings:
    """What an editor saved for a site, else the defaults; ``site`` may be None."""
    stored = HarborSettings.base_queryset().filter(site=site).first() if site else None
    return stored or HarborSettings()


def emergency_box(settings: HarborSettings, language: str, text: str = "") -> Emergency:
    """One query and one for the words."""
    number = settings.emergency_number
    shown = [each for each in Hotline.objects.listed() if each.placement in SHOWN_IN["everywhere"]]
    lines = tuple(_line(hotline, language) for hotline in without_number(shown, number))
    return Emergency(_("In danger right now?"), number, text, lines)


def _line(hotline: Hotline, language: str) -> Line:
    words = pick(hotline.texts.all(), language)
    name = words.name if words else str(hotline)
    if hotline.example:
        name = f"{name} ({_('example')})"
    notes = [_("24 hours")] if hotline.always_open else [words.hours_note] if words and words.hours_note else []
    if words and words.languages_note:
        notes.append(words.languages_note)
    spoken = words.language if words and words.language != language else ""
    call = hotline.call_number or (hotline.tty_number if not hotline.text_number else "")
    return Line(name, call, hotline.text_number, hotline.text_keyword, ", ".join(notes), spoken)
