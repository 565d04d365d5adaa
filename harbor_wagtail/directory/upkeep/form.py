"""The provider's form: the public facts as they stand, each with its own input, and nowhere to write an address."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from harbor_wagtail.directory.importing.values import BadValue
from harbor_wagtail.directory.importing.values.addresses import looks_like_address
from harbor_wagtail.directory.importing.values.web import parse_url
from harbor_wagtail.directory.models import Location, Organization, Service
from harbor_wagtail.directory.presentation.cards import service_name
from harbor_wagtail.directory.presentation.loading import public_organization
from harbor_wagtail.directory.upkeep.facts import Fact, facts_of
from harbor_wagtail.directory.upkeep.whom_facts import understood_ages
from harbor_wagtail.phones import check_number

LONGEST_LINE, LONGEST_TEXT = 255, 3000


@dataclass
class Group:
    """A record under its heading, with its facts; ``fields`` are bound fields beside them."""

    record: Any
    heading: str
    facts: list[Fact] = field(default_factory=list)
    fields: list[tuple[Fact, Any]] = field(default_factory=list)


def groups(organization: Organization, services: Iterable[Any], language: str) -> list[Group]:
    """What visitors see of the organization, of each of these services, and of the public places they are given at."""
    owner = public_organization(organization.slug) or organization
    found = [Group(owner, owner.name, facts_of(owner, language))]
    wanted = list(services)
    rows = Service.objects.filter(pk__in=[service.pk for service in wanted])
    related = ("texts__locale", "phones", "schedules", "languages__term__texts__locale", "intake_answers")
    rows = rows.prefetch_related(*related).order_by("name", "pk")
    found += [Group(service, str(service_name(service)), facts_of(service, language)) for service in rows]
    places = Location.objects.public().filter(service_at_locations__service__in=wanted).distinct()
    facts = [fact for place in places.order_by("name", "pk") for fact in facts_of(place, language)]
    return [*found, Group(None, _("Where help is given"), facts)] if facts else found


class UpdateForm(forms.Form):
    """Inputs named after their facts, filled with what stands. What was left as it stood is no change."""

    def __init__(self, data: Any, groups: list[Group]) -> None:
        super().__init__(data)
        self.groups = groups
        for group in groups:
            for fact in group.facts:
                self.fields[fact.name] = _field_for(fact)
            group.fields = [(fact, self[fact.name]) for fact in group.facts]
        for name in self.errors if self.is_bound else ():
            if name in self.fields:
                self.fields[name].widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"{name}-error"}

    def changes(self) -> list[tuple[Fact, str]]:
        """(fact, new value) for everything that is no longer as it stood."""
        found = []
        for group in self.groups:
            for fact in group.facts:
                new = self.cleaned_data[fact.name]
                if new != _stands(fact):
                    found.append((fact, new))
        return found


def _stands(fact: Fact) -> str:
    """What the input holds before anybody touches it: as browsers send it back."""
    given = fact.value if fact.kind in ("choice", "place") else fact.shown
    return given.replace("\r\n", "\n").replace("\r", "\n").strip()


def _field_for(fact: Fact) -> forms.Field:
    if fact.kind in ("choice", "place"):
        radio = forms.RadioSelect() if fact.kind == "place" else forms.Select(attrs={"class": "harbor-input"})
        return forms.ChoiceField(
            label=fact.label, choices=fact.choices, required=False, widget=radio, initial=_stands(fact)
        )
    return Words(fact)


class Words(forms.CharField):
    """A line or some lines. An address is refused, with the way to tell us about a place."""

    def __init__(self, fact: Fact) -> None:
        long = fact.kind == "text"
        attrs = {"class": "harbor-input", "autocomplete": "off"}
        widget = forms.Textarea(attrs={**attrs, "rows": 4}) if long else forms.TextInput(attrs=attrs | _keyboard(fact))
        super().__init__(
            label=fact.label,
            required=False,
            max_length=LONGEST_TEXT if long else LONGEST_LINE,
            widget=widget,
            initial=_stands(fact),
        )
        self.fact = fact

    def clean(self, value: Any) -> str:
        text = str(super().clean(value)).replace("\r\n", "\n").replace("\r", "\n").strip()
        if text == _stands(self.fact) or not text:
            return text
        if self.fact.kind == "url":
            return _web_address(text)
        if self.fact.kind == "ages":
            return _ages(text)
        _CHECKS.get(self.fact.kind, _check_words)(text)
        return text


def _keyboard(fact: Fact) -> dict[str, str]:
    modes = {"phone": "tel", "email": "email", "url": "url"}
    return {"inputmode": modes[fact.kind]} if fact.kind in modes else {}


def _check_phone(text: str) -> None:
    check_number(text, _("Please write a number that a phone can call, such as 507-555-0142."))


def _web_address(text: str) -> str:
    try:
        return parse_url(text)
    except BadValue:
        raise ValidationError(_("Please write a web address, such as https://example.org.")) from None


def _ages(text: str) -> str:
    try:
        return understood_ages(text)
    except BadValue:
        raise ValidationError(_("Please write ages in years, such as 12-17, 18+ or all ages.")) from None


def _check_words(text: str) -> None:
    if looks_like_address(text):
        raise ValidationError(
            _("Please write no address here. If you have moved, choose so below, and we will call you.")
        )


_CHECKS: dict[str, Callable[[str], None]] = {"phone": _check_phone, "email": validate_email}
