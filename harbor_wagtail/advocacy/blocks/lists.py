"""Lists of guidance: what to do, when, for whom, in which order."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from harbor_wagtail.advocacy.blocks.base import (
    CitedTextBlock,
    LineBlock,
    ListOfLines,
    ListOfNamed,
    TitledBlock,
    stem,
)
from harbor_wagtail.advocacy.choices import Reader, When


class BulletsBlock(ListOfLines):
    class Meta:
        icon = "list-ul"
        label = _("List")


class ChecklistBlock(ListOfLines):
    class Meta:
        icon = "tasks"
        label = _("Checklist")
        shape = "check"


class StepsBlock(ListOfLines):
    class Meta:
        icon = "list-ol"
        label = _("Steps")
        shape = "ol"


class PromptsBlock(ListOfLines):
    class Meta:
        icon = "help"
        label = _("Questions to ask")
        template = "harbor_advocacy/blocks/prompts.html"


class TimingBlock(ListOfNamed):
    class Meta:
        icon = "time"
        label = _("Moments: when to do what")


class RoleBlock(blocks.StructBlock):
    name = LineBlock(label=_("Who"))
    text = CitedTextBlock(required=False, label=_("What they can do"))
    page = blocks.PageChooserBlock(required=False, label=_("Page"), help_text=_("Such as the directory."))

    class Meta:
        label = _("Role")


class RolesBlock(TitledBlock):
    stem = stem()
    items = blocks.ListBlock(RoleBlock(), min_num=1, label=_("Roles"))

    class Meta:
        icon = "group"
        label = _("People who can help")
        shape = "dl"


class AudiencesBlock(ListOfNamed):
    class Meta:
        icon = "group"
        label = _("For whom")


class DimensionsBlock(ListOfNamed):
    class Meta:
        icon = "grip"
        label = _("Sides of one thing")
        template = "harbor_advocacy/blocks/cards.html"


class BenefitsBlock(ListOfNamed):
    class Meta:
        icon = "pick"
        label = _("Benefits")
        template = "harbor_advocacy/blocks/cards.html"


class MethodBlock(ListOfNamed):
    class Meta:
        icon = "cogs"
        label = _("How this was made")


class QuestionBlock(blocks.StructBlock):
    question = LineBlock(label=_("Question"))
    answer = CitedTextBlock(label=_("Answer"))

    class Meta:
        icon = "help"
        label = _("Question and answer")


class QuestionsBlock(TitledBlock):
    items = blocks.ListBlock(QuestionBlock(), min_num=1, label=_("Questions"))

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        template = "harbor_advocacy/blocks/questions.html"


class StrategyBlock(blocks.StructBlock):
    text = LineBlock(label=_("What to do"))
    qualifier = blocks.CharBlock(required=False, max_length=120, label=_("When it fits"), help_text=_("“if possible”"))
    caution = LineBlock(required=False, label=_("Careful"), help_text=_("What it may bring about."))

    class Meta:
        label = _("Strategy")


class StrategiesBlock(TitledBlock):
    reader = blocks.ChoiceBlock(choices=Reader.choices, required=False, label=_("For"))
    when = blocks.ChoiceBlock(choices=When.choices, required=False, label=_("When"))
    stem = stem()
    items = blocks.ListBlock(StrategyBlock(), min_num=1, label=_("Strategies"))

    class Meta:
        icon = "tick-inverse"
        label = _("Strategies")
        template = "harbor_advocacy/blocks/strategies.html"


class EmergencyBlock(TitledBlock):
    stem = stem()
    items = blocks.ListBlock(LineBlock(), min_num=1, label=_("Steps, the first one first"))

    class Meta:
        icon = "warning"
        label = _("In danger right now")
        template = "harbor_advocacy/blocks/emergency.html"


class HotlinesBlock(TitledBlock):
    text = CitedTextBlock(required=False, label=_("What to call for"))
    items = blocks.ListBlock(SnippetChooserBlock("harbor_wagtail.Hotline"), min_num=1, label=_("Hotlines"))

    class Meta:
        icon = "harbor-phone"
        label = _("Numbers to call")
        template = "harbor_advocacy/blocks/hotlines.html"


class RowBlock(blocks.StructBlock):
    cells = blocks.ListBlock(LineBlock(required=False), min_num=1, label=_("Cells"))

    class Meta:
        label = _("Row")


class TableBlock(TitledBlock):
    """Rows and columns of words. A table is never the only way to say something a list says as well."""

    columns = blocks.ListBlock(LineBlock(), min_num=2, max_num=8, label=_("Names of the columns"))
    rows = blocks.ListBlock(RowBlock(), min_num=1, label=_("Rows, each with as many cells as there are columns"))
    names_rows = blocks.BooleanBlock(required=False, default=True, label=_("The first cell of a row is its name"))

    class Meta:
        icon = "table"
        label = _("Table")
        template = "harbor_advocacy/blocks/table.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        width = len(cleaned["columns"])
        wrong = [number for number, row in enumerate(cleaned["rows"], start=1) if len(row["cells"]) != width]
        if wrong:
            said = ngettext(
                "There is %(width)d column, but row %(rows)s has another number of cells.",
                "There are %(width)d columns, but row %(rows)s has another number of cells.",
                width,
            ) % {"width": width, "rows": ", ".join(map(str, wrong))}
            raise blocks.StructBlockValidationError({"rows": ValidationError(said)})
        return cleaned
