"""The rules: those the package ships for a language, changed and added to by a site's own (``TermRule``).

A shipped rule in ``data/<language>.yaml``::

    - id: sex-slave                     # names it for ever: a site's own change of it holds on to the name
      level: warning                    # error, warning, info
      match: 'sex(ual)? slaves?'        # regular expression, whole words, whatever the case (case: true minds it)
      instead: [person who was …]       # what to write; empty: leave it out
      reason: …                         # one sentence
      sources: [IR, YC]                 # keys of ``sources`` at the top of the file
      except: [myth]                    # where it is not looked for; without it, all of ``Context``
      flags: [held as sex slaves]       # proof that it finds, and …
      passes: [sex trafficking]         # … that it does not
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"


class Level(str, Enum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Context(str, Enum):
    """Whose words a text is, where it is not the editor's own."""

    VERBATIM = "verbatim"  #: what somebody said, word for word
    STATUTE = "statute"
    SOURCE = "source"  #: the title of a publication
    MYTH = "myth"


EVERYWHERE_ELSE = frozenset(Context)


@dataclass(frozen=True, slots=True)
class Rule:
    """``pattern`` finds the words; ``sources`` are names in full; in a text of a context of ``skips`` it is not looked for."""

    id: str
    level: Level
    pattern: re.Pattern[str]
    instead: tuple[str, ...]
    reason: str
    sources: tuple[str, ...] = ()
    skips: frozenset[Context] = EVERYWHERE_ELSE

    @property
    def advice(self) -> str:
        return "; ".join(self.instead)


def shipped_languages() -> list[str]:
    return sorted(path.stem for path in DATA.glob("*.yaml"))


@cache
def shipped(language: str) -> tuple[Rule, ...]:
    """The package's own rules for a language code (``es-mx`` is read as ``es``); none for a language without rules."""
    entries = read_file(language)
    return tuple(_rule(entry, entries["sources"]) for entry in entries["rules"])


def read_file(language: str) -> dict[str, Any]:
    """A rules file as it is written, proofs included; empty for a language without one."""
    path = DATA / f"{language.split('-')[0].lower()}.yaml"
    if path.parent != DATA or not path.exists():
        return {"sources": {}, "rules": []}
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def _rule(entry: dict[str, Any], sources: dict[str, str]) -> Rule:
    return Rule(
        id=entry["id"],
        level=Level(entry["level"]),
        pattern=_whole_words(entry["match"], minds_case=entry.get("case", False)),
        instead=tuple(entry["instead"]),
        reason=entry["reason"],
        sources=tuple(sources[key] for key in entry["sources"]),
        skips=frozenset(Context(name) for name in entry["except"]) if "except" in entry else EVERYWHERE_ELSE,
    )


def _whole_words(expression: str, *, minds_case: bool = False) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{expression})(?!\w)", 0 if minds_case else re.IGNORECASE)


def words_pattern(lines: str) -> re.Pattern[str] | None:
    """What an editor typed, one word or phrase a line, as a pattern; ``*`` stands for the rest of a word. None if empty."""
    phrases = [" ".join(line.split()) for line in lines.splitlines() if line.strip(" *\t")]
    if not phrases:
        return None
    longest_first = sorted(phrases, key=len, reverse=True)
    either = "|".join(re.escape(phrase).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for phrase in longest_first)
    return _whole_words(either)


def rules_for(language: str, site: Any = None) -> tuple[Rule, ...]:
    """What holds on a site (``None``: what holds on all): the shipped rules as the site changed them, then its own."""
    from harbor_wagtail.models import TermRule

    own = list(TermRule.objects.filter(language=language.split("-")[0]).for_site(site))
    if not own:
        return shipped(language)
    changed = {change.rule: change for change in own if change.rule}
    kept = [_changed(rule, changed.get(rule.id)) for rule in shipped(language)]
    return tuple(rule for rule in [*kept, *(_own(change) for change in own if not change.rule)] if rule)


def _changed(rule: Rule, change: Any) -> Rule | None:
    if change is None:
        return rule
    if change.is_off:
        return None
    instead = tuple(line.strip() for line in change.instead.splitlines() if line.strip()) or rule.instead
    return replace(rule, level=Level(change.level), instead=instead, reason=change.reason or rule.reason)


def _own(change: Any) -> Rule | None:
    pattern = words_pattern(change.words)
    if change.is_off or pattern is None:
        return None
    instead = tuple(line.strip() for line in change.instead.splitlines() if line.strip())
    sources = (change.source,) if change.source else ()
    return Rule(f"own-{change.pk}", Level(change.level), pattern, instead, change.reason, sources)
