"""Every enumeration of community resource maps. Values are stored and exported; labels are what people read."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(TextChoices):
    """How well one kind of help is there for one group of people. Unknown is a level of its own, never a quiet none."""

    GOOD = "good", _("Good")
    LIMITED = "limited", _("Limited")
    INFORMAL = "informal", _("Informal only")
    NONE = "none", pgettext_lazy("level of help", "None")
    NOT_LISTED = "not_listed", _("Nothing listed")
    UNKNOWN = "unknown", _("Not known")


#: What somebody may say by hand. "Nothing listed" is what a directory says, not what people know.
HAND_LEVELS: tuple[str, ...] = (Level.GOOD, Level.LIMITED, Level.INFORMAL, Level.NONE, Level.UNKNOWN)


class EntryKind(TextChoices):
    """Where a young person may first be noticed, or may turn to. Those that are no system come first."""

    SELF = "self", _("On their own: online, by text, a hotline")
    FRIEND = "friend", _("A friend or family")
    OUTREACH = "outreach", _("Street outreach or a drop-in")
    SCHOOL = "school", _("School")
    CLINIC = "clinic", _("A clinic or emergency room")
    SHELTER = "shelter", _("A shelter")
    FAITH = "faith", _("A faith community")
    YOUTH_PROGRAM = "youth_program", _("A youth program")
    EMPLOYER = "employer", _("A job or employer")
    CHILD_WELFARE = "child_welfare", _("The child-welfare hotline")
    POLICE = "police", _("911 or the police")
    COURT = "court", _("Detention or court")
    LEAVING_CARE = "leaving_care", _("Leaving care or a placement")


class CapacityKind(TextChoices):
    SLOTS = "slots", _("Places and beds")
    WAIT = "wait", _("Waiting time")
    ELIGIBILITY = "eligibility", _("Who may come")
    EXCLUSION = "exclusion", _("Who is turned away")
    TRAINING = "training", _("Training of staff")
    AGREEMENT = "agreement", _("Agreements between providers")
    FUNDING = "funding", _("Funding and when it ends")
    TRUST = "trust", _("Whether young people trust it")
    OTHER = "other", _("Something else")


class BarrierKind(TextChoices):
    NONE = "", _("Not a barrier")
    STRUCTURAL = "structural", _("Between organizations: links, referrals, rules")
    ORGANIZATIONAL = "organizational", _("Inside organizations: staff, space, hours")


class Strategy(TextChoices):
    UNDECIDED = "", _("Not decided")
    BUILD = "build", _("Build something new")
    EXTEND = "extend", _("Extend hours, ages or languages")
    POOL = "pool", _("Share what there is")
    TRAIN = "train", _("Train people")
    CONTRACT = "contract", _("Pay somebody for it")
    REFER = "refer", _("Link what there is by referrals")
    LEGISLATE = "legislate", _("Change a law or a rule")
    ASK = "ask", _("Find out first")


class GapStatus(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    AGREED = "agreed", _("Agreed")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")


class Weight(IntegerChoices):
    """How much harm a gap does, or how much can be done about it."""

    LOW = 1, _("Low")
    MIDDLE = 2, pgettext_lazy("weight of a gap", "Middle")
    HIGH = 3, _("High")
