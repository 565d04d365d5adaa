"""Fixed words of quotes and of the consent they stand on."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Channel(models.TextChoices):
    """Where words may appear. Each is agreed to by itself; what is not named is not agreed to."""

    WEB = "web", _("pages of this website")
    PRINT = "print", _("paper, and files to download")
    SOCIAL = "social", _("social media")
    PRESS = "press", _("journalists and press kits")
    TRANSLATION = "translation", _("translation into other languages")
    AI = "ai", _("training of artificial intelligence")


class Basis(models.TextChoices):
    CONSENT = "consent", _("the owner of the words agreed")
    PUBLICATION = "publication", _("quoted from a publication, with its permission or license")


class Attribution(models.TextChoices):
    SURVIVOR = "survivor", pgettext_lazy("who said it", "Survivor")
    WORDS = "words", _("other words, such as “Survivor leader”")
    NAME = "name", _("a name they chose")


class AgeBand(models.TextChoices):
    UNDER_18 = "under-18", _("under 18")
    TO_24 = "18-24", _("18 to 24")
    TO_39 = "25-39", _("25 to 39")
    TO_59 = "40-59", _("40 to 59")
    FROM_60 = "60", _("60 and older")


class Method(models.TextChoices):
    SIGNED = "signed", _("signed on paper")
    ELECTRONIC = "electronic", _("signed electronically")
    WRITTEN = "written", _("in a message of their own")
    SPOKEN = "spoken", _("said aloud, with a witness")


class Compensation(models.TextChoices):
    PAID = "paid", _("they were paid")
    DECLINED = "declined", _("it was offered, and they declined")


class Standing(models.TextChoices):
    """What keeps words from being shown, or that nothing does."""

    VALID = "valid", _("may be shown")
    INCOMPLETE = "incomplete", _("something is missing")
    UNDER_AGE = "under-age", _("the owner is under 18")
    EXPIRED = "expired", _("consent has ended")
    WITHDRAWN = "withdrawn", _("consent was withdrawn")
