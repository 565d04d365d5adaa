"""One analyser for what is stored and what is asked, so that every database finds the same services.

A word becomes ``folded`` (lower case, no accents) and a ``stem``. Both are indexed, both are asked for, and the last
word of a question also as a beginning: "shel" and "shelters" find "shelter". What leaves this module is made of
``a-z``, ``0-9`` and ``_`` alone: no database tokenises, folds or collates it differently, and no operator of a query
language can occur in it.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import snowballstemmer

from harbor_wagtail.alphabet import own_letters

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What is read of a question, and of one text that is indexed (characters).
MAX_QUESTION = 200
MAX_TEXT = 20_000
MAX_WORDS = 12
MAX_WORD = 40
#: A shorter beginning would match nearly everything.
MIN_PREFIX = 2

_ALGORITHMS: dict[str, str] = dict(
    pair.split(":")
    for pair in (
        "ar:arabic ca:catalan cs:czech da:danish de:german el:greek en:english es:spanish et:estonian eu:basque "
        "fi:finnish fr:french ga:irish hi:hindi hu:hungarian hy:armenian id:indonesian it:italian lt:lithuanian "
        "nb:norwegian ne:nepali nl:dutch nn:norwegian no:norwegian pl:polish pt:portuguese ro:romanian ru:russian "
        "sr:serbian sv:swedish ta:tamil tr:turkish yi:yiddish"
    ).split()
)

#: Left out of a question while another word remains. "its" is also Spanish for an infection: only English drops it.
STOP_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset(
        "a an and are at be by can do for from have how i im in is it its me my near of on or so that the there this "
        "to was we what when where which who with you your need want find looking get".split()
    ),
    "es": frozenset(
        "a al algo como con cual cuando de del desde donde e el ella en es esta este hay la las lo los me mi mis o "
        "para pero por que quien se sin sobre su sus tu un una unas unos y yo necesito quiero busco buscar".split()
    ),
}

# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
_APOSTROPHES = re.compile("(?<=\\w)['\u2018\u2019\u02bc\u02bb\u00b4`](?=\\w)")
_HYPHENS = re.compile(r"(?<=\w)[-\u2010\u2011](?=\w)")
# Marks that people leave out when they type: Latin and Greek accents, Hebrew points, Arabic vowel signs.
_OPTIONAL_MARK = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]")
# Chinese and Japanese are written without spaces: each sign is a word.
_SIGN = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_UNMARKED = re.compile("[^a-z0-9]+")
_PLAIN_RUN = re.compile("[a-z0-9]+")
_SHORT_I = "\ue000"
_SPANISH_ENDING = re.compile("([cs])ion$")


@dataclass(frozen=True, slots=True)
class QueryWord:
    """One word of a question: any of ``forms`` as it stands, or whatever begins with ``prefix`` if it is not empty."""

    forms: tuple[str, ...]
    prefix: str = ""

    @property
    def exact(self) -> tuple[str, ...]:
        """The forms that do not begin with the prefix, which finds the others anyway."""
        return tuple(form for form in self.forms if not (self.prefix and form.startswith(self.prefix)))

    def marked(self, mark: str) -> QueryWord:
        return QueryWord(tuple(mark + form for form in self.forms), self.prefix and mark + self.prefix)


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing a question asks for: all words of any of ``alternatives``, which mean the same."""

    alternatives: tuple[tuple[QueryWord, ...], ...]

    def marked(self, mark: str) -> Concept:
        """The same, asked of rows in the language of a mark."""
        return Concept(tuple(tuple(word.marked(mark) for word in words) for words in self.alternatives))


def mark_of(language: str) -> str:
    """What stands before each indexed word of a row in this language: an index holds the rows of all languages, and
    who asks in one of them should not have to pass over the others'."""
    return _UNMARKED.sub("", language.lower()) + "_"


def tokens(text: str, *languages: str) -> tuple[str, ...]:
    """What is indexed of a text: for each word its folded form and its stems, in order, each once.

    ``languages`` are codes such as ``"en"`` or ``"es-mx"``; without one nothing is stemmed.
    """
    return _tokens(text[:MAX_TEXT], languages)


