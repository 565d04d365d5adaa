"""Days of the week in the words of HSDS (MO … SU), English, Spanish and spreadsheets."""

from __future__ import annotations

import re

from django.utils.translation import gettext_noop

from harbor_wagtail.directory.importing.values.bad import BadValue
from harbor_wagtail.directory.importing.values.text import fold

WEEK: tuple[str, ...] = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EVERY_DAY = frozenset(WEEK)
WEEKDAYS, WEEKEND = WEEK[:5], WEEK[5:]

_SPELLINGS: dict[str, str] = {
    "MO": "monday mondays mon mons mo m lunes lun",
    "TU": "tuesday tuesdays tues tue tu t martes mar",
    "WE": "wednesday wednesdays weds wed we w miercoles mie mier",
    "TH": "thursday thursdays thurs thur thu th r jueves jue",
    "FR": "friday fridays fri fr f viernes vie",
    "SA": "saturday saturdays sat sats sa sabado sabados sab",
    "SU": "sunday sundays sun suns su domingo domingos dom",
}
_GROUPS: dict[tuple[str, ...], str] = {
    WEEK: "daily|every day|everyday|7 days a week|seven days a week|7 days per week|7 days|diario|diariamente|todos los dias"
    "|los 7 dias de la semana",
    WEEKDAYS: "weekdays|weekday|entre semana|dias de semana|dias laborables|dias habiles",
    WEEKEND: "weekends|weekend|fines de semana|fin de semana",
}
#: Folded spelling → the days it names.
DAY_WORDS: dict[str, tuple[str, ...]] = {
    **{word: (day,) for day, words in _SPELLINGS.items() for word in words.split()},
    **{word: days for days, words in _GROUPS.items() for word in words.split("|")},
}
#: Letters run together.
COMPACT: dict[str, tuple[str, ...]] = {
    "mwf": ("MO", "WE", "FR"), "mw": ("MO", "WE"), "tth": ("TU", "TH"), "tuth": ("TU", "TH"), "tr": ("TU", "TH"),
    "mtwthf": WEEKDAYS, "mtwrf": WEEKDAYS, "mtwth": WEEK[:4], "mtwr": WEEK[:4], "mf": ("MO", "FR"),
}  # fmt: skip
FIX = gettext_noop("Write days as ‘MO,TU,FR’ or by their names.")


def between(first: object, last: tuple[str, ...]) -> list[str]:
    """The days from ``first`` to ``last``, over the week's end if need be (Friday to Monday)."""
    if len(last) != 1 or first not in EVERY_DAY:
        raise BadValue(gettext_noop("this is not a range of days."), FIX)
    start, end = WEEK.index(str(first)), WEEK.index(last[0])
    if start == end:
        raise BadValue(gettext_noop("this is not a range of days."), FIX)
    return [WEEK[(start + step) % 7] for step in range((end - start) % 7 + 1)]


def parse_byday(value: object) -> str:
    """Days, their names or numbers (1 is Monday, 7 or 0 Sunday) as HSDS ``byday``: "MO,WE".

    A monthly rule keeps its number ("2TU", "-1FR").
    """
    text = fold(value) if value is not None else ""
    days: list[str] = []
    for part in filter(None, re.split(r"[,;/&\s]+|\band\b|\by\b", _ranges(text))):
        days.extend(_day(part))
    return ",".join(dict.fromkeys(days))


def _ranges(text: str) -> str:
    def spell(found: re.Match[str]) -> str:
        return ",".join(between(_day(found[1])[0], tuple(_day(found[2]))))

    for words, days in DAY_WORDS.items():
        if " " in words:
            text = text.replace(words, ",".join(days))
    return re.sub(r"([a-z]+|\b\d)\.? ?(?:-|\bto\b|\bthru\b|\bthrough\b) ?([a-z]+|\d\b)\.?", spell, text)


def _day(word: str) -> tuple[str, ...]:
    word = word.strip(".").casefold()
    if word in DAY_WORDS:
        return DAY_WORDS[word]
    if word in COMPACT:
        return COMPACT[word]
    if re.fullmatch(r"[0-7](?:\.0)?", word):
        return (WEEK[(int(word[0]) - 1) % 7],)
    if (found := re.fullmatch(r"([+-]?[1-5])([a-z]{2})", word)) and found[2].upper() in EVERY_DAY:
        return (found[1].lstrip("+") + found[2].upper(),)
    raise BadValue(gettext_noop("no day of the week can be read from this."), FIX)
