"""What leads elsewhere: other pages, tools, things to do, who stands behind this; and pictures."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from harbor_wagtail.advocacy.blocks.base import CitedTextBlock, LineBlock, PersonBlock, TitledBlock, stem
from harbor_wagtail.advocacy.choices import Effort, Reader


class TargetBlock(blocks.StructBlock):
    """Something that leads somewhere: a page of this site or an address."""

    page = blocks.PageChooserBlock(required=False, label=_("Page"))
    url = blocks.URLBlock(required=False, label=_("or address"))

    target_needed = True

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.target_needed and not any(cleaned.get(name) for name in ("page", "url", "email", "document")):
            problem = ValidationError(gettext("Choose a page or write an address: this leads nowhere yet."))
            raise blocks.StructBlockValidationError({"page": problem})
        return cleaned


class TeaserBlock(TargetBlock):
    title = blocks.CharBlock(max_length=200, label=_("Title"))
    excerpt = CitedTextBlock(required=False, label=_("What it says"))
    authors = blocks.ListBlock(PersonBlock(), min_num=0, default=[], label=_("Authors"))

    class Meta:
        icon = "link"
        label = _("Leads to")
        template = "harbor_advocacy/blocks/teaser.html"


class ActionBlock(TargetBlock):
    reader = blocks.ChoiceBlock(choices=Reader.choices, required=False, label=_("For"))
    label = blocks.CharBlock(max_length=120, label=_("What to do"), help_text=_("Begin with a verb."))
    text = CitedTextBlock(required=False, label=_("More about it"))
    effort = blocks.ChoiceBlock(choices=Effort.choices, required=False, label=_("It takes"))
    email = blocks.EmailBlock(required=False, label=_("or e-mail address"))

    target_needed = False

    class Meta:
        label = _("Action")


class ActionsBlock(TitledBlock):
    stem = stem()
    items = blocks.ListBlock(ActionBlock(), min_num=1, label=_("Actions"))

    class Meta:
        icon = "check"
        label = _("What you can do")
        template = "harbor_advocacy/blocks/actions.html"


class ToolBlock(TargetBlock):
    name = LineBlock(label=_("Name"))
    kind = blocks.CharBlock(required=False, max_length=60, label=_("Kind"), help_text=_("Such as worksheet or map."))
    text = CitedTextBlock(required=False, label=_("What it is for"))
    document = DocumentChooserBlock(required=False, label=_("or document"))
    filled_by = blocks.CharBlock(required=False, max_length=120, label=_("Who fills it in"))
    time = blocks.CharBlock(required=False, max_length=60, label=_("Time it takes"))

    target_needed = False

    class Meta:
        label = _("Tool")


class ToolkitBlock(TitledBlock):
    stem = stem()
    items = blocks.ListBlock(ToolBlock(), min_num=1, label=_("Tools"))

    class Meta:
        icon = "tag"
        label = _("Tools")
        template = "harbor_advocacy/blocks/toolkit.html"


class PublisherBlock(blocks.StructBlock):
    publisher = SnippetChooserBlock("harbor_wagtail.Publisher", label=_("Publisher"))
    text = LineBlock(required=False, label=_("Line beside it"))

    class Meta:
        icon = "group"
        label = _("Who stands behind this")
        template = "harbor_advocacy/blocks/publisher.html"


class FigureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        required=False, max_length=250, label=_("The picture in words"), help_text=_("Empty if it only decorates.")
    )
    caption = LineBlock(required=False, label=_("Caption"))
    credit = blocks.CharBlock(required=False, max_length=120, label=_("Credit"))

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "harbor_advocacy/blocks/figure.html"
