"""Telephone numbers as people write them, turned into links that a phone can follow.

One number of any shape goes in: national, international, with an extension, in letters (1-800-RUNAWAY), a short code
(988), a text line ("text HELP to 233733"), or words around a number. Nothing here raises for what somebody typed, and
nothing asks whether a number is in service: example numbers (555-0100 to 555-0199) are treated like any other.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy
from phonenumbers import Leniency, NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberMatcher

from harbor_wagtail.conf import conf

#: Longer input is words, not a number; it is shown and not searched.
MAX_LENGTH = 300
#: What a form says of a number that does not follow a plan.
_WRONG_LENGTH = gettext_lazy(
    "This has a digit too few or too many for a phone number. One of another country is written with + and the country’s code."
)
TOLL_FREE = frozenset({"800", "822", "833", "844", "855", "866", "877", "888"})

_SHORT = re.compile(r"\d(?:[ .-]?\d){2,5}")
_TEXT_LINE = re.compile(
    r"(?P<before>.*?)\b(?:text|txt|sms|env[ií]a|env[ií]e|manda|mande|escribe|escriba)\s+"
    r"[\"'“”‘’«]?(?P<keyword>[^\W_]{1,20})[\"'“”‘’»]?\s+(?:to|at|al|a)\s+"
    r"(?P<number>\+?[\d(][\d ().-]{1,18}\d)(?P<after>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NORTH_AMERICA = re.compile(r"(?:[2-9]\d\d){2}\d{4}")
# A letter before a digit is of something else, such as "S2136"; but "x5" and "ext5" are extensions.
_CODE = re.compile(r"(?<!ex)(?!x)[^\W\d_]\d", re.IGNORECASE)
# A number in letters is its area code, then nothing but letters, digits and separators.
_VANITY = re.compile(r"\s*(?:\+?1[\s.-]*)?\(?\d{3}\)?[\s.-]*(?:[A-Za-z0-9][\s.-]*){7,10}", re.ASCII)


@dataclass(frozen=True, slots=True)
class PhoneNumberParts:
    """What was found in a string.

    ``dial`` is what a phone dials (digits, with a leading + when the country is known), empty when there is no number;
    ``display`` is the number for people; ``before`` and ``after`` are the words that stood around it. ``follows_plan``: it has as
    many digits as numbers of its country have; else one may be missing.
    """

    dial: str
    display: str
    extension: str = ""
    keyword: str = ""
    is_short: bool = False
    before: str = ""
    after: str = ""
    follows_plan: bool = True

    def __bool__(self) -> bool:
        return bool(self.dial)


def parse(number: object, region: str | None = None, *, remember: bool = True) -> PhoneNumberParts:
    """Find the first number in ``number``; ``region`` ("US") is the country of numbers that name none.

    ``remember=False`` for what a visitor typed, of which nothing may stay in memory.
    """
    read = _read if remember else _read.__wrapped__
    return read(_clean(number), region or conf.PHONE_REGION)


# A page reads the same numbers several times, and a directory the same numbers on every page.
@lru_cache(maxsize=4096)
def _read(text: str, where: str) -> PhoneNumberParts:
    if len(text) > MAX_LENGTH or not any(sign.isdigit() for sign in text):
        return PhoneNumberParts("", text)
    return _text_line(text, where) or _short_code(text) or _whole(text, where) or _within(text, where) or _bare(text)


def check_number(text: str, otherwise: Any) -> None:
    """For a form. Raises ``ValidationError``: in the words of ``otherwise`` where there is nothing to dial."""
    number = parse(text)
    if not number.dial:
        raise ValidationError(otherwise)
    if not number.follows_plan:
        raise ValidationError(_WRONG_LENGTH)


def tel_href(parts: PhoneNumberParts) -> str:
    """``tel:`` address, empty when there is nothing to dial.

    The extension follows a comma, which phones read as "wait, then dial"; most ignore the ``;ext=`` of RFC 3966.
    """
    if not parts.dial:
        return ""
    return f"tel:{parts.dial},{parts.extension}" if parts.extension else f"tel:{parts.dial}"


def sms_href(parts: PhoneNumberParts, keyword: str = "") -> str:
    """``sms:`` address with the word to send. ``?&body=`` is the one spelling that iOS and Android both read."""
    if not parts.dial:
        return ""
    body = keyword or parts.keyword
    return f"sms:{parts.dial}?&body={quote(body, safe='')}" if body else f"sms:{parts.dial}"


def _clean(number: object) -> str:
    # NFKC turns full-width and styled digits into plain ones; marks of direction and control signs go. A lone surrogate
    # would be refused by quote() and by every encoder further on.
    text = unicodedata.normalize("NFKC", "" if number is None else str(number))
    kept = "".join(
        " " if sign.isspace() else sign for sign in text if sign.isspace() or unicodedata.category(sign)[0] != "C"
    )
    return " ".join(kept.split())


def _text_line(text: str, region: str) -> PhoneNumberParts | None:
    found = _TEXT_LINE.fullmatch(text)
    if not found:
        return None
    number = _short_code(found["number"]) or _whole(found["number"], region)
    if not number:
        return None
    return PhoneNumberParts(
        number.dial,
        number.display,
        keyword=found["keyword"],
        is_short=number.is_short,
        before=found["before"].strip(),
        after=found["after"].strip(),
    )


def _short_code(text: str) -> PhoneNumberParts | None:
    if not _SHORT.fullmatch(text):
        return None
    digits = _digits(text)
    return PhoneNumberParts(digits, digits, is_short=True)


def _whole(text: str, region: str) -> PhoneNumberParts | None:
    """The whole string as one number, in digits or letters."""
    if not _VANITY.fullmatch(text) and (_CODE.search(text) or _has_words(text)):
        return None
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException:
        return None
    return _parts(number, region) if phonenumbers.is_possible_number(number) else None


def _has_words(text: str) -> bool:
    return sum(sign.isalpha() for sign in text) >= 3 and "ext" not in text.lower()


def _within(text: str, region: str) -> PhoneNumberParts | None:
    """The first number that stands among words."""
    for match in PhoneNumberMatcher(text, region, leniency=Leniency.POSSIBLE, max_tries=20):
        return _parts(match.number, region, before=text[: match.start].strip(), after=text[match.end :].strip())
    return None


def _bare(text: str) -> PhoneNumberParts:
    """Digits that follow no numbering plan: dialled as they stand if nothing else is there, else only shown."""
    digits = _digits(text)
    plain = not re.search(r"[^\d\s().+-]", text)
    if plain and 3 <= len(digits) <= 15:
        dial = f"+{digits}" if text.startswith("+") else digits
        return PhoneNumberParts(dial, text, follows_plan=False)
    return PhoneNumberParts("", text)


def _parts(number: PhoneNumber, region: str, *, before: str = "", after: str = "") -> PhoneNumberParts:
    extension = number.extension or ""
    plain = PhoneNumber(
        country_code=number.country_code,
        national_number=number.national_number,
        italian_leading_zero=number.italian_leading_zero,
        number_of_leading_zeros=number.number_of_leading_zeros,
    )
    national = phonenumbers.national_significant_number(plain)
    # Seven digits without an area code can be dialled nearby, but not from another country: leave them as they are.
    local = plain.country_code == 1 and len(national) == 7
    dial = national if local else phonenumbers.format_number(plain, PhoneNumberFormat.E164)
    # In North America neither area nor exchange begins with 0 or 1: "1-888-373-788" is no number of area 188.
    wrong = plain.country_code == 1 and not local and not _NORTH_AMERICA.fullmatch(national)
    shown = _display(plain, national, region)
    return PhoneNumberParts(dial, shown, extension, before=before, after=after, follows_plan=not wrong)


def _display(number: PhoneNumber, national: str, region: str) -> str:
    code = number.country_code
    if code == 1 and len(national) == 10 and national[:3] in TOLL_FREE:
        return f"1-{national[:3]}-{national[3:6]}-{national[6:]}"
    at_home = code == phonenumbers.country_code_for_region(region)
    style = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def _digits(text: str) -> str:
    return "".join(str(unicodedata.digit(sign)) for sign in text if unicodedata.digit(sign, None) is not None)
