"""Raw text, made fit to be read: one form of every letter, dash and space."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

MAX_TEXT = 200
#: Texts up to this many characters are folded once and remembered.
REMEMBERED = 40

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_AMPERSANDS = re.compile(r"&(?:amp;)+")  # "&amp;amp;amp;" in one go
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6])[\s/]{0,5}>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:a|b|i|u|p|br|em|strong|span|div|font|ul|ol|li|table|tbody|thead|tr|td|th|h[1-6]|img|hr|o:p|sup|sub|small|big"
    r"|center|script|style)(?:[\s/][^<>]{0,1000})?>",
    re.IGNORECASE,
)
# Controls but tab and newline; surrogates; zero-width marks; byte-order marks; characters that are none.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_TO_CLEAN = re.compile(_UNPRINTABLE.pattern[:-1] + "&<\r\x85\xa0]")
_DASHES = re.compile("[\u2010-\u2015\u2212\u00ad\ufe58\ufe63\uff0d~]")


def clean(text: str) -> str:
    """Entities resolved, HTML tags gone, control characters and NUL removed, line ends alike, ends stripped.

    Cleaning what is clean changes nothing, so that an export comes in again as it went out.
    """
    if not _TO_CLEAN.search(text):
        return text.strip()
    for _ in range(20):  # entities hide in entities and in tags; twenty layers are somebody's joke
        plain = _cleaned_once(text)
        if plain == text:
            break
        text = plain
    return text


def _cleaned_once(text: str) -> str:
    if "&" in text:
        # Only entities that end in ";": ``?a=1&copy=2`` is a web address, not a copyright sign.
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), _AMPERSANDS.sub("&", text))
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub("\n", text))
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").replace("\xa0", " ")
    return _UNPRINTABLE.sub("", text).strip()


def fold(text: object, limit: int = MAX_TEXT) -> str:
    """Lower case, no accents, plain dashes and single spaces: for comparing with known words.

    Longer than ``limit`` characters it is cut, since no age, time or status is that long.
    """
    given = str(text)
    return _folded(given, limit) if len(given) <= REMEMBERED else _fold(given, limit)


def _fold(text: str, limit: int) -> str:
    cleaned = clean(text)
    if cleaned.isascii():  # most cells of most files
        return " ".join(cleaned[:limit].replace("~", "-").split()).lower()
    plain = unicodedata.normalize("NFKD", _DASHES.sub("-", cleaned)[:limit])
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(_DASHES.sub("-", letters).split()).replace("’", "'").strip().casefold()


#: Files say the same short words again and again: kinds, states, days, the names of towns.
_folded = lru_cache(maxsize=8192)(_fold)


def slug(text: object) -> str:
    """``Harbor House, Inc.`` → ``harbor-house-inc``."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
