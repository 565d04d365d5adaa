"""The body of an advocacy page. A host adds blocks in a subclass; ours add theirs here."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from harbor_wagtail.advocacy.blocks import arguments, lists, myths, teasers
from harbor_wagtail.advocacy.blocks.base import CitedTextBlock
from harbor_wagtail.advocacy.blocks.previews import give_previews
from harbor_wagtail.advocacy.quotes.block import QuoteBlock

ARGUMENT, GUIDANCE, LEADS = _("To argue"), _("To guide"), _("To lead on")


class BodyBlock(blocks.StreamBlock):
    section = arguments.SectionBlock()
    text = CitedTextBlock(label=_("Text"), icon="pilcrow", template="harbor_advocacy/blocks/text.html")
    myth = myths.MythFactBlock()
    callout = arguments.CalloutBlock()

    bullets = lists.BulletsBlock(group=GUIDANCE)
    checklist = lists.ChecklistBlock(group=GUIDANCE)
    steps = lists.StepsBlock(group=GUIDANCE)
    prompts = lists.PromptsBlock(group=GUIDANCE)
    questions = lists.QuestionsBlock(group=GUIDANCE)
    timing = lists.TimingBlock(group=GUIDANCE)
    strategies = lists.StrategiesBlock(group=GUIDANCE)
    emergency = lists.EmergencyBlock(group=GUIDANCE)
    hotlines = lists.HotlinesBlock(group=GUIDANCE)
    roles = lists.RolesBlock(group=GUIDANCE)
    audiences = lists.AudiencesBlock(group=GUIDANCE)
    table = lists.TableBlock(group=GUIDANCE)
    dimensions = lists.DimensionsBlock(group=GUIDANCE)

    stages = arguments.StagesBlock(group=ARGUMENT)
    versus = myths.VersusBlock(group=ARGUMENT)
    shift = arguments.ShiftBlock(group=ARGUMENT)
    timeline = arguments.TimelineBlock(group=ARGUMENT)
    cycle = arguments.CycleBlock(group=ARGUMENT)
    why = arguments.WhyBlock(group=ARGUMENT)
    routes = arguments.RoutesBlock(group=ARGUMENT)
    benefits = lists.BenefitsBlock(group=ARGUMENT)
    drafting = arguments.DraftingBlock(group=ARGUMENT)
    change = arguments.ChangeBlock(group=ARGUMENT)
    statute = arguments.StatuteBlock(group=ARGUMENT)
    statement = arguments.StatementBlock(group=ARGUMENT)
    pull_quote = arguments.PullQuoteBlock(group=ARGUMENT)
    quote = QuoteBlock(group=ARGUMENT)
    method = lists.MethodBlock(group=ARGUMENT)

    actions = teasers.ActionsBlock(group=LEADS)
    materials = myths.MaterialsBlock(group=LEADS)
    toolkit = teasers.ToolkitBlock(group=LEADS)
    teaser = teasers.TeaserBlock(group=LEADS)
    publisher = teasers.PublisherBlock(group=LEADS)
    figure = teasers.FigureBlock(group=LEADS)

    class Meta:
        label = _("Content")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        give_previews(self.child_blocks)

    def clean(self, value: Any, **kwargs: Any) -> Any:
        cleaned = super().clean(value, **kwargs)
        kinds = [child.block_type for child in cleaned]
        if "emergency" in kinds and "strategies" in kinds[: kinds.index("emergency")]:
            problem = ValidationError(gettext("What to do in danger comes before all strategies. Move this block up."))
            raise blocks.StreamBlockValidationError(block_errors={kinds.index("emergency"): problem})
        return cleaned
