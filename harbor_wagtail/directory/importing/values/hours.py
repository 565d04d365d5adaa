"""Opening hours in prose. What is not understood to the last word stays prose: hours are never guessed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from harbor_wagtail.directory.importing.values import clock
from harbor_wagtail.directory.importing.values.bad import BadValue
from harbor_wagtail.directory.importing.values.days import COMPACT, DAY_WORDS, EVERY_DAY, WEEK, between
from harbor_wagtail.directory.importing.values.text import clean

LONGEST = 400


@dataclass(frozen=True, slots=True)
class Span:
    """Open on each of ``byday`` (MO … SU). Closing at or before opening is after midnight; 00:00-00:00 is all day."""

    byday: tuple[str, ...]
    opens: dt.time
    closes: dt.time


@dataclass(frozen=True, slots=True)
class ParsedHours:
    """``kind``: weekly, always, appointment or unknown. ``closed_days`` are said to be closed, the other days
    without a span are only not mentioned. ``notes`` is the prose, or what of it the spans do not say."""

    kind: str
    spans: tuple[Span, ...] = ()
    closed_days: tuple[str, ...] = ()
    notes: str = ""


_ALWAYS = re.compile(
    r"^(?:we are )?(?:always )?(?:open|available|abierto|disponible)? ?(?:"
    r"24 ?(?:/|-|x) ?7(?: ?(?:/|-|x) ?365)?"
    r"|(?:24 ?-?(?:hours?|hrs?|h)|24 horas)(?: (?:a|per) day| al dia| del dia)?"
    r"(?:(?:,|/| and| y)? ?(?:(?:7|seven|los 7|los siete) (?:days|dias)(?: (?:a|per) week| (?:de|a) la"
    r" semana)?|7/7|every ?day|daily|todos los dias))?"
    r"|around the clock|always open|siempre abierto)"
    r"(?:,? ?(?:365|every) days? (?:a|per|of the) year)?[.!]*$"
)
_APPOINTMENT = re.compile(
    r"^(?:open |services? |seen )?(?:strictly )?(?:only )?(?:by|with|on) (?:an )?(?:appointments?|appt\.?)(?:"
    r" only| required)?[.!]*$"
    r"|^(?:appointments?|appt\.?)(?: is| are)? ?(?:only|required|needed|necessary)[.!]*$"
    r"|^(?:please )?call (?:for|to make|to schedule) (?:an )?appointment[.!]*$"
    r"|^(?:solo |solamente )?(?:con|por) cita(?: previa)?(?: solamente| unicamente)?[.!]*$|^(?:solo )?cita previa[.!]*$"
)
_ASIDE = re.compile(
    r"[,;.(]? ?(?:\(?(?:(?:and|or|also|y|o|tambien) )?(?:by|with|con) (?:appointment|appt\.?|cita(?:"
    r" previa)?)(?: only)?\)?"
    r"|\(?(?:except|excluding|closed(?: on)?|but closed(?: on)?|excepto|cerrado(?: en)?) (?:for )?(?:all "
    r"|most |major |federal |legal |state |public |"
    r"school |national |dias )*(?:holidays|feriados|festivos)\)?)[.!)]*$"
)
_HEADING = re.compile(
    r"^(?:(?:our |office |business |regular |service |drop-in |walk-in )*hours?(?: of operation)?|open"
    r"|horario|abierto)\b ?:? ?"
)
_DAY = "|".join(sorted(map(re.escape, [*DAY_WORDS, *COMPACT]), key=len, reverse=True))
_TOKENS = re.compile(
    rf"(?P<all_day>24 ?-?(?:hours?|hrs?|h|horas)(?: a day)?\b|all day\b|todo el dia\b)"
    rf"|(?P<span>{clock.TIME} ?(?:-|to\b|until\b|till\b|thru\b|through\b|a\b|hasta\b)(?: las?\b)?"
    rf" ?{clock.TIME})(?![a-z0-9])"
    rf"|(?P<days>(?:{_DAY})(?![a-z0-9])\.?)"
    r"|(?P<closed>closed\b|cerrado\b)"
    r"|(?P<range>-|to\b|thru\b|through\b|al?\b|hasta\b)"
    r"|(?P<colon>:)"
    r"|(?P<strong>;|\||\n|\.(?= |$))"
    r"|(?P<weak>,|&|/|and\b|y\b|e\b)"
    r"|(?P<filler>(?:open|from|on|at|hours|hrs|hs|abierto|de|las|los|desde|el)\b)"
    r"|(?P<space> +)"
)
# "We open at nine" is not Wednesday, and "Mar 9" is a Tuesday only among other Spanish days.
_NO_DAYS = re.compile(
    r"\bwe (?:are|open|have|will|can)\b|^(?!.*\b(?:lun|mie|jue|vie|sab|dom)).*\bmar\b(?!tes)", re.DOTALL
)
# Days then times, times then days; "closed" may stand on either side of its days.
_ORDERS = (re.compile(r"DT|DC|CD"), re.compile(r"TD|CD|DC"))
Group = tuple[str, list[object]]


def parse_hours(value: object) -> ParsedHours:
    """Opening hours out of prose; never an error. Not understood whole → kind "unknown", the prose kept in ``notes``."""
    return _parsed(clean(str(value)) if value is not None else "")


@lru_cache(maxsize=2048)
def _parsed(prose: str) -> ParsedHours:
    """Half the services of a directory are open "Mon-Fri 9-5"."""
    text = "\n".join(clock.plain_clock(line) for line in prose.splitlines() if line.strip())
    unknown = ParsedHours("unknown", notes=prose)
    if not text or len(prose) > LONGEST or _NO_DAYS.search(text):
        return unknown
    if _ALWAYS.match(text):
        return ParsedHours("always")
    if _APPOINTMENT.match(text):
        return ParsedHours("appointment", notes="" if len(text) < 22 else prose)
    text, aside = _without_aside(text, prose)
    try:
        groups = _groups(_HEADING.sub("", text, count=1))
        return _weekly(groups, aside, prose) or unknown
    except BadValue:
        return unknown


def _without_aside(text: str, prose: str) -> tuple[str, str]:
    """Cut off a closing "or by appointment" or "closed holidays", to be kept as a note in its own words."""
    found = _ASIDE.search(text)
    if not found or not found.start():
        return text, ""
    words = found[0].strip(" ,;.()!").split()
    cut = prose.casefold().rfind(words[0])
    return text[: found.start()], prose[cut:].strip(" ,;()") if cut >= 0 else found[0].strip(" ,;()")


def _groups(text: str) -> list[Group]:
    """Runs of days (D), of times (T) and the word closed (C), in the order written."""
    groups: list[Group] = []
    exact = any(clock.writes_24_hours(time) for time in re.findall(rf"(?<![\d:.]){clock.TIME}", text))
    at, joined, ranged = 0, False, False
    while at < len(text):
        token = _TOKENS.match(text, at)
        if not token:
            raise BadValue("", "")
        at, sort = token.end(), str(token.lastgroup)
        if sort in ("space", "filler"):
            continue
        if sort == "range":
            if ranged or not groups or groups[-1][0] != "D" or not joined:
                raise BadValue("", "")
            ranged = True
        elif sort in ("colon", "strong", "weak"):
            if ranged or (sort == "colon" and (not groups or groups[-1][0] != "D")):
                raise BadValue("", "")
            joined = joined and sort == "weak"
        else:
            _add(groups, sort, token[0], joined, ranged, exact)
            joined, ranged = True, False
    if ranged:
        raise BadValue("", "")
    return groups


def _add(groups: list[Group], sort: str, words: str, joined: bool, ranged: bool, exact: bool) -> None:
    letter = {"days": "D", "closed": "C"}.get(sort, "T")
    if ranged and letter != "D":
        raise BadValue("", "")
    if not groups or groups[-1][0] != letter or not joined:
        groups.append((letter, []))
    items = groups[-1][1]
    if letter == "D":
        days = DAY_WORDS.get(words.strip(".")) or DAY_WORDS.get(words) or COMPACT[words.strip(".")]
        if ranged:
            items.extend(between(items[-1], days)[1:])
        else:
            items.extend(days)
    elif sort == "all_day":
        items.append((clock.MIDNIGHT, clock.MIDNIGHT))
    elif sort == "span":
        found = re.match(rf"^({clock.TIME}) ?(?:-|[a-z]+)(?: las?)? ?({clock.TIME})$", words)
        if not found:
            raise BadValue("", "")
        items.append(clock.span(found[1], found[2], exact=exact))


def _weekly(groups: list[Group], aside: str, prose: str) -> ParsedHours | None:
    letters = "".join(letter for letter, _ in groups)
    for order in _ORDERS:
        pairs = order.findall(letters)
        if pairs and "".join(pairs) == letters:
            break
    else:
        return None
    opened: dict[str, list[clock.Span]] = {}
    closed: set[str] = set()
    for index in range(0, len(groups), 2):
        pair = dict(groups[index : index + 2])
        days = [str(day) for day in pair["D"]]
        if "C" in pair:
            closed.update(days)
            continue
        for day in dict.fromkeys(days):
            opened.setdefault(day, []).extend(pair["T"])  # type: ignore[arg-type]
    every = EVERY_DAY <= opened.keys() and len({tuple(spans) for spans in opened.values()}) == 1
    if closed & opened.keys() and not every:
        return None
    for day in closed:
        opened.pop(day, None)
    if any(_overlap(spans) for spans in opened.values()):
        return None
    ordered_closed = tuple(day for day in WEEK if day in closed)
    if not opened:
        return ParsedHours("unknown", closed_days=ordered_closed, notes=prose)
    return ParsedHours("weekly", _spans(opened), ordered_closed, aside)


def _overlap(spans: list[clock.Span]) -> bool:
    """Two spans of one day that share a minute contradict each other."""
    minutes = sorted(
        (opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute + (1440 if closes <= opens else 0))
        for opens, closes in spans
    )
    return any(later[0] < earlier[1] for earlier, later in zip(minutes, minutes[1:], strict=False))


def _spans(opened: dict[str, list[clock.Span]]) -> tuple[Span, ...]:
    """Days that share a span stand together, in the order of the week."""
    together: dict[clock.Span, list[str]] = {}
    for day in WEEK:
        for opens_closes in opened.get(day, []):
            together.setdefault(opens_closes, []).append(day)
    return tuple(Span(tuple(days), opens, closes) for (opens, closes), days in together.items())
