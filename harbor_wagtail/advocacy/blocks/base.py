"""What all blocks stand on: rich text that takes notes, headings without a level, lists with the sentence they hang on."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText

from harbor_wagtail.advocacy.citations import marks
from harbor_wagtail.models import Source

CITE = "harbor-cite"
TEXT_FEATURES = ["bold", "italic", "link", "document-link", "ul", "ol", CITE]
LINE_FEATURES = ["bold", "italic", "link", CITE]
HEADING_FEATURES = ["italic", CITE]


class CitedTextBlock(blocks.RichTextBlock):
    """Rich text with notes. Text without a letter counts as empty; a note must lead to a source that is there."""

    features_wanted = TEXT_FEATURES
    #: The buttons of Wagtail's editor are hidden until then.
    hint: Any = _("Choose words to see the buttons: bold, link, and a note that leads to a source.")

    def __init__(self, required: bool = True, help_text: Any = None, **kwargs: Any) -> None:
        wanted = {"features": self.features_wanted, **kwargs}
        super().__init__(required=required, help_text=help_text or self.hint, **wanted)

    def deconstruct(self) -> Any:
        # What a migration keeps is that here is rich text; which buttons it has may change without one.
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.RichTextBlock", args, {k: v for k, v in kwargs.items() if k in ("required", "label")}

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        source = getattr(cleaned, "source", "") or ""
        if not strip_tags(source).replace("\xa0", " ").strip() and "<embed" not in source:
            if self.required:
                raise ValidationError(gettext("Write something here."), code="required")
            return RichText("")
        if problem := cite_problem(source):
            raise ValidationError(problem)
        return cleaned


def cite_problem(source: str) -> str:
    """What is wrong with the notes in rich text as it is stored, in words for the editor; empty if nothing is."""
    cites = list(marks.cites_in(source))
    if any(cite.is_empty for cite in cites):
        return gettext("A note is empty. Choose its source, or write what it should say.")
    wanted = {cite.source for cite in cites if cite.source is not None}
    missing = wanted - set(Source.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    return gettext("A note names a source that is not known any more. Choose another source.") if missing else ""


class LineBlock(CitedTextBlock):
    """One line: a heading of its own level would be too much, a paragraph too."""

    features_wanted = LINE_FEATURES
    hint = ""

    class Meta:
        icon = "minus"
        label = _("Line")


class HeadingBlock(CitedTextBlock):
    """The words of a heading. Which level it has is for the page to know."""

    features_wanted = HEADING_FEATURES
    hint = ""

    class Meta:
        icon = "title"
        label = _("Heading")


def stem(**kwargs: Any) -> LineBlock:
    return LineBlock(
        required=False,
        label=_("The list hangs on"),
        help_text=_("The sentence before the list, such as “A good plan will:”."),
        **kwargs,
    )


class NamedBlock(blocks.StructBlock):
    """A name and what there is to say about it."""

    name = LineBlock(label=_("Name"))
    text = CitedTextBlock(required=False, label=_("Text"))

    class Meta:
        label = _("Entry")


class TitledBlock(blocks.StructBlock):
    """A block with a heading, which may be left out."""

    heading = HeadingBlock(required=False)

    class Meta:
        template = "harbor_advocacy/blocks/list.html"
        #: How the list is drawn: "ul", "ol", "dl" or "check". Read by the template.
        shape = "ul"
        #: What the block is called for those who listen, where it has no heading.
        spoken = ""


class ListOfLines(TitledBlock):
    stem = stem()
    items = blocks.ListBlock(LineBlock(), min_num=1, label=_("Lines"))


class ListOfNamed(TitledBlock):
    stem = stem()
    items = blocks.ListBlock(NamedBlock(), min_num=1, label=_("Entries"))

    class Meta:
        shape = "dl"


class PersonBlock(blocks.StructBlock):
    name = blocks.CharBlock(max_length=120, label=_("Name"))
    credentials = blocks.CharBlock(required=False, max_length=60, label=_("Credentials"))
    role = blocks.CharBlock(required=False, max_length=120, label=_("Role"))
    organization = blocks.CharBlock(required=False, max_length=160, label=_("Organization"))

    class Meta:
        icon = "user"
        label = _("Person")
