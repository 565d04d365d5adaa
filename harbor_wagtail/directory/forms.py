"""What a visitor may ask. Nothing typed here is ever an error: what cannot be understood is left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from harbor_wagtail import places

#: Longer questions are cut; nobody has typed this much on a phone.
MAX_WORDS_LENGTH = 200
MAX_AGE = Decimal(150)
#: Pages are counted on from here by nobody.
MAX_PAGE = 100_000

#: The id of the form's element.
FORM_ID = "harbor-form"

Choices = Sequence[tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. What was typed is kept out of ``repr``, and so out of error reports.

    ``domains`` are codes of terms as strings, ``county`` a FIPS code; empty means any.
    """

    words: str = field(default="", repr=False)
    zip: str = field(default="", repr=False)
    age: Decimal | None = field(default=None, repr=False)
    domains: tuple[str, ...] = ()
    county: str = ""
    page: int = 1
    age_unread: bool = False

    @property
    def near(self) -> places.ZipPlace | None:
        return places.zip_place(self.zip)

    @property
    def zip_unknown(self) -> bool:
        return bool(self.zip) and self.near is None

    @property
    def filters_on(self) -> int:
        """How many filters, beside words and ZIP, are set."""
        return len(self.domains) + bool(self.county) + (self.age is not None)

    @property
    def narrows(self) -> bool:
        """Whether anything but a place is asked for."""
        return bool(self.words or self.filters_on)

    def without(self, what: str) -> Asked:
        """The question with one part taken away: ``words``, ``zip``, ``age``, ``county``, ``domain``, ``domain:CODE``,
        ``all``. Anything else changes nothing."""
        emptied: dict[str, dict[str, Any]] = {
            "words": {"words": ""},
            "zip": {"zip": ""},
            "age": {"age": None, "age_unread": False},
            "county": {"county": ""},
            "domain": {"domains": ()},
            "all": {"words": "", "zip": "", "age": None, "age_unread": False, "county": "", "domains": ()},
        }
        if what.startswith("domain:"):
            kept = tuple(code for code in self.domains if code != what.removeprefix("domain:"))
            return replace(self, domains=kept, page=1)
        return replace(self, **emptied[what], page=1) if what in emptied else self

    def fields(self) -> list[tuple[str, str]]:
        """Names and values of the hidden fields that ask the same again (without the page)."""
        pairs = [("words", self.words), ("zip", self.zip), ("county", self.county)]
        pairs += [("age", str(self.age))] if self.age is not None else []
        return [(name, value) for name, value in pairs if value] + [("domain", code) for code in self.domains]


class LaxField(forms.CharField):
    """Text without control characters, cut at ``length``; never refused."""

    def __init__(self, *, length: int, label: Any = "", **attrs: str) -> None:
        self.length = length
        given = {"class": "harbor-input", "maxlength": str(length), "autocomplete": "off", **attrs}
        super().__init__(required=False, label=label, widget=forms.TextInput(attrs=given))

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


class LaxPageField(LaxField):
    """A page number of at least 1."""

    def clean(self, value: Any) -> int:
        text = super().clean(value)
        if not (text.isascii() and text.isdigit()):
            return 1
        return min(max(int(text), 1), MAX_PAGE)


class LaxChoiceField(forms.ChoiceField):
    """One of the choices, else nothing."""

    def clean(self, value: Any) -> str:
        text = str(value or "")
        return text if self.valid_value(text) else ""


class LaxMultipleChoiceField(forms.MultipleChoiceField):
    """Those of the values that are choices, each once."""

    def clean(self, value: Any) -> tuple[str, ...]:
        given: Iterable[Any] = value if isinstance(value, (list, tuple)) else ()
        return tuple(dict.fromkeys(str(each) for each in given if self.valid_value(str(each))))


class SearchForm(forms.Form):
    """The directory's search. ``asked()`` is what was understood of the data; ``showing()`` the form to show for it."""

    words = LaxField(length=MAX_WORDS_LENGTH, label=_("What do you need?"), type="search", enterkeyhint="search")
    zip = LaxField(length=10, label=_("ZIP code (if you like)"), inputmode="numeric")
    age = LaxAgeField(length=10, label=_("Age of the person"), inputmode="numeric")
    domain = LaxMultipleChoiceField(required=False, label=_("Kind of help"), widget=forms.CheckboxSelectMultiple)
    county = LaxChoiceField(
        required=False, label=_("County served"), widget=forms.Select(attrs={"class": "harbor-input"})
    )
    page = LaxPageField(length=10)

    use_required_attribute = False

    def __init__(
        self, data: Any = None, *, domains: Choices = (), counties: Choices = (), initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, auto_id="harbor-%s", initial=initial)
        self.offered = {"domains": list(domains), "counties": list(counties)}
        self.fields["domain"].choices = self.offered["domains"]  # type: ignore[attr-defined]
        self.fields["county"].choices = [("", _("Any county")), *self.offered["counties"]]  # type: ignore[attr-defined]
        # The filters stand beside the results, outside the <form> they belong to.
        for name in ("age", "county", "domain"):
            self.fields[name].widget.attrs["form"] = FORM_ID

    def asked(self) -> Asked:
        if not self.is_bound or not self.is_valid():
            return Asked()
        read = self.cleaned_data
        return Asked(
            words=read["words"],
            zip=read["zip"],
            age=read["age"],
            domains=read["domain"],
            county=read["county"],
            page=read["page"],
            age_unread=read["age"] is None and bool(str(self.data.get("age", "")).strip()),
        ).without(str(self.data.get("without", "")))

    def showing(self, asked: Asked) -> SearchForm:
        """An unbound form with the same choices, filled in with what was understood."""
        values = {
            "words": asked.words,
            "zip": asked.zip,
            "age": asked.age,
            "domain": asked.domains,
            "county": asked.county,
        }
        form = type(self)(initial=values, **self.offered)
        if asked.zip_unknown:
            form.fields["zip"].widget.attrs["aria-describedby"] = "harbor-zip-note"
        if asked.age_unread:
            form.fields["age"].widget.attrs["aria-describedby"] = "harbor-age-note"
        return form
