"""How an argument is made: stages, routes that were rejected, what changed, what the law should say."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from harbor_wagtail.advocacy.blocks.base import CitedTextBlock, HeadingBlock, LineBlock, ListOfNamed, TitledBlock, stem
from harbor_wagtail.advocacy.choices import CalloutKind, Stage


class SectionBlock(blocks.StructBlock):
    """A section runs until the next one. It makes the contents, the anchors and, if asked, the lists of notes."""

    heading = HeadingBlock()
    subheading = HeadingBlock(required=False, label=_("Second part of the heading"))
    text = CitedTextBlock(required=False, label=_("Text"))

    class Meta:
        icon = "title"
        label = _("Section")
        template = "harbor_advocacy/blocks/section.html"


class CalloutBlock(TitledBlock):
    kind = blocks.ChoiceBlock(choices=CalloutKind.choices, default=CalloutKind.IMPORTANT, label=_("Kind"))
    text = CitedTextBlock(label=_("Text"))

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        template = "harbor_advocacy/blocks/callout.html"


class StatementBlock(TitledBlock):
    text = CitedTextBlock(label=_("What we hold"))

    class Meta:
        icon = "openquote"
        label = _("Statement")
        template = "harbor_advocacy/blocks/statement.html"


class PullQuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(
        rows=2, label=_("Words from this page"), help_text=_("For the eye: nobody hears them twice.")
    )

    class Meta:
        icon = "openquote"
        label = _("Pull quote")
        template = "harbor_advocacy/blocks/pull_quote.html"


class StageBlock(blocks.StructBlock):
    stage = blocks.ChoiceBlock(choices=Stage.choices, default=Stage.CURRENT, label=_("Stage"))
    name = LineBlock(label=_("Name"))
    definition = CitedTextBlock(label=_("What it means"))
    lacking = CitedTextBlock(required=False, label=_("What it leaves out"))

    class Meta:
        label = _("Stage")


class StagesBlock(TitledBlock):
    stem = stem()
    items = blocks.ListBlock(StageBlock(), min_num=2, label=_("Stages, the earliest first"))

    class Meta:
        icon = "order-down"
        label = _("Definition in stages")
        template = "harbor_advocacy/blocks/stages.html"


class PairBlock(blocks.StructBlock):
    before = LineBlock(label=_("From"))
    after = LineBlock(label=_("To"))

    class Meta:
        label = _("Pair")


class ShiftBlock(TitledBlock):
    stem = stem()
    items = blocks.ListBlock(PairBlock(), min_num=1, label=_("From and to"))

    class Meta:
        icon = "arrow-right"
        label = _("Shift: from and to")
        template = "harbor_advocacy/blocks/shift.html"


class EventBlock(blocks.StructBlock):
    year = blocks.IntegerBlock(min_value=1000, max_value=2200, label=_("Year"))
    month = blocks.IntegerBlock(required=False, min_value=1, max_value=12, label=_("Month"))
    day = blocks.IntegerBlock(required=False, min_value=1, max_value=31, label=_("Day"))
    text = CitedTextBlock(label=_("What happened"))

    class Meta:
        label = _("Event")

    def clean(self, value: Any) -> Any:
        import datetime

        cleaned = super().clean(value)
        if cleaned["day"] and not cleaned["month"]:
            raise blocks.StructBlockValidationError({"month": ValidationError(gettext("A day needs its month."))})
        try:
            datetime.date(cleaned["year"], cleaned["month"] or 1, cleaned["day"] or 1)
        except ValueError:
            problem = ValidationError(gettext("There is no such day."))
            raise blocks.StructBlockValidationError({"day": problem}) from None
        return cleaned


class TimelineBlock(TitledBlock):
    items = blocks.ListBlock(EventBlock(), min_num=1, label=_("Events, the earliest first"))

    class Meta:
        icon = "history"
        label = _("Timeline")
        template = "harbor_advocacy/blocks/timeline.html"


class CycleBlock(ListOfNamed):
    class Meta:
        icon = "rotate"
        label = _("Cycle")
        template = "harbor_advocacy/blocks/cycle.html"


class ReasonBlock(blocks.StructBlock):
    topic = LineBlock(label=_("Topic"))
    harm = CitedTextBlock(label=_("The harm it avoids"))
    instead = CitedTextBlock(required=False, label=_("What instead"))

    class Meta:
        label = _("Reason")


class WhyBlock(TitledBlock):
    items = blocks.ListBlock(ReasonBlock(), min_num=1, label=_("Reasons"))

    class Meta:
        icon = "help"
        label = _("Why it matters")
        template = "harbor_advocacy/blocks/why.html"


class RouteBlock(blocks.StructBlock):
    route = LineBlock(label=_("Route"))
    why_not = CitedTextBlock(label=_("Why not, or where it ends"))

    class Meta:
        label = _("Route")


class RoutesBlock(TitledBlock):
    stem = stem()
    items = blocks.ListBlock(RouteBlock(), min_num=1, label=_("Routes"))

    class Meta:
        icon = "redirect"
        label = _("Routes and their limits")
        template = "harbor_advocacy/blocks/routes.html"


class DraftingItemBlock(blocks.StructBlock):
    text = LineBlock(label=_("What the law should do"))
    why = CitedTextBlock(required=False, label=_("Why"))
    examples = blocks.ListBlock(
        SnippetChooserBlock("harbor_wagtail.Source"), min_num=0, default=[], label=_("Laws that do")
    )

    class Meta:
        label = _("Point")


class DraftingBlock(TitledBlock):
    stem = stem()
    items = blocks.ListBlock(DraftingItemBlock(), min_num=1, label=_("Points"))

    class Meta:
        icon = "edit"
        label = _("Drafting considerations")
        template = "harbor_advocacy/blocks/drafting.html"


class ChangeBlock(TitledBlock):
    since = blocks.IntegerBlock(required=False, min_value=1900, max_value=2200, label=_("Since"))
    before = CitedTextBlock(label=_("Before"))
    after = CitedTextBlock(label=_("Now"))
    why = CitedTextBlock(required=False, label=_("Why it changed"))

    class Meta:
        icon = "rotate"
        label = _("What changed")
        template = "harbor_advocacy/blocks/change.html"


class StatuteBlock(blocks.StructBlock):
    source = SnippetChooserBlock("harbor_wagtail.Source", label=_("Statute"))
    words = blocks.TextBlock(label=_("Its words"), help_text=_("To the letter. The language checks leave them alone."))
    pinpoint = blocks.CharBlock(required=False, max_length=80, label=_("Where in it"))

    class Meta:
        icon = "code"
        label = _("Words of a statute")
        template = "harbor_advocacy/blocks/statute.html"
