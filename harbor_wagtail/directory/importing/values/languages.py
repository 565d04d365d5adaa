"""Names of languages, English, Spanish and their own, to ISO 639 codes (two letters where there are two)."""

from __future__ import annotations

import re

from harbor_wagtail.directory.importing.values.text import clean, fold

_NAMES: dict[str, str] = {
    "en": "english|ingles|eng", "es": "spanish|espanol|castellano|castilian|spa",
    "ase": "american sign language|asl|sign language|lengua de senas|lenguaje de senas", "ar": "arabic|arabe|ara",
    "am": "amharic", "hy": "armenian", "as": "assamese", "bn": "bengali|bangla", "bs": "bosnian", "my": "burmese",
    "km": "khmer|cambodian|central khmer", "yue": "cantonese|chinese cantonese|chinese (cantonese)|cantones",
    "zh": "chinese|chino|zho|chi|chinese (simplified)|chinese (traditional)|simplified chinese|traditional chinese",
    "cmn": "mandarin|mandarin chinese|chinese mandarin|chinese (mandarin)", "hr": "croatian", "cs": "czech",
    "nl": "dutch", "prs": "dari", "fa": "farsi|persian", "fr": "french|frances|fra|fre", "de": "german|aleman",
    "el": "greek", "gu": "gujarati", "ht": "haitian creole|haitian|creole|kreyol|kreyol ayisyen|criollo haitiano",
    "ha": "hausa", "haw": "hawaiian", "he": "hebrew", "hi": "hindi", "hmn": "hmong", "hu": "hungarian", "ig": "igbo",
    "ilo": "ilocano|iloko", "id": "indonesian", "it": "italian|italiano", "ja": "japanese|japones", "kar": "karen",
    "rw": "kinyarwanda", "rn": "kirundi|rundi", "ko": "korean|coreano", "ku": "kurdish", "lo": "lao|laotian",
    "ln": "lingala", "ms": "malay", "ml": "malayalam", "mh": "marshallese", "mr": "marathi", "mam": "mam",
    "mix": "mixteco|mixtec", "mn": "mongolian", "nv": "navajo|dine", "ne": "nepali", "no": "norwegian", "om": "oromo",
    "ps": "pashto", "pl": "polish|polaco", "pt": "portuguese|portugues|por|brazilian portuguese",
    "pa": "punjabi|panjabi", "quc": "k'iche'|quiche|k'iche", "quz": "quechua", "ro": "romanian",
    "ru": "russian|ruso|rus", "sm": "samoan", "sr": "serbian", "so": "somali", "sw": "swahili|kiswahili",
    "sv": "swedish", "tl": "tagalog|filipino", "ta": "tamil", "te": "telugu", "th": "thai", "ti": "tigrinya",
    "to": "tongan", "tr": "turkish", "tw": "twi", "uk": "ukrainian|ucraniano", "ur": "urdu", "uz": "uzbek",
    "vi": "vietnamese|vietnamita|vie", "wo": "wolof", "yi": "yiddish", "yo": "yoruba", "zap": "zapoteco|zapotec",
}  # fmt: skip
_BY_NAME = {name: code for code, names in _NAMES.items() for name in names.split("|")}
_CODES = frozenset(_NAMES)
_SPLIT = re.compile(r"[,;/|&\n•·]|\band\b|\by\b", re.IGNORECASE)


def parse_language(value: object) -> str | None:
    """The code of a language by its name or code; ``None`` when empty or not one of those we know (keep the name)."""
    text = fold(value).strip(" .*") if value is not None else ""
    if text in _CODES:
        return text
    base = re.split(r"[-_]", text)[0]
    if base != text and base in _CODES and re.fullmatch(r"[a-z]{2,3}[-_][a-z0-9]{2,8}", text):
        return base
    return _BY_NAME.get(text) or _BY_NAME.get(re.sub(r" ?\(.*\)$", "", text).strip())


def split_languages(value: object) -> tuple[str, ...]:
    """The names of several languages in one cell ("English, Spanish and ASL"), each once."""
    text = clean(str(value)) if value is not None else ""
    return tuple(dict.fromkeys(name for name in (part.strip(" .") for part in _SPLIT.split(text)) if name))