# The names of terms, and texts that stand in for other languages, come round again and again.
@lru_cache(maxsize=1024)
def _tokens(text: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    words = dict.fromkeys(_words(text, joined=True))
    return tuple(dict.fromkeys(form for word in words for form in _kept_forms(word, languages)))


def query_tokens(text: str, *languages: str) -> tuple[QueryWord, ...]:
    """What is asked for: at most 12 words, all of which a row should have. Empty when the text holds no word.

    The first language is the visitor's; the others are those in which a text may stand in for one that is missing.
    """
    asked = question_words(text)
    words = [word for word in asked if not is_stop_word(word, *languages)] or asked
    words = words[:MAX_WORDS]
    return tuple(query_word(word, languages, is_last=word is words[-1]) for word in words)


def question_words(text: str) -> list[str]:
    """The folded words of a question, each once."""
    return list(dict.fromkeys(_words(text[:MAX_QUESTION])))


def is_stop_word(word: str, *languages: str) -> bool:
    return bool(languages) and word in STOP_WORDS.get(primary(languages[0]), ())


def query_word(word: str, languages: tuple[str, ...], *, is_last: bool = False, remember: bool = False) -> QueryWord:
    """A folded word as it is asked for; the last one of a question also as a beginning.

    ``remember`` is for words of the site's own: of what a visitor typed nothing may stay in memory.
    """
    forms = _kept_forms if remember else _forms
    return QueryWord(forms(word, languages), _prefix(word, is_last))


def as_beginning(word: str, typed: QueryWord) -> QueryWord:
    """The last word of a question, which finds what begins with it, too."""
    return QueryWord(typed.forms, _prefix(word, True))


def sort_key(text: str, language: str = "") -> str:
    """A name as every database sorts it alike: folded words, ``a-z0-9_`` and spaces, at most 200 characters."""
    return " ".join(_encode(word) for word in _words(own_letters(text[:MAX_QUESTION], language)))[:200]


def _prefix(word: str, is_last: bool) -> str:
    long_enough = len(word) >= MIN_PREFIX or not word.isascii()
    return _encode(word) if is_last and long_enough else ""


def primary(language: str) -> str:
    return language.lower().replace("_", "-").split("-")[0]


def _words(text: str, *, joined: bool = False) -> Iterator[str]:
    """The folded words of a text. ``joined`` adds "dropin" for "drop-in"."""
    for chunk in _fold(text).split():
        if chunk.isascii() and chunk.isalnum():
            yield chunk[:MAX_WORD]
            continue
        parts = [part[:MAX_WORD] for part in _HYPHENS.split(chunk) for part in _runs(part)]
        yield from parts
        if joined and 1 < len(parts) <= 3 and _HYPHENS.search(chunk):
            yield "".join(parts)[:MAX_WORD]


def _runs(text: str) -> Iterator[str]:
    """Runs of letters, digits and their marks; each Chinese or Japanese sign by itself."""
    if text.isascii():
        yield from _PLAIN_RUN.findall(text)
        return
    run = ""
    for char in text:
        belongs = unicodedata.category(char)[0] in "LMN"
        if belongs and not _SIGN.match(char):
            run += char
            continue
        if run:
            yield run
        if belongs:
            yield char
        run = ""
    if run:
        yield run


def _fold(text: str) -> str:
    """Compatibility forms, case and accents away; what cannot be seen is dropped, control characters part words."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    if not plain.isprintable():
        plain = "".join(_visible(char) for char in plain)
    return _APOSTROPHES.sub("", plain if plain.isascii() else _bare(plain))


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if char == "\x00" or category in ("Cf", "Cs", "Co", "Cn"):
        return ""
    return " " if category == "Cc" else char


def _bare(text: str) -> str:
    """Without the marks people leave out. "й" is a letter of its own, though Unicode takes it apart: it is carried
    past by a private-use sign, none of which is left in a text by then."""
    kept = unicodedata.normalize("NFC", text).replace("й", _SHORT_I)
    bare = _OPTIONAL_MARK.sub("", unicodedata.normalize("NFD", kept))
    return unicodedata.normalize("NFC", bare).replace(_SHORT_I, "й")


def _forms(word: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    stems = (_stem(word, language) for language in dict.fromkeys(map(primary, languages)))
    return tuple(dict.fromkeys(_encode(form) for form in (*stems, word)))


#: Words of records come round again and again; a question's never go through here.
_kept_forms = lru_cache(maxsize=50_000)(_forms)


_local = threading.local()


def _stemmer(algorithm: str) -> Any:
    """A stemmer keeps the word it works on in itself, so threads must not share one."""
    stemmers: dict[str, Any] = _local.__dict__.setdefault("stemmers", {})
    if algorithm not in stemmers:
        known = algorithm in snowballstemmer.algorithms()
        stemmers[algorithm] = snowballstemmer.stemmer(algorithm) if known else None
        if hasattr(stemmers[algorithm], "maxCacheSize"):
            stemmers[algorithm].maxCacheSize = 0  # PyStemmer keeps all words, who typed them or not
    return stemmers[algorithm]


def _stem(word: str, language: str) -> str:
    stemmer = _stemmer(_ALGORITHMS.get(language, ""))
    if stemmer is None or any(char.isdigit() for char in word):
        return word
    # Older Snowballs know the ending only with its accent, which was folded away.
    spelled = _SPANISH_ENDING.sub(r"\1ión", word) if language == "es" else word
    stem = _bare(stemmer.stemWord(spelled)) or word
    if hasattr(stemmer, "set_current"):
        stemmer.set_current("")  # it would hold the word until the next one
    return stem


def _encode(word: str) -> str:
    """Spell what is not ``a-z0-9`` as ``_`` and five hexadecimal digits, sign by sign, so that beginnings stay so."""
    if word.isascii() and word.isalnum():
        return word
    return "".join(char if char.isascii() and char.isalnum() else f"_{ord(char):05x}" for char in word)
