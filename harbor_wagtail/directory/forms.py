"""What a visitor may ask. Nothing typed here is ever an error: what cannot be understood is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import copy
from datetime import time
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from harbor_wagtail.directory.asked import MANY, Asked
from harbor_wagtail.directory.hours import DAYS

__all__ = ["Asked", "SearchForm"]

#: Longer questions are cut; nobody has typed this much on a phone.
MAX_WORDS_LENGTH = 200
MAX_AGE = Decimal(150)
#: Pages are counted on from here by nobody.
MAX_PAGE = 100_000

Choices = Sequence[tuple[Any, Any]]

_CLOCK = re.compile(r"(\d{1,2})(?:[:.h ]?(\d\d))?(?::\d\d)?\s*([ap])?\.?\s*m?\.?", re.IGNORECASE | re.ASCII)


def flat(given: Choices) -> dict[str, str]:
    """The names of choices by their values, through groups."""
    names: dict[str, str] = {}
    for value, name in given:
        names.update(dict(name) if isinstance(name, (list, tuple)) else {value: name})
    return names


class PlainInput(forms.TextInput):
    """An ``<input>`` without the templates of Django's, which take longer than all the choices beside it."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        shown = self.format_value(value)
        filled = {} if shown is None else {"value": shown}
        kind = self.attrs.get("type", self.input_type)
        every = {**self.build_attrs(self.attrs, attrs), "type": kind, "name": name, **filled}
        return mark_safe(f"<input{''.join(map(_attribute, every, every.values()))}>")


def _attribute(name: str, value: Any) -> str:
    """As ``flatatt`` writes it, which looks at every part of it for words that are still to be translated."""
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escape(value)}"'


class LaxField(forms.CharField):
    """Text without control characters, cut at ``length``; never refused."""

    def __init__(self, *, length: int, label: Any = "", **attrs: str) -> None:
        self.length = length
        quiet = {"autocomplete": "off", "spellcheck": "false"}
        given = {"class": "harbor-input", **quiet, **attrs}
        if attrs.get("type") != "time":  # which HTML allows no such limit
            given["maxlength"] = str(length)
        super().__init__(required=False, label=label, widget=PlainInput(attrs=given))

    def clean(self, value: Any) -> Any:
        text = value if isinstance(value, str) else ""
        plain = "".join(sign if sign.isprintable() else " " for sign in text[: self.length * 4])
        return " ".join(plain.split())[: self.length].rstrip()


class LaxAgeField(LaxField):
    """A plausible age in years as a ``Decimal``, else ``None``."""

    def clean(self, value: Any) -> Decimal | None:
        try:
            age = Decimal(super().clean(value).replace(",", "."))
        except InvalidOperation:
            return None
        return age if age.is_finite() and 0 <= age <= MAX_AGE else None


class LaxTimeField(LaxField):
    """A time of day, as a browser sends it ("14:30") or as people write it ("9", "2 pm", "2:30 p.m."), else ``None``."""

    def clean(self, value: Any) -> time | None:
        read = _CLOCK.fullmatch(super().clean(value))
        if read is None:
            return None
        hour, minute, half = int(read[1]), int(read[2] or 0), (read[3] or "").lower()
        if half:
            hour = hour % 12 + (12 if half == "p" else 0) if 1 <= hour <= 12 else 24
        return time(hour, minute) if hour < 24 and minute < 60 else None


class LaxPageField(LaxField):
    """A page number of at least 1."""

    def clean(self, value: Any) -> int:
        text = super().clean(value)
        if not (text.isascii() and text.isdigit()):
            return 1
        return min(max(int(text), 1), MAX_PAGE)


class LaxChoiceField(forms.Field):
    """One of ``choices``, (value, name) pairs, through groups; else nothing.

    No ``ChoiceField``: our templates draw the choices with their counts, and that one goes through all of them, some
    hundred counties, each time a form is made.
    """

    def __init__(self, choices: Choices = ()) -> None:
        super().__init__(required=False)
        self.choices = choices

    def __deepcopy__(self, memo: dict[int, Any]) -> LaxChoiceField:
        # Each form has fields of its own; the widget, which is never drawn, may be one for all.
        return copy(self)

    def clean(self, value: Any) -> Any:
        text = str(value or "")
        return text if text and text in flat(self.choices) else ""


class LaxMultipleChoiceField(LaxChoiceField):
    """Those of the values that are choices, each once."""

    widget = forms.SelectMultiple

    def clean(self, value: Any) -> tuple[str, ...]:
        given = [str(each) for each in value] if isinstance(value, (list, tuple)) else []
        known = flat(self.choices) if given else {}
        return tuple(dict.fromkeys(each for each in given if each in known))


class SearchForm(forms.Form):
    """The directory's search. ``asked()`` is what was understood of the data; ``showing()`` the form to show for it.

    ``choices`` are (value, label) lists by name of field, for every field that has choices of the directory's own.
    """

    words = LaxField(length=MAX_WORDS_LENGTH, label=_("What do you need?"), type="search")
    zip = LaxField(length=10, label=_("ZIP code (if you like)"), inputmode="numeric")
    age = LaxAgeField(length=10, label=_("Age of the person"), inputmode="numeric")
    age_stated = LaxMultipleChoiceField([("1", "1")])
    open = LaxMultipleChoiceField([("now", "now")])
    day = LaxChoiceField([(day, day) for day in DAYS])
    time = LaxTimeField(length=12, label=pgettext_lazy("harbor", "Time"), type="time")
    county = LaxChoiceField()
    start = LaxMultipleChoiceField()
    domain = LaxMultipleChoiceField()
    population = LaxMultipleChoiceField()
    gender = LaxMultipleChoiceField()
    spoken = LaxMultipleChoiceField()
    cost = LaxMultipleChoiceField()
    access = LaxMultipleChoiceField()
    page = LaxPageField(length=10)

    use_required_attribute = False

    def __init__(self, data: Any = None, *, choices: Mapping[str, Choices] | None = None) -> None:
        # Never bound: it shows what was understood, not what was sent, and one form is enough for both.
        super().__init__(auto_id="harbor-%s")
        self.given = data
        self.offered = dict(choices or {})
        for name, values in self.offered.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        if self.given is None:
            return Asked()
        read = {name: self._read(name, field) for name, field in self.fields.items()}
        return Asked(
            words=read["words"],
            zip=read["zip"],
            age=read["age"],
            age_unread=read["age"] is None and self._typed("age"),
            age_stated=bool(read["age_stated"]),
            county=read["county"],
            open_now=bool(read["open"]),
            day=read["day"],
            time=read["time"],
            time_unread=read["time"] is None and self._typed("time"),
            page=read["page"],
            **{name: read[kind] for kind, name in MANY.items()},
        ).without(str(self.given.get("without", "")))

    def showing(self, asked: Asked) -> SearchForm:
        """This form, its typed fields filled in with what was understood."""
        clock = asked.time.strftime("%H:%M") if asked.time else ""
        self.initial = {"words": asked.words, "zip": asked.zip, "age": asked.age, "time": clock}
        notes = {"zip": asked.zip_unknown, "age": asked.age_unread, "time": asked.time_unread or asked.time_missing}
        for name in (name for name, has_note in notes.items() if has_note):
            self.fields[name].widget.attrs["aria-describedby"] = f"harbor-{name}-note"
        return self

    def _read(self, name: str, field: forms.Field) -> Any:
        return field.clean(field.widget.value_from_datadict(self.given, {}, name))

    def _typed(self, name: str) -> bool:
        return bool(str(self.given.get(name, "")).strip())
