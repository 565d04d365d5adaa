"""At the top of a quote's form: whether its words may be shown, what is missing, where they stand, and the way out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel

from harbor_wagtail.advocacy.quotes import consent
from harbor_wagtail.advocacy.quotes.access import may_withdraw
from harbor_wagtail.advocacy.quotes.uses import uses_of
from harbor_wagtail.places import states


class StandingPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "harbor_advocacy/quotes/admin/standing.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            quote = self.instance
            return {
                **context,
                "quote": quote,
                "standing": quote.stands,
                "missing": consent.missing(quote),
                "uses": uses_of([quote])[quote.pk],
                "withdraw_url": reverse("harbor_advocacy_quote_withdraw", args=[quote.pk])
                if may_withdraw(self.request.user)
                else "",
            }


class QuoteForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = getattr(settings, "WAGTAIL_CONTENT_LANGUAGES", settings.LANGUAGES)
        self.fields["language"].widget = forms.Select(choices=languages)
        known = [("", _now("not shown")), *((state.code, state.name) for state in states())]
        self.fields["state"].widget = forms.Select(choices=known)


quote_form = ObjectList(
    [
        StandingPanel(heading=_("Consent today")),
        FieldPanel("reference"),
        MultiFieldPanel(
            [
                FieldPanel("words"),
                FieldRowPanel([FieldPanel("language"), FieldPanel("content_note")]),
                FieldPanel("excerpt"),
                FieldPanel("edits_approved"),
                FieldPanel("example"),
            ],
            heading=_("The words"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("attribution"), FieldPanel("attribution_words")]),
                FieldPanel("name_approved"),
                FieldRowPanel([FieldPanel("age_band"), FieldPanel("state"), FieldPanel("year")]),
            ],
            heading=_("Who said it, as they want it shown"),
            help_text=_("Never all of age, state and year."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("basis"),
                FieldPanel("scope"),
                FieldRowPanel([FieldPanel("consented_on"), FieldPanel("expires_on")]),
                FieldRowPanel([FieldPanel("method"), FieldPanel("compensation")]),
                FieldPanel("context_shown"),
                FieldPanel("not_a_client"),
                FieldPanel("risk_considered"),
                FieldPanel("support_offered"),
                FieldPanel("guardian_agreed"),
                FieldPanel("youth_agreed"),
            ],
            heading=_("Consent"),
            help_text=_("A name, an address or a number to call is kept nowhere here."),
        ),
        MultiFieldPanel(
            [FieldPanel("source"), FieldRowPanel([FieldPanel("pinpoint"), FieldPanel("permission")])],
            heading=_("Instead of consent: quoted from a publication"),
            classname="collapsed",
        ),
        MultiFieldPanel([FieldPanel("original")], heading=_("If this is a translation"), classname="collapsed"),
    ],
    base_form_class=QuoteForm,
)
