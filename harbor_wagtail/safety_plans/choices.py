"""Whom a plan is for, and when."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """``STILL_THERE`` decides how a plan opens: a filled plan can be found, so that one is read, not written."""

    STILL_THERE = "still", _("a young person still in the situation")
    LEFT = "left", _("a young person who has left")
    FAMILY = "family", _("family and carers")
    STAFF = "staff", _("staff and agencies")


class Stage(models.TextChoices):
    ANY = "any", _("at any time")
    THERE = "there", _("while still in the situation")
    LEAVING = "leaving", _("when leaving")
    AFTER = "after", _("after leaving")


class Moment(models.TextChoices):
    """When staff go through a plan with somebody."""

    FIRST = "first", _("At first contact")
    MEETING = "meeting", _("At every case meeting")
    DISCHARGE = "discharge", _("Before discharge")


class Answer(models.TextChoices):
    SHORT = "short", _("one line")
    LONG = "long", _("several lines")
    DATE = "date", _("a date")


class OfferWord(models.TextChoices):
    BY_AUDIENCE = "", _("as fits the audience: for family and staff")
    YES = "yes", _("yes")
    NO = "no", _("no")
