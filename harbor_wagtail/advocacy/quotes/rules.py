"""What an editor is told, at its field, when a quote is saved; and what is put in order without asking."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.quotes import consent
from harbor_wagtail.advocacy.quotes.choices import AgeBand, Attribution, Basis, Channel
from harbor_wagtail.places import states

_MARKS = '"“”„«»'
_AGE = re.compile(r"\b[1-9]\d\b|\b(?:aged?|years? old|años|edad)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
Problems = dict[str, Any]


def tidy(quote: Any) -> None:
    """Without quotation marks around it; with the day on which consent ends by itself."""
    for name in ("words", "excerpt"):
        setattr(quote, name, _unquoted(getattr(quote, name)))
    if quote.consented_on and not quote.expires_on and quote.basis == Basis.CONSENT and not quote.original_id:
        quote.expires_on = consent.years_after(quote.consented_on, consent.USUAL_YEARS)


def _unquoted(text: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    whole = len(text) > 1 and text[0] in _MARKS and text[-1] in _MARKS
    # “One,” she said, “two” begins and ends with marks too; those belong to the words.
    return text[1:-1].strip() if whole and not set(text[1:-1]) & set(_MARKS) else text


def check(quote: Any) -> None:
    """Raises ``ValidationError`` with every problem at its field."""
    if quote.withdrawn_at:
        raise ValidationError(_("Consent was withdrawn. If it is given anew, that is a new record."))
    problems: Problems = {**_words(quote), **_who(quote)}
    problems |= _translation(quote) if quote.original_id else _basis(quote)
    if problems:
        raise ValidationError(problems)


def _words(quote: Any) -> Problems:
    if len(quote.excerpt) > len(quote.words):
        return {"excerpt": _("This is longer than the words they approved. Leave out; add nothing.")}
    if quote.excerpt_needs_approval:
        return {"edits_approved": _("Ask whether they approve the shortened words, then tick this.")}
    return _changed(quote)


def _changed(quote: Any) -> Problems:
    """Other words under the old consent, on pages that are out already."""
    if not quote.pk:
        return {}
    stored = type(quote).objects.filter(pk=quote.pk).values("words", "consented_on").first()
    if not stored or stored["words"] == quote.words or stored["consented_on"] != quote.consented_on:
        return {}
    from harbor_wagtail.advocacy.quotes.uses import is_used

    said = _(
        "A page shows the words they agreed to. For other words ask again, and write down the day of that consent."
    )
    return {"words": said} if is_used(quote) else {}


def _who(quote: Any) -> Problems:
    problems: Problems = {}
    if quote.attribution != Attribution.SURVIVOR and not quote.attribution_words.strip():
        problems["attribution_words"] = _("Write the words or the name to be shown.")
    if quote.attribution == Attribution.NAME and not quote.name_approved:
        problems["name_approved"] = _("A name has a consent of its own. Without it, choose “Survivor”.")
    if quote.state and quote.state not in _state_names():
        problems["state"] = _("Write the two capital letters of the state, such as MN.")
    elif all(_tells(quote)):
        problems["year"] = _("Age, state and year together tell who somebody is. Leave one of them out.")
    return problems


def _tells(quote: Any) -> tuple[bool, bool, bool]:
    """Whether readers learn the age, the place, the year: from the fields or from words of the attribution."""
    said = quote.attribution_words if quote.attribution != Attribution.SURVIVOR else ""
    place = any(re.search(rf"\b{re.escape(name)}\b", said, re.IGNORECASE) for name in _state_names().values())
    return (
        bool(quote.age_band) or bool(_AGE.search(_YEAR.sub("", said))),
        bool(quote.state) or place,
        bool(quote.year) or bool(_YEAR.search(said)),
    )


def _state_names() -> dict[str, str]:
    return {state.code: state.name for state in states()}


def _basis(quote: Any) -> Problems:
    problems = _age(quote)
    if quote.basis == Basis.PUBLICATION:
        if not quote.source_id:
            problems["source"] = _("Choose the publication.")
        if not quote.permission.strip():
            problems["permission"] = _("Write who permitted it, or its license.")
        return problems
    return problems | _days(quote)


def _days(quote: Any) -> Problems:
    given, ends = quote.consented_on, quote.expires_on
    if given and given > timezone.localdate():
        return {"consented_on": _("This day is still to come.")}
    if ends and not given:
        return {"consented_on": _("Write the day on which consent was given.")}
    if given and ends and ends < given:
        return {"expires_on": _("Consent cannot end before it was given.")}
    if given and ends and ends > consent.years_after(given, consent.MAX_YEARS):
        return {"expires_on": _("Consent holds for three years at most. Then ask again.")}
    return {}


def _age(quote: Any) -> Problems:
    from harbor_wagtail.advocacy.quotes.models import QuoteSettings

    if quote.age_band != AgeBand.UNDER_18:
        return {}
    if not QuoteSettings.any_allows_minors():
        return {"age_band": _("Words of somebody under 18 are not published on this site.")}
    needed = {name: _("Under 18, both have to agree.") for name in ("guardian_agreed", "youth_agreed")}
    return {name: said for name, said in needed.items() if not getattr(quote, name)}


def _translation(quote: Any) -> Problems:
    original = quote.original
    if original.pk == quote.pk or original.original_id:
        return {"original": _("Choose the record with the words as they were said.")}
    if Channel.TRANSLATION not in original.scope:
        return {"original": _("They did not agree to a translation.")}
    if original.language == quote.language:
        return {"language": _("The original is in this language.")}
    return {}
