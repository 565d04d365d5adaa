"""Every enumeration of the directory, in one place. Values are stored and exported; labels are what people read."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AddressVisibility(TextChoices):
    """Whether a place may be shown. All but ``public`` mean "area only": the county, and no way to find the door."""

    PUBLIC = "public", _("Public: the address may be shown")
    UNDECIDED = "undecided", _("Not decided: only the area is shown")
    CONFIDENTIAL = "confidential", _("Confidential: only the area is shown, and imports cannot change this")


class LocationType(TextChoices):
    """HSDS ``location.location_type`` and ``address.address_type``."""

    PHYSICAL = "physical", _("A place people go to")
    POSTAL = "postal", _("A postal address")
    VIRTUAL = "virtual", _("Online or by phone")


class ServiceStatus(TextChoices):
    """Whether people can get in. HSDS knows four words; ``HSDS_STATUS`` says which one each of ours becomes."""

    OPEN = "open", _("Open")
    WAIT_LIST = "wait_list", _("Wait list")
    CLOSED_TO_NEW = "closed_to_new", _("Closed to new people")
    TEMPORARILY_CLOSED = "temporarily_closed", _("Closed for now")
    CLOSED = "closed", _("Closed for good")


HSDS_STATUS: dict[str, str] = {
    ServiceStatus.OPEN: "active",
    ServiceStatus.WAIT_LIST: "active",
    ServiceStatus.CLOSED_TO_NEW: "inactive",
    ServiceStatus.TEMPORARILY_CLOSED: "temporarily closed",
    ServiceStatus.CLOSED: "defunct",
}


class Answer(TextChoices):
    """Unknown is an answer of its own, never a quiet no."""

    YES = "yes", pgettext_lazy("harbor", "Yes")
    NO = "no", pgettext_lazy("harbor", "No")
    DEPENDS = "depends", _("It depends")
    UNKNOWN = "unknown", pgettext_lazy("harbor", "Unknown")


class IntakeQuestion(TextChoices):
    """What somebody has to have, do or give before a service starts, and what it allows once they are there."""

    SELF_REFERRAL = "self_referral", _("Can the person ask for themselves?")
    WALK_IN = "walk_in", _("Can people walk in?")
    MINORS_ALONE = "minors_alone", _("Can a person under 18 come alone?")
    POLICE_REPORT = "police_report", _("Is a police report needed to start?")
    SYSTEM_INVOLVEMENT = "system_involvement", _("Is a court or child-welfare case needed to start?")
    PARENTAL_CONSENT = "parental_consent", _("Is consent of a parent or guardian needed to start?")
    ID = "id", _("Is an ID needed to start?")
    INSURANCE = "insurance", _("Is insurance needed to start?")
    NAME = "name", _("Is a real name needed to start?")
    SOBRIETY = "sobriety", _("Must the person be sober?")
    PHONE_KEPT = "phone_kept", _("Can people keep their phone?")
    CHILD = "child", _("Can a child come along?")
    PARTNER = "partner", _("Can a partner come along?")
    PET = "pet", _("Can a pet come along?")
    PICK_UP = "pick_up", _("Do they pick people up?")
    TEXT_FIRST = "text_first", _("Can people text instead of calling?")


#: Questions whose welcome answer is "no", and which nobody may answer "no" on the provider's behalf.
REQUIREMENTS: tuple[str, ...] = (
    IntakeQuestion.POLICE_REPORT,
    IntakeQuestion.SYSTEM_INVOLVEMENT,
    IntakeQuestion.PARENTAL_CONSENT,
    IntakeQuestion.ID,
    IntakeQuestion.INSURANCE,
    IntakeQuestion.NAME,
    IntakeQuestion.SOBRIETY,
)


class Referrer(TextChoices):
    """Who may bring somebody to a service."""

    UNKNOWN = "unknown", pgettext_lazy("harbor", "Unknown")
    ANYONE = "anyone", _("Anyone, the person included")
    ADULT = "adult", _("Any adult the person trusts")
    PROFESSIONAL = "professional", _("Any professional (school, clinic, shelter, police, court)")
    NAMED = "named", _("Only the agencies named under “How to start”")


class Residence(TextChoices):
    """Whether a person must live in the area served."""

    UNKNOWN = "unknown", pgettext_lazy("harbor", "Unknown")
    ANY = "any", _("People from anywhere")
    AREA = "area", _("Only people who live in the area served")


class Cost(TextChoices):
    """The one-word answer; amounts are ``ServiceCostOption`` rows."""

    UNKNOWN = "unknown", pgettext_lazy("harbor", "Unknown")
    FREE = "free", _("Free")
    SLIDING = "sliding", _("Depends on income")
    FEE = "fee", _("There is a fee")


class HoursKind(TextChoices):
    """What is known about opening hours; "unknown" is not "closed"."""

    UNKNOWN = "unknown", pgettext_lazy("harbor", "Unknown")
    WEEKLY = "weekly", _("By the hours listed")
    ALWAYS = "always", _("All day and night, every day")
    APPOINTMENT = "appointment", _("By appointment")


class HolidayHours(TextChoices):
    """What a service does on the days of the site's calendar of holidays; "unknown" is not "closed"."""

    UNKNOWN = "unknown", _("Not known")
    AS_USUAL = "as_usual", _("Open as on any day")
    CLOSED = "closed", _("Closed")


class DocumentsState(TextChoices):
    """``none`` is a fact somebody stated; an empty list is only ``unknown``."""

    UNKNOWN = "unknown", pgettext_lazy("harbor", "Unknown")
    NONE = "none", _("None required")
    LISTED = "listed", _("The ones listed")


class PhoneType(TextChoices):
    """HSDS ``phone.type``, the values in use among publishers."""

    VOICE = "voice", _("Call")
    TEXT = "text", _("Text message")
    CELL = "cell", _("Mobile")
    TEXTPHONE = "textphone", _("TTY")
    VIDEO = "video", _("Video phone")
    FAX = "fax", _("Fax")
    PAGER = "pager", _("Pager")


class PhonePurpose(TextChoices):
    """The number a frightened person needs is rarely the front desk's."""

    OFFICE = "office", _("Office")
    INTAKE = "intake", _("To start or to get in")
    HOTLINE = "hotline", _("Hotline")


class LanguageProvision(TextChoices):
    """How a language is offered; HSDS keeps this in ``language.note``."""

    UNSPECIFIED = "unspecified", _("Not stated")
    STAFF = "staff", _("Spoken by staff")
    INTERPRETER = "interpreter", _("Interpreter on request")


class AreaKind(TextChoices):
    """Who a service area reaches. Counties and states carry their FIPS code."""

    COUNTY = "county", _("A county")
    STATE = "state", _("A whole state")
    NATIONAL = "national", _("The whole country")
    REMOTE = "remote", _("By phone or online, from anywhere")
    OUTREACH = "outreach", _("They come to the person")
    OTHER = "other", _("Another area, in words")


class InclusionDecision(TextChoices):
    """Whether an organization met the site's inclusion rules."""

    UNDECIDED = "undecided", _("Not decided")
    INCLUDED = "included", _("Included")
    DECLINED = "declined", _("Not included")


class CheckMethod(TextChoices):
    """How somebody confirmed a record."""

    PHONE = "phone", _("By phone")
    EMAIL = "email", _("By e-mail")
    VISIT = "visit", _("At a visit")
    PROVIDER = "provider", _("By the provider itself")
    SOURCE = "source", _("As its source says")
