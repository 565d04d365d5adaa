"""What two records have in common that are one: a telephone number, a web domain, a name in the same county."""

from __future__ import annotations

import difflib
import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from harbor_wagtail.directory.importing.values import fold

#: Fewer digits are short codes (211, 988), which everybody may print.
FEWEST_DIGITS = 7
#: A number or a domain that more organizations share belongs to somebody above them.
MOST_SHARED = 6
#: Hosts on which anybody may have a page.
_SHARED_HOSTS = frozenset({
    "facebook.com", "m.facebook.com", "instagram.com", "linktr.ee", "linkedin.com", "google.com", "sites.google.com", "goo.gl",
    "bit.ly", "wixsite.com", "wordpress.com", "weebly.com", "youtube.com", "twitter.com", "x.com", "tiktok.com", "eventbrite.com",
    "squarespace.com", "godaddysites.com", "forms.gle", "tinyurl.com",
})  # fmt: skip
#: Words that tell no name from another.
_COMMON = frozenset(
    "the of for and in at a an inc llc co corp corporation incorporated ltd nonprofit organization de la el los las del y para"
    " services service center centre program programs project".split()
)
#: From here on two names are said to be alike. “Harbor House” and “Harbour House” are 0.96, “North House” and “South
#: House” 0.80.
ALIKE = 0.88


def phone_key(number: object, country: str = "1") -> str:
    """The digits that tell a number from others, ``""`` for a short code."""
    digits = re.sub(r"\D", "", re.split(r"(?i)\s*(?:ext|x)\.?\s*\d", str(number or ""), maxsplit=1)[0])
    if len(digits) == 11 and digits.startswith(country):
        digits = digits[1:]
    return digits if len(digits) >= FEWEST_DIGITS else ""


def domain_key(url: object) -> str:
    """``https://www.example.org/a`` → ``example.org``; ``""`` for a host that many share."""
    text = str(url or "").strip()
    host = (urlsplit(text if "//" in text else f"//{text}").hostname or "").lower() if _is_url(text) else ""
    host = host.removeprefix("www.")
    shared = host in _SHARED_HOSTS or any(host.endswith(f".{one}") for one in _SHARED_HOSTS)
    return "" if shared or "." not in host else host


def _is_url(text: str) -> bool:
    try:
        urlsplit(text if "//" in text else f"//{text}")
    except ValueError:
        return False
    return bool(text)


def name_words(name: object) -> tuple[str, ...]:
    """The words that tell a name from others, in alphabetical order."""
    words = re.findall(r"[^\W_]+", fold(str(name or "")))
    telling = sorted(word for word in words if word not in _COMMON)
    return tuple(telling or sorted(words))


def alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names, given as their words, are the same but for spelling or the order of words."""
    if not one or not other:
        return False
    if one == other:
        return True
    first, second = _letters(one), _letters(other)
    if _at_best(first, second) < ALIKE:
        return False
    match = difflib.SequenceMatcher(None, first.text, second.text, autojunk=False)
    return match.real_quick_ratio() >= ALIKE and match.quick_ratio() >= ALIKE and match.ratio() >= ALIKE


class _Letters(NamedTuple):
    """A name as it is compared, how long it is, and a bit for each letter in it."""

    text: str
    length: int
    bits: int


@lru_cache(maxsize=20_000)
def _letters(words: tuple[str, ...]) -> _Letters:
    text, bits = " ".join(words), 0
    for letter in text:
        bits |= 1 << (ord(letter) & 63)
    return _Letters(text, len(text), bits)


def _at_best(one: _Letters, other: _Letters) -> float:
    """No likeness of the two is greater: a letter that only one has stands in no part that both have. Nearly all names beside
    each other in a county end here, which is a fifth of the work on them all."""
    common = min(
        one.length - (one.bits & ~other.bits).bit_count(),
        other.length - (other.bits & ~one.bits).bit_count(),
    )
    return 2 * common / (one.length + other.length)


def block_keys(words: tuple[str, ...]) -> set[str]:
    """What names that are alike have in common: the beginning of one of their words."""
    return {word[:3] for word in words}
