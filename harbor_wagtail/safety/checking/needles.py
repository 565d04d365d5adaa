"""Street addresses as people write them, made comparable: case, marks, accents and abbreviations do not matter."""

from __future__ import annotations

import html
import re
import unicodedata

#: The post office's abbreviations of what streets, units and directions are called.
_SHORT = {
    **dict.fromkeys(("street", "str", "saint"), "st"),
    **dict.fromkeys(("avenue", "av", "avenida"), "ave"),
    **dict.fromkeys(("boulevard", "boul"), "blvd"),
    "apartment": "apt", "building": "bldg", "circle": "cir", "court": "ct", "drive": "dr", "east": "e", "floor": "fl",
    "fort": "ft", "heights": "hts", "highway": "hwy", "lane": "ln", "mount": "mt", "north": "n", "northeast": "ne",
    "northwest": "nw", "parkway": "pkwy", "place": "pl", "plaza": "plz", "road": "rd", "route": "rte", "south": "s",
    "southeast": "se", "southwest": "sw", "square": "sq", "suite": "ste", "terrace": "ter", "trail": "trl", "west": "w",
}  # fmt: skip
_KINDS = {
    "st",
    "ave",
    "blvd",
    "cir",
    "ct",
    "dr",
    "hwy",
    "ln",
    "pkwy",
    "pl",
    "plz",
    "rd",
    "rte",
    "sq",
    "ter",
    "trl",
    "way",
}
_TAG = re.compile(r"<[^>]*>")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
#: Fewer words, or fewer signs, are found everywhere.
MIN_WORDS, MIN_SIGNS = 2, 6


def plain(text: str) -> str:
    """``text`` as lower-case words with one blank around each: " 4471 canary hollow rd "."""
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    text = unicodedata.normalize("NFKD", html.unescape(_TAG.sub("", text)))
    text = (
        "".join(sign for sign in text if not unicodedata.combining(sign)).casefold().replace("'", "").replace("’", "")
    )
    words = re.findall(r"[^\W_]+", re.sub(r"\\[nrt]", " ", text))
    return f" {' '.join(_SHORT.get(word, word) for word in words)} "


def needle(line: str) -> str:
    """What to look for: number and street of one written address; empty where that is too little to look for."""
    words = plain(line.split(",")[0]).split()
    if len(words) > MIN_WORDS and words[-1] in _KINDS:
        words = words[:-1]  # also found where somebody wrote "4471 Canary Hollow" alone
    told = " ".join(words)
    return f" {told} " if len(words) >= MIN_WORDS and len(told) >= MIN_SIGNS else ""
