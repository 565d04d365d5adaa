"""The texts of a record beside their translations, all on one screen.

Two people may have the screen open, and somebody may change an original meanwhile: of what was written elsewhere since the screen
was opened nothing is written over before it was shown. What nobody touched here stays as it is there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from harbor_wagtail.admin.marks import mark
from harbor_wagtail.typed import typed

Key = tuple[str, int, str]


@dataclass(frozen=True)
class Original:
    """A text in the language it was written in: which ``field`` of which row of which kind (``of``), and what to call it."""

    of: str
    row_id: int
    field: str
    about: str
    words: str

    @property
    def key(self) -> Key:
        return self.of, self.row_id, self.field

    @property
    def name(self) -> str:
        """Of its field on the screen."""
        return f"w-{self.of}-{self.row_id}-{self.field}"


@dataclass(frozen=True)
class Line:
    """A line of the screen. ``outdated``: the original was another one when it was translated. ``fault``: why it is not kept."""

    original: Original
    text: str
    outdated: bool
    fault: str = ""


class SideBySide:
    """``record`` are the columns that all rows of ``model`` share: ``{"framework": …, "locale": …}``; a row has the columns
     ``of``, ``row_id``, ``field``, ``text`` and ``original`` besides. ``sent`` is the form that came back, if one did.
    ``clean`` makes what is kept of what was typed into a field; ``fault`` says what is wrong with it, in words, or nothing.

    The record has to be held until :meth:`keep` is through: two who save at one moment would not see each other.
    """

    def __init__(
        self,
        originals: Iterable[Original],
        model: type[Model],
        record: Mapping[str, Any],
        sent: Mapping[str, str] | None = None,
        *,
        clean: Callable[[str, str], str] = lambda _field, text: text,
        fault: Callable[[str], str] = lambda _text: "",
    ) -> None:
        self._originals = list(originals)
        self._new = lambda each: model(of=each.of, row_id=each.row_id, field=each.field, **record)
        rows: Iterable[Any] = model._default_manager.filter(**record)
        self._stored: dict[Key, Any] = {(row.of, row.row_id, row.field): row for row in rows}
        self._sent, self._clean, self._fault = sent, clean, fault
        self._seen = _marks(sent.get("seen", "")) if sent is not None else {}

    @cached_property
    def lines(self) -> list[Line]:
        return [self._line(original) for original in self._originals]

    @property
    def missing(self) -> int:
        return sum(not line.text for line in self.lines)

    @property
    def outdated(self) -> int:
        return sum(line.outdated for line in self.lines)

    @property
    def seen(self) -> str:
        """What the screen shows, to be sent back with it: marks of each text and of its original."""
        shown = {each.name: [_mark(self._text(each)), _mark(each.words)] for each in self._originals}
        return json.dumps(shown, separators=(",", ":"))

    def keep(self, request: HttpRequest) -> bool:
        """Keep what was typed, all of it or nothing, and say so. What was emptied is not kept at all."""
        if any(line.fault for line in self.lines):
            messages.error(request, _("Nothing is saved yet: something below has to be looked at first."))
            return False
        saved = sum(self._save(original) for original in self._originals)
        told = ngettext("%(number)d text was saved.", "%(number)d texts were saved.", saved)
        messages.success(request, told % {"number": saved})
        return True

    def _save(self, original: Original) -> bool:
        ours, elsewhere = self._is_ours(original), self._is_elsewhere(original)
        if self._given(original) is None or (elsewhere and not ours):
            return False
        known, text = self._stored.get(original.key), self._wished(original)
        if not text:
            return known is not None and bool(known.delete())
        # What comes back as it was shown, beside the original that is still there, holds for that one.
        if known is not None and (known.text, known.original) == (text, original.words):
            return False
        row: Any = known or self._new(original)
        row.text, row.original = text, original.words
        row.save()
        return True

    def _line(self, original: Original) -> Line:
        known, text = self._stored.get(original.key), self._wished(original)
        outdated = known is not None and known.original != original.words
        fault = "" if self._sent is None else self._meanwhile(original) or self._fault(text)
        return Line(original, text, outdated, fault)

    def _meanwhile(self, original: Original) -> str:
        """What was written elsewhere, where something else was written here."""
        if not self._is_ours(original) or not self._is_elsewhere(original):
            return ""
        now, (text_then, original_then) = self._text(original), self._seen[original.name]
        if _mark(now) != text_then and now != self._wished(original):
            if now:
                return _("Somebody else wrote here meanwhile: “%(text)s”. If you save once more, yours is kept.") % {
                    "text": now
                }
            return _("Somebody else took this away meanwhile. If you save once more, yours is kept.")
        if _mark(original.words) != original_then:
            return _("The original was changed meanwhile. If you save once more, this is kept for what it says now.")
        return ""

    def _text(self, original: Original) -> str:
        """As it is stored now."""
        known = self._stored.get(original.key)
        return str(known.text) if known is not None else ""

    def _given(self, original: Original) -> str | None:
        return None if self._sent is None else self._sent.get(original.name)

    def _wished(self, original: Original) -> str:
        """What is to stand there: what was typed, or what stands there if nothing was."""
        given = self._given(original)
        if given is None or not self._is_ours(original):
            return self._text(original)
        return self._clean(original.field, typed(given).strip())

    def _is_ours(self, original: Original) -> bool:
        """Whether it was touched on this screen. One that comes without marks is no browser's: all of it is."""
        given, seen = self._given(original), self._seen.get(original.name)
        return given is not None and (seen is None or _mark(given) != seen[0])

    def _is_elsewhere(self, original: Original) -> bool:
        seen = self._seen.get(original.name)
        return seen is not None and seen != [_mark(self._text(original)), _mark(original.words)]


def _mark(text: str) -> str:
    """The same for the same words, however a browser ends its lines."""
    return mark("\n".join(typed(text).strip().splitlines()))


def _marks(sent: str) -> dict[str, list[str]]:
    """By the name of a field: of its text and of its original. Of what is no such thing, nothing."""
    try:
        found = json.loads(sent)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: seen for name, seen in found.items() if isinstance(seen, list) and len(seen) == 2}
