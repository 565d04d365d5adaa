"""National numbers a new site in the United States starts with. They are real; each is the hotline's own published one.

Nobody at the site has called them yet, so ``checked_on`` stays empty until somebody notes that they did.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q
from wagtail.models import Locale

from harbor_wagtail.models import Hotline, HotlineText, Placement


@dataclass(frozen=True, slots=True)
class StarterHotline:
    """``facts`` are fields of ``Hotline``; ``words`` maps a language to fields of ``HotlineText``."""

    facts: dict[str, Any]
    words: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def number(self) -> str:
        return str(self.facts["call_number"])


HOTLINES: tuple[StarterHotline, ...] = (
    StarterHotline(
        {
            "call_number": "911",
            "always_open": True,
            "placement": Placement.DIRECTORY,
            "sort_order": 10,
        },
        {
            "en": {
                "name": "Emergency",
                "description": "Police, fire and ambulance, when somebody is in danger now.",
            },
            "es": {
                "name": "Emergencias",
                "description": "Policía, bomberos y ambulancia, cuando alguien está en peligro ahora.",
            },
        },
    ),
    StarterHotline(
        {
            "call_number": "1-888-373-7888",
            "text_number": "233733",
            "text_keyword": "HELP",
            "tty_number": "711",
            "chat_url": "https://humantraffickinghotline.org/chat",
            "always_open": True,
            "placement": Placement.DANGER,
            "sort_order": 20,
            "source": "https://humantraffickinghotline.org/",
        },
        {
            "en": {
                "name": "National Human Trafficking Hotline",
                "description": "For anybody who is made to work or have sex, or who is worried about somebody.",
                "languages_note": "more than 200 languages",
            },
            "es": {
                "name": "Línea Nacional contra la Trata de Personas",
                "description": "Para quien es obligado a trabajar o a tener sexo, o se preocupa por otra persona.",
                "languages_note": "más de 200 idiomas",
            },
        },
    ),
    StarterHotline(
        {
            "call_number": "988",
            "text_number": "988",
            "chat_url": "https://988lifeline.org/chat/",
            "always_open": True,
            "placement": Placement.EVERYWHERE,
            "sort_order": 30,
            "source": "https://988lifeline.org/",
        },
        {
            "en": {
                "name": "988 Suicide & Crisis Lifeline",
                "description": "When you think about hurting yourself, or cannot go on.",
                "languages_note": "English and Spanish",
            },
            "es": {
                "name": "988 Línea de Prevención del Suicidio y Crisis",
                "description": "Cuando piensas en hacerte daño o no puedes más.",
                "languages_note": "en inglés y español",
            },
        },
    ),
    StarterHotline(
        {
            "call_number": "1-800-786-2929",
            "always_open": True,
            "placement": Placement.EVERYWHERE,
            "sort_order": 40,
            "source": "https://www.1800runaway.org/",
        },
        {
            "en": {
                "name": "National Runaway Safeline",
                "description": "For young people who have left home, or think of leaving, and those who care for them.",
            },
            "es": {
                "name": "Línea Nacional de Ayuda para Jóvenes (National Runaway Safeline)",
                "description": "Para jóvenes que se han ido de casa o piensan en irse, y para quienes los cuidan.",
            },
        },
    ),
    StarterHotline(
        {
            "call_number": "1-800-422-4453",
            "always_open": True,
            "placement": Placement.EVERYWHERE,
            "sort_order": 50,
            "source": "https://www.childhelphotline.org/",
        },
        {
            "en": {
                "name": "Childhelp National Child Abuse Hotline",
                "description": "When a child is hurt or neglected, or an adult is afraid of hurting one.",
            },
            "es": {
                "name": "Línea Nacional contra el Abuso Infantil Childhelp",
                "description": "Cuando lastiman o descuidan a un niño, o un adulto teme lastimarlo.",
            },
        },
    ),
)


@transaction.atomic
def create_hotlines(locales: Iterable[Locale], *, live: bool = True) -> list[Hotline]:
    """Create the starter hotlines that are missing, with words for ``locales``; return those created.

    A hotline is known by its number, whichever field holds it, so running this again changes nothing and an editor's
    own words are never overwritten. A known one gets words for a locale it has none for, unless somebody has an open
    draft of it or the team has confirmed it. A locale whose language has no starter words falls back to the default one;
    where none has any, the first gets the English ones.
    """
    wanted = list(locales)
    created = []
    for starter in HOTLINES:
        known = Hotline.objects.filter(Q(call_number=starter.number) | Q(text_number=starter.number)).first()
        hotline = known or Hotline(**starter.facts, live=live, has_unpublished_changes=not live)
        words = _missing_words(hotline, starter, wanted)
        open_draft = known and known.has_unpublished_changes and known.latest_revision_id
        if known and (not words or open_draft or known.checks.exists()):
            continue  # what somebody of the team has confirmed is theirs
        hotline.texts.add(*words)
        hotline.save()
        # A revision from the start: the first edit has something to be compared with.
        revision = hotline.save_revision()
        if hotline.live:
            revision.publish(log_action=False)
        if known is None:
            created.append(hotline)
    return created


def _missing_words(hotline: Hotline, starter: StarterHotline, locales: list[Locale]) -> list[HotlineText]:
    present = {text.locale_id for text in hotline.texts.all()}
    if not present and locales and not any(_short(locale) in starter.words for locale in locales):
        return [HotlineText(locale=locales[0], **starter.words["en"])]
    return [
        HotlineText(locale=locale, **words)
        for locale in locales
        if locale.pk not in present and (words := starter.words.get(_short(locale)))
    ]


def _short(locale: Locale) -> str:
    return str(locale.language_code.split("-")[0])
