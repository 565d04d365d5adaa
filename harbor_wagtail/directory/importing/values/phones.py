"""Several telephone numbers in one cell, taken apart. What they are is decided elsewhere; here they are only split."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext_noop

from harbor_wagtail.directory.importing.values.bad import BadValue
from harbor_wagtail.directory.importing.values.text import clean, fold

FIX = gettext_noop("Write one number per cell, like ‘555-010-0123 ext. 4’, with its purpose in its own column.")


@dataclass(frozen=True, slots=True)
class PhoneText:
    """``number`` as written (letters kept: "1-800-RUNAWAY"), ``extension`` in digits, ``label`` the words around it,
    ``type`` the HSDS type those words name ("" if none)."""

    number: str
    extension: str = ""
    label: str = ""
    type: str = ""


_NUMBER = re.compile(
    r"(?P<number>(?-i:(?:\+?1[\s.-]*)?\(?\d{3}\)?[\s.-]+(?:\d{3}[\s.-])?"  # 1-800-RUNAWAY
    r"[A-Z0-9]*[A-Z][A-Z0-9]*(?:-[A-Z0-9]+){0,3}(?![a-z]))"
    r"|\+?\(?\d{1,4}\)?(?:[\s.\-()]{0,3}\d){5,13}(?!\d)"  # 555-0100, (555) 010-0123, +44 1234 234567
    r"|(?<![\d-])\d{3}(?:[ -]?\d{3})?(?![\d-]))"  # 988, 211, 741741
    r"(?:(?:\s*,?\s*\(?(?:ext(?:ension)?|x|opt(?:ion)?|press|anexo)\.?:?\s*#?\s*|\s*#)(?P<extension>\d{1,7})\)?)?",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[A-Za-z]")
_TYPES = {
    "fax": "fax", "text": "text", "sms": "text", "txt": "text", "texto": "text", "cell": "cell", "mobile": "cell",
    "celular": "cell", "tty": "textphone", "tdd": "textphone", "textphone": "textphone", "video": "video", "vp": "video",
    "videophone": "video", "pager": "pager", "voice": "voice", "phone": "voice", "main": "voice", "office": "voice",
    "tel": "voice", "telefono": "voice", "hotline": "voice", "toll free": "voice", "toll-free": "voice", "v": "voice",
    "f": "fax",
}  # fmt: skip
_NONE = {"", "n/a", "na", "none", "no phone", "-", "tbd", "unknown", "unlisted", "x"}


def parse_phones(value: object) -> tuple[PhoneText, ...]:
    """("555-0100 / 555-0101 ext 3") → two numbers; ``()`` when empty.

    A text line ("text HELP to 233733") stays one piece. Text without any number is refused.
    """
    return _parsed(_text(value))


@lru_cache(maxsize=4096)
def _parsed(text: str) -> tuple[PhoneText, ...]:
    """The office's number stands at each of its services."""
    if fold(text) in _NONE:
        return ()
    if len(text) > 300:
        raise BadValue(gettext_noop("this is too long for a telephone number."), FIX)
    if re.search(r"\b(?:text|txt|sms)\s+\S{1,20}\s+to\s+\d", text, re.IGNORECASE):
        return (PhoneText(text, type="text"),)
    found = [match for match in _NUMBER.finditer(text) if _is_number(match["number"])]
    if not found:
        raise BadValue(gettext_noop("there is no telephone number in this."), FIX)
    between = [
        text[start:end]
        for start, end in zip(
            [0, *(match.end() for match in found)], [*(match.start() for match in found), len(text)], strict=True
        )
    ]
    # Words stand either before their numbers ("Main: 555-0100; Fax: 555-0101") or behind them ("555-0100 (TTY)").
    words = [_words(piece) for piece in between]
    if words[0]:
        labels = [*words[:-2], " ".join(filter(None, words[-2:]))]
    else:
        labels = words[1:]
    return tuple(_phone(match, label) for match, label in zip(found, labels, strict=True))


def _text(value: object) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e16:
        value = int(value)
    text = re.sub(r"^(\d{7,11})\.0$", r"\1", clean(str(value)).strip("'\" "))
    return f"{text[:3]}-{text[3:6]}-{text[6:]}" if re.fullmatch(r"[2-9]\d{9}", text) else text


def _is_number(text: str) -> bool:
    letters = len(_LETTERS.findall(text))
    digits = sum(letter.isdigit() for letter in text)
    return (not letters and digits >= 3) or (letters >= 3 and 7 <= letters + digits <= 15 and text.upper() == text)


def _phone(match: re.Match[str], label: str) -> PhoneText:
    number = match["number"].strip(" -.")
    if _LETTERS.search(number) and label.isdigit():
        label = ""  # the letters spelt out: "800-799-SAFE (7233)"
    return PhoneText(number if ")" in number else number.strip("("), match["extension"] or "", label, _type(label))


def _words(text: str) -> str:
    words = re.sub(r"\s+", " ", text).strip(" ,;:/|&()-.·•\n")
    return "" if fold(words) in {"or", "and", "y", "o", "ph", "phone", "tel", "p", "t"} else words


def _type(label: str) -> str:
    for word in re.findall(r"toll[ -]free|[a-z]+", fold(label)):
        if word in _TYPES:
            return _TYPES[word]
    return ""
