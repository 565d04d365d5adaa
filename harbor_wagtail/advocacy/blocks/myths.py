"""Myths, always with their facts; and two sides next to each other."""

from __future__ import annotations

from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from harbor_wagtail.advocacy.blocks.base import CitedTextBlock, HeadingBlock, LineBlock, TitledBlock
from harbor_wagtail.advocacy.citations import marks


class MythFactBlock(blocks.StructBlock):
    myth = blocks.TextBlock(
        rows=2, label=_("Myth"), help_text=_("What is said and not true, without quotation marks. Shown as “Myth 1”.")
    )
    fact_heading = HeadingBlock(required=False, label=_("Fact in one line"))
    fact = CitedTextBlock(label=_("Fact"))
    what_works = CitedTextBlock(required=False, label=_("What works instead"))
    materials = blocks.ListBlock(
        SnippetChooserBlock("harbor_wagtail.Source"), min_num=0, default=[], label=_("Supporting materials")
    )
    number = blocks.IntegerBlock(
        required=False, min_value=1, max_value=99, label=_("Number"), help_text=_("Empty: by its place on the page.")
    )

    class Meta:
        icon = "help"
        label = _("Myth and fact")
        template = "harbor_advocacy/blocks/myth.html"

    def get_searchable_content(self, value: Any) -> list[str]:
        """One text, so that no excerpt can begin with a myth that is not called one."""
        fact = " ".join(strip_tags(marks.without_cites(value["fact"].source)).split())
        return [gettext("Myth (not true): %(myth)s Fact: %(fact)s") % {"myth": value["myth"], "fact": fact}]


class MaterialsBlock(TitledBlock):
    items = blocks.ListBlock(SnippetChooserBlock("harbor_wagtail.Source"), min_num=1, label=_("Sources"))

    class Meta:
        icon = "doc-full"
        label = _("Supporting materials")
        template = "harbor_advocacy/blocks/materials.html"


class SideBlock(blocks.StructBlock):
    name = LineBlock(label=_("Name of this side"))
    points = blocks.ListBlock(LineBlock(), min_num=1, label=_("Points"))
    image = ImageChooserBlock(required=False, label=_("Picture"))
    alt = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("The picture in words"),
        help_text=_("Empty if it only decorates. Whatever it says must be in the points too."),
    )

    class Meta:
        label = _("Side")

    # wagtail-localize reads no list that lies in a block inside a block, unless that block says how.

    def get_translatable_segments(self, value: Any) -> Any:
        from wagtail_localize.segments.extract import StreamFieldSegmentExtractor

        extractor = StreamFieldSegmentExtractor(None, include_overridables=True)
        return extractor.handle_struct_block(value, raw_value={"value": self.get_prep_value(value)})

    def restore_translated_segments(self, value: Any, segments: Any) -> Any:
        from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter

        return StreamFieldSegmentsWriter(None, None, None).handle_struct_block(value, segments)


class VersusBlock(TitledBlock):
    first = SideBlock(label=_("First side"))
    second = SideBlock(label=_("Second side"))

    class Meta:
        icon = "horizontalrule"
        label = _("Two sides")
        template = "harbor_advocacy/blocks/versus.html"
