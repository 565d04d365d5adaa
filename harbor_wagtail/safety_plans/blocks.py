"""What an editor composes a plan from. A block holds words and numbers only; ``building`` makes the content tree of it.

The emergency box is not a block: it stands first in every output whatever an editor does.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from harbor_wagtail.safety_plans.choices import Answer, Moment, Stage
from harbor_wagtail.safety_plans.previews import give_previews

FEATURES = ["bold", "italic", "link", "ul", "ol"]
MAX_LINES, MAX_ROWS = 12, 12
ON_CARD = _("Also put this on the wallet card. Leave it out if it would tell too much to whoever finds the card.")


def _title(label: Any = None, **kwargs: Any) -> blocks.CharBlock:
    return blocks.CharBlock(label=label or _("Heading"), max_length=160, **kwargs)


def _help() -> blocks.TextBlock:
    return blocks.TextBlock(required=False, rows=2, label=_("Help"), help_text=_("A sentence under the heading."))


def _on_card() -> blocks.BooleanBlock:
    return blocks.BooleanBlock(required=False, label=_("On the card"), help_text=ON_CARD)


def _lines(default: int) -> blocks.IntegerBlock:
    return blocks.IntegerBlock(min_value=1, max_value=MAX_LINES, default=default, label=_("Lines to write on"))


def _rows(default: int) -> blocks.IntegerBlock:
    return blocks.IntegerBlock(min_value=1, max_value=MAX_ROWS, default=default, label=_("Empty rows"))


class SourcesBlock(blocks.CharBlock):
    """Numbers of the plan's sources: "1" or "1, 3"."""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if any(not part.strip().isdigit() for part in cleaned.split(",") if cleaned):
            raise ValidationError(_("Write the numbers of sources from the list below the plan, such as 1, 3."))
        return cleaned

    class Meta:
        label = _("Sources")


class RememberBlock(blocks.StructBlock):
    title = _title(default=_("Keep in mind"))
    items = blocks.ListBlock(blocks.CharBlock(label=_("Sentence")), min_num=1, max_num=7, label=_("Things to remember"))

    class Meta:
        icon = "pick"
        label = _("Things to remember")


class QuestionBlock(blocks.StructBlock):
    question = _title(_("Question"))
    help = _help()
    answer = blocks.ChoiceBlock(choices=Answer.choices, default=Answer.LONG, label=_("Answer"))
    lines = _lines(3)
    optional = blocks.BooleanBlock(
        required=False, default=True, label=_("May stay empty"), help_text=_("Nobody has to answer a question.")
    )
    on_card = _on_card()

    class Meta:
        icon = "help"
        label = _("Question")


class ChoiceQuestionBlock(blocks.StructBlock):
    question = _title(_("Question"))
    help = _help()
    options = blocks.ListBlock(
        blocks.CharBlock(max_length=80, label=_("Answer")),
        default=["", ""],
        min_num=2,
        max_num=12,
        label=_("Answers to choose from"),
    )
    on_card = _on_card()

    class Meta:
        icon = "list-ul"
        label = _("Choice")


class ChecklistItemBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=300, label=_("Line"))
    caution = blocks.CharBlock(
        required=False,
        max_length=300,
        label=_("Careful"),
        help_text=_("What it may bring about: it may be noticed, ask an advocate first."),
    )

    class Meta:
        label = _("Line")


class ChecklistBlock(blocks.StructBlock):
    title = _title()
    items = blocks.ListBlock(ChecklistItemBlock(), min_num=1, max_num=40, label=_("Lines"))

    class Meta:
        icon = "tasks"
        label = _("Checklist")


class PapersBlock(ChecklistBlock):
    class Meta:
        icon = "doc-full"
        label = _("Important papers")


class StrategyBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=400, label=_("What to do"))
    qualifier = blocks.CharBlock(required=False, max_length=120, label=_("When it fits"), help_text=_("“if possible”"))
    caution = blocks.CharBlock(
        required=False,
        max_length=300,
        label=_("Careful"),
        help_text=_("What it may bring about. Phones, social media, routines and protective orders always need this."),
    )
    sources = SourcesBlock(required=False, max_length=40, help_text=_("Numbers from the list of sources: 1, 3."))

    class Meta:
        label = _("Strategy")


class StrategiesBlock(blocks.StructBlock):
    title = _title()
    stage = blocks.ChoiceBlock(choices=Stage.choices, default=Stage.ANY, label=_("When"))
    items = blocks.ListBlock(StrategyBlock(), min_num=1, max_num=40, label=_("Strategies"))

    class Meta:
        icon = "tick-inverse"
        label = _("Strategies")


class PeopleBlock(blocks.StructBlock):
    title = _title(default=_("People I can turn to"))
    help = _help()
    columns = blocks.ListBlock(
        blocks.CharBlock(max_length=40, label=_("Name of the column")), min_num=1, max_num=5, label=_("Columns")
    )
    rows = _rows(4)
    on_card = _on_card()

    class Meta:
        icon = "group"
        label = _("Table of people")


class CopingBlock(blocks.StructBlock):
    title = _title(default=_("What gets to me, and what helps"))
    help = _help()
    rows = _rows(4)

    class Meta:
        icon = "circle-check"
        label = _("Triggers and coping")


class CodewordBlock(blocks.StructBlock):
    title = _title(default=_("A word or a sign"))
    help = _help()
    on_card = _on_card()

    class Meta:
        icon = "key"
        label = _("Codeword")


class ReviewDateBlock(blocks.StructBlock):
    title = _title(default=_("Look at this again on"))
    help = _help()

    class Meta:
        icon = "date"
        label = _("Look at this again")


class StaffBlock(blocks.StructBlock):
    moment = blocks.ChoiceBlock(choices=Moment.choices, default=Moment.FIRST, label=_("When"))
    prompts = blocks.ListBlock(blocks.CharBlock(max_length=300), min_num=1, max_num=15, label=_("What to go through"))
    lines = _lines(2)

    class Meta:
        icon = "user"
        label = _("For staff")


class NotesBlock(blocks.StructBlock):
    title = _title(default=_("Notes"))
    lines = _lines(6)

    class Meta:
        icon = "edit"
        label = _("Notes")


class CautionBlock(blocks.TextBlock):
    class Meta:
        icon = "warning"
        label = _("Caution")


class PartsBlock(blocks.StreamBlock):
    guidance = blocks.RichTextBlock(features=FEATURES, label=_("Guidance"), icon="pilcrow")
    remember = RememberBlock()
    caution = CautionBlock()
    question = QuestionBlock()
    choice = ChoiceQuestionBlock()
    checklist = ChecklistBlock()
    strategies = StrategiesBlock()
    people = PeopleBlock()
    coping = CopingBlock()
    papers = PapersBlock()
    codeword = CodewordBlock()
    review = ReviewDateBlock()
    staff = StaffBlock()
    notes = NotesBlock()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        give_previews(self.child_blocks)


class SectionBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("Heading of the section"))
    parts = PartsBlock(label=_("Parts"))

    class Meta:
        icon = "list-ul"
        label = _("Section")


class PlanBlock(blocks.StreamBlock):
    section = SectionBlock()

    class Meta:
        label = _("Plan")


class SourceBlock(blocks.StructBlock):
    text = blocks.CharBlock(
        max_length=400, label=_("Source"), help_text=_("Who, year, title, pages. The first in the list is number 1.")
    )
    url = blocks.URLBlock(required=False, label=_("Address"))

    class Meta:
        icon = "link"
        label = _("Source")
