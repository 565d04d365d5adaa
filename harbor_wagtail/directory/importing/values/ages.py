"""Ages as people write them: "12-17", "under 18", "6 months - 5 years", "13 y/o and up"."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_noop

from harbor_wagtail.directory.importing.values.bad import BadValue
from harbor_wagtail.directory.importing.values.text import fold

Ages = tuple[Decimal | None, Decimal | None]
OLDEST = Decimal(150)
FIX = gettext_noop("Write ages as ‘12-17’, ‘18+’, ‘under 18’ or ‘all ages’, in years or with ‘months’.")

_ANY = {
    "all", "all ages", "any", "any age", "any ages", "all ages welcome", "all ages served", "no age limit", "no age limits",
    "no age restriction", "no age restrictions", "no limit", "no limits", "none", "n/a", "na", "not applicable",
    "todas", "todas las edades", "cualquier edad", "sin limite de edad", "-",
}  # fmt: skip
_WORDS: dict[str, Ages] = {
    "adult": (Decimal(18), None), "adults": (Decimal(18), None), "adults only": (Decimal(18), None),
    "adultos": (Decimal(18), None), "minors": (None, Decimal(17)), "minors only": (None, Decimal(17)),
    "menores": (None, Decimal(17)),
}  # fmt: skip
_UNIT = {"y": Decimal(1), "m": Decimal(12), "w": Decimal(52), "d": Decimal(365)}
_NUMBER = r"(\d{1,3}(?:\.\d{1,4})?|\.\d{1,4}) ?(y|m|w|d)?"
_YEARS = re.compile(
    r"(?<![a-z])(?:years? of age|years?[ -]olds?|year|years|yrs?\.?|y\.?/?o\.?|anos(?: de edad)?)(?![a-z])"
)
_UNITS = {
    "m": re.compile(r"(?<![a-z])(?:months?(?:[ -]olds?)?|mos?\.?|mths?\.?|mes|meses)(?![a-z])"),
    "w": re.compile(r"(?<![a-z])(?:weeks?(?:[ -]olds?)?|wks?\.?|semanas?)(?![a-z])"),
    "d": re.compile(r"(?<![a-z])(?:days?(?:[ -]olds?)?|dias?)(?![a-z])"),
}
_FILLER = re.compile(
    r"(?<![a-z])(?:ages?|aged|edades|edad|old|youth|people|persons?|clients?|served|only|adults?|children"
    r"|kids|teens?|seniors?|adultos|ninos|jovenes)(?![a-z])[:.]?"
)
_RANGE = re.compile(rf"^(?:between |from |de |entre )?{_NUMBER} ?(?:-|to|thru|through|until|and|a|hasta|y) ?{_NUMBER}$")
_FROM = re.compile(
    rf"^{_NUMBER} ?(?:\+y?|(?:and|or|&|y|o) ?(?:up|over|older|above|upwards?|mas|mayores)|& ?up|-up|- ?\+|plus"
    rf"|mayores)$"
    rf"|^(?:over|at least|minimum(?: of)?|min\.?|from|starting at|mayores de|desde) {_NUMBER}$|^> ?= ?{_NUMBER}$"
)
_BELOW = re.compile(rf"^(?:under|younger than|below|less than|menores de|< ?) ?{_NUMBER}$")
_UP_TO = re.compile(
    rf"^(?:up to|to|through|thru|until|maximum(?: of)?|max\.?|hasta|birth to|birth through|birth ?-|newborn to"
    rf"|< ?=) ?{_NUMBER}$"
    rf"|^{_NUMBER} ?(?:and|or|&|y|o) ?(?:under|younger|below|less|menos|menores)$"
)
_ONE = re.compile(rf"^{_NUMBER}$")


def parse_ages(value: object) -> Ages:
    """(youngest, oldest) in years, both inclusive; ``None`` is "no limit stated".

    "Under 18" is a youngest-to-17: whoever has not had that birthday. One number alone is that age and no other.
    """
    if value is None or isinstance(value, bool):
        return _nothing(value)
    text = _plain(value)
    if not text or text in _ANY:
        return None, None
    if text in _WORDS:
        return _WORDS[text]
    return _checked(_limits(text))


def parse_age(value: object) -> Decimal | None:
    """One age in years, for a column that holds the youngest or the oldest; ``None`` when it is empty or says "none"."""
    if value is None or isinstance(value, bool):
        return _nothing(value)[0]
    text = _plain(value)
    if not text or text in _ANY:
        return None
    if found := _ONE.match(text):
        return _checked((_years(found[1], found[2]), None))[0]
    parse_ages(value)
    raise BadValue(
        gettext_noop("this is a range of ages, in a column for one age."),
        gettext_noop("Put the youngest age in ‘minimum_age’ and the oldest in ‘maximum_age’, as plain numbers."),
    )


def _nothing(value: object) -> Ages:
    if value is None:
        return None, None
    raise BadValue(gettext_noop("this is a yes or no, not an age."), FIX)


def _plain(value: object) -> str:
    text = fold(value)
    if text in _ANY or text in _WORDS:
        return text
    text = _YEARS.sub("y", text)
    for letter, word in _UNITS.items():
        text = word.sub(letter, text)
    text = re.sub(r"(?<=\d) ?(mo|m|w|d)(?=[^a-z]|$)", lambda unit: unit[1][0], text)
    bare = re.sub(r"\s+", " ", _FILLER.sub(" ", text)).strip(" .:;,()")
    if text and not bare:
        return text  # "youth", "seniors": no number, so no age
    if re.search(r"\by (?:mas|mayores|menores|menos)", bare):
        return bare
    return re.sub(r" ?(?<![a-z])y(?![a-z])", "y", bare)


def _limits(text: str) -> Ages:
    if found := _RANGE.match(text):
        low, low_unit, high, high_unit = found.groups()
        return _years(low, low_unit or high_unit), _years(high, high_unit)
    if found := _FROM.match(text):
        number, unit = _pair(found)
        return _years(number, unit), None
    if found := _BELOW.match(text):
        below = _years(found[1], found[2])
        whole = below == below.to_integral_value() and (found[2] or "y") == "y" and below > 0
        return None, below - 1 if whole else below
    if found := _UP_TO.match(text):
        number, unit = _pair(found)
        return None, _years(number, unit)
    if found := _ONE.match(text):
        age = _years(found[1], found[2])
        return age, age
    raise BadValue(gettext_noop("no age can be read from this."), FIX)


def _pair(found: re.Match[str]) -> tuple[str, str | None]:
    groups = found.groups()
    start = next(index for index in range(0, len(groups), 2) if groups[index])
    return groups[start], groups[start + 1]


def _years(number: str, unit: str | None) -> Decimal:
    years = Decimal(number) / _UNIT[unit or "y"]
    if years == years.to_integral_value():
        return years.to_integral_value()
    return years.quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()


def _checked(ages: Ages) -> Ages:
    youngest, oldest = ages
    if any(age is not None and age > OLDEST for age in ages):
        raise BadValue(gettext_noop("nobody is that old."), FIX)
    if youngest is not None and oldest is not None and youngest > oldest:
        raise BadValue(gettext_noop("the youngest age is above the oldest."), FIX)
    return ages
