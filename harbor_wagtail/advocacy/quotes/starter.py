"""The quote a demonstration shows. Nobody said it, and it says so itself."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from harbor_wagtail.advocacy.quotes.choices import Channel, Compensation, Method
from harbor_wagtail.advocacy.quotes.models import SurvivorQuote

REFERENCE = "EXAMPLE-1"
WORDS = {
    "en": (
        "Example. Nobody said this. Here stand the words of somebody who lived through it, "
        "as they agreed to share them and for as long as they agree."
    ),
    "es": (
        "Ejemplo. Nadie dijo esto. Aquí van las palabras de alguien que lo vivió, "
        "tal como aceptó compartirlas y mientras siga de acuerdo."
    ),
}


@transaction.atomic
def example_quote() -> SurvivorQuote:
    """The example, made where it is missing, with its translation; it ends after a year as any other does."""
    given = {
        "words": WORDS["en"],
        "language": "en",
        "example": True,
        "scope": [Channel.WEB.value, Channel.PRINT.value, Channel.TRANSLATION.value],
        "consented_on": timezone.localdate(),
        "method": Method.WRITTEN,
        "compensation": Compensation.PAID,
        **dict.fromkeys(("context_shown", "not_a_client", "risk_considered", "support_offered"), True),
    }
    quote, made = SurvivorQuote.objects.get_or_create(reference=REFERENCE, defaults=given)
    if made:
        SurvivorQuote.objects.create(
            reference=f"{REFERENCE}-ES", words=WORDS["es"], language="es", original=quote, example=True
        )
    return quote
