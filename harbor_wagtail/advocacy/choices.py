"""Fixed words of advocacy pages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Reader(models.TextChoices):
    """For whom a page, an action or a list of strategies is written."""

    YOUTH = "youth", _("young people")
    FAMILY = "family", _("families and carers")
    FRIENDS = "friends", _("friends and siblings")
    PROVIDERS = "providers", _("service providers")
    COMMUNITY = "community", _("community organizations")
    SCHOOLS = "schools", _("schools")
    HEALTH = "health", _("health workers")
    WELFARE = "welfare", _("child-welfare and probation workers")
    POLICE = "police", _("law enforcement")
    COURTS = "courts", _("courts, prosecutors and defenders")
    LEGISLATORS = "legislators", _("legislators and their staff")
    FUNDERS = "funders", _("funders")
    FAITH = "faith", _("faith leaders")
    TRIBES = "tribes", _("tribal governments")
    PRESS = "press", _("journalists")
    RESEARCH = "research", _("researchers")
    PUBLIC = "public", _("everybody")


class When(models.TextChoices):
    THERE = "there", _("still in the situation")
    LEAVING = "leaving", _("leaving")
    AFTER = "after", _("after leaving")
    WORK = "work", _("at work with young people")


class Setting(models.TextChoices):
    ANY = "any", pgettext_lazy("kind of place", "anywhere")
    URBAN = "urban", _("cities")
    RURAL = "rural", _("rural places")
    TRIBAL = "tribal", _("tribal land")


class Stage(models.TextChoices):
    PAST = "past", _("Earlier")
    CURRENT = "current", _("Now")
    FUTURE = "future", _("To come")


class CalloutKind(models.TextChoices):
    IMPORTANT = "important", _("Important")
    EQUITY = "equity", _("Racial equity")
    CAREFUL = "careful", _("Careful")
    NOTE = "note", _("Good to know")


class Effort(models.TextChoices):
    MINUTES = "minutes", _("a few minutes")
    HOUR = "hour", _("about an hour")
    LONGER = "longer", _("longer")


class References(models.TextChoices):
    """Where the notes stand."""

    PAGE = "page", _("at the end of the page")
    SECTION = "section", _("at the end of each section")


class NoticeKind(models.TextChoices):
    DISCLAIMER = "disclaimer", _("disclaimer")
    GRANT = "grant", _("grant acknowledgement")
