"""The block ``quote``: it holds a number, never words. A host adds it to any body of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from harbor_wagtail.advocacy.blocks.base import TitledBlock
from harbor_wagtail.advocacy.quotes import consent, serving
from harbor_wagtail.advocacy.quotes.choices import Channel, Standing


class QuoteBlock(TitledBlock):
    quote = SnippetChooserBlock("harbor_advocacy.SurvivorQuote", label=_("Quote"))
    on_page = blocks.BooleanBlock(
        label=_("They agreed that these words stand on this page"),
        help_text=_("Look it up in the record of their consent. Each page asks anew."),
    )
    on_paper = blocks.BooleanBlock(
        required=False,
        label=_("… and on paper and in files made from this page"),
        help_text=_("Not ticked: the handout leaves the quote out."),
    )

    class Meta:
        icon = "openquote"
        label = _("Survivor’s words")
        template = "harbor_advocacy/quotes/quote.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        agreed = consent.owner_record(cleaned["quote"]).scope if cleaned["quote"] else []
        asked = {"on_page": Channel.WEB, "on_paper": Channel.PRINT}
        said = _now("The record of consent for %(quote)s does not say so.") % {"quote": cleaned["quote"]}
        problems = {
            name: ValidationError(said) for name, channel in asked.items() if cleaned[name] and channel not in agreed
        }
        if cleaned["quote"] and problems:
            raise blocks.StructBlockValidationError(problems)
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> Any:
        context = super().get_context(value, parent_context)
        request = context.get("request")
        found = serving.find(value, request, serving.channel_of(context))
        if found and request:
            found = replace(found, number=serving.count(request))
        context["quote"] = found
        context["absent"] = self._absent(value, request) if found is None else ""
        return context

    def _absent(self, value: Any, request: Any) -> str:
        """For the editor who looks at a draft: why there is nothing. Visitors are not told that there was anything."""
        if not getattr(request, "is_preview", False):
            return ""
        quote = value.get("quote")
        found = quote.stands if quote else None
        why = found.label if found else _now("there is no such record")
        if found is Standing.VALID:
            why = _now("it was not agreed to here")
        return _now("%(quote)s is not shown here: %(why)s.") % {"quote": quote or _now("A quote"), "why": why}

    def get_searchable_content(self, value: Any) -> list[str]:
        # An index lives longer than consent, so it gets neither the words nor the heading above them.
        return []

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any]:
        return {"quote": value["quote"].pk if value["quote"] else None}
