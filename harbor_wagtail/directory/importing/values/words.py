"""Yes and no, and the state a service is in, out of the many words people use for them."""

from __future__ import annotations

import re

from django.utils.translation import gettext_noop

from harbor_wagtail.directory.importing.values.bad import BadValue
from harbor_wagtail.directory.importing.values.text import fold

_ANSWERS: dict[str, str] = {
    "yes": "yes y true t 1 x on si s ja oui yep ✓ ✔ ☑ checked required always",
    "no": "no n false f 0 off never",
    "depends": "depends varies vary maybe sometimes case-by-case situational depende varia some partial partly limited",
    "unknown": "unknown unk ? tbd n/a na ask call desconocido unclear",
}
_ANSWER_WORDS = {word: answer for answer, words in _ANSWERS.items() for word in words.split()} | {
    "it depends": "depends", "case by case": "depends", "not required": "no", "not needed": "no", "none": "no",
    "call to ask": "unknown", "ask first": "unknown", "don't know": "unknown", "not sure": "unknown",
    "not known": "unknown", "no se": "unknown", "not stated": "unknown", "call for details": "unknown",
}  # fmt: skip

#: Our own five states → HSDS ``service.status``.
_AVAILABILITY: dict[str, tuple[str, str]] = {
    "open": (
        "active",
        "active|open|current|yes|available|operating|in operation|ongoing|live|published|abierto|activo",
    ),
    "wait_list": ("active", "wait list|waitlist|waiting list|waitlisted|lista de espera"),
    "closed_to_new": (
        "inactive",
        "inactive|closed to new|closed to new clients|not accepting|not accepting new clients|full|at capacity|inactivo",
    ),
    "temporarily_closed": (
        "temporarily closed",
        (
            "temporarily closed|temporary closed|temp closed|closed temporarily|suspended|paused|seasonal"
            "|seasonally closed"
            "|closed for now|cerrado temporalmente"
        ),
    ),
    "closed": (
        "defunct",
        (
            "defunct|closed|permanently closed|closed permanently|discontinued|ended|terminated|archived|deleted"
            "|no longer available|no longer in operation|cerrado|cerrado permanentemente|closed for good"
        ),
    ),
}
_STATUS_WORDS = {word: (ours, hsds) for ours, (hsds, words) in _AVAILABILITY.items() for word in words.split("|")}
STATUS_FIX = gettext_noop("Write ‘active’, ‘inactive’, ‘temporarily closed’ or ‘defunct’.")


def parse_answer(value: object) -> str | None:
    """yes, no, depends or unknown; ``None`` when empty. Unknown is never a quiet no."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = re.sub(r"\.0$", "", fold(value).rstrip(".!")) if value is not None else ""
    if not text:
        return None
    if text not in _ANSWER_WORDS:
        raise BadValue(
            gettext_noop("this is not yes, no, depends or unknown."),
            gettext_noop("Write ‘yes’, ‘no’, ‘depends’ or ‘unknown’."),
        )
    return _ANSWER_WORDS[text]


def parse_boolean(value: object) -> bool | None:
    """True or False; ``None`` when empty or unknown. "Depends" is neither, and refused."""
    answer = parse_answer(value)
    if answer == "depends":
        raise BadValue(gettext_noop("this is neither yes nor no."), gettext_noop("Write ‘yes’ or ‘no’."))
    return None if answer in (None, "unknown") else answer == "yes"


def parse_status(value: object) -> str | None:
    """HSDS ``service.status``: active, inactive, defunct or temporarily closed; ``None`` when empty."""
    found = _state(value)
    return found[1] if found else None


def parse_availability(value: object) -> str | None:
    """The finer word: open, wait_list, closed_to_new, temporarily_closed or closed; ``None`` when empty."""
    found = _state(value)
    return found[0] if found else None


def _state(value: object) -> tuple[str, str] | None:
    text = re.sub(r"[\s_-]+", " ", fold(value)).strip(" .") if value is not None else ""
    if not text:
        return None
    if text not in _STATUS_WORDS:
        raise BadValue(gettext_noop("no state of a service can be read from this."), STATUS_FIX)
    return _STATUS_WORDS[text]
