"""The rich-text feature ``harbor-cite``: how a note is shown, and how the editor keeps it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse_lazy
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineEntityElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text import LinkHandler

from harbor_wagtail.advocacy.citations import marks, notes
from harbor_wagtail.advocacy.citations.marks import LINK_TYPE, Cite
from harbor_wagtail.models import Source

ENTITY = "HARBOR_CITE"
FEATURE = "harbor-cite"


class CiteLinkHandler(LinkHandler):
    """On a page that numbers its notes, a mark; anywhere else a dagger that leads to the source and says its name."""

    identifier = LINK_TYPE

    @staticmethod
    def get_model() -> type[Source]:
        return Source

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, str]) -> str:
        return cls.expand_db_attributes_many([attrs])[0]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        cites = [marks.from_attributes(attrs) for attrs in attrs_list]
        if notes.is_collecting():
            return [notes.opening_tag(cite) for cite in cites]
        found = Source.objects.prefetch_related("authors").in_bulk([cite.source for cite in cites if cite.source])
        return [_alone(cite, found.get(cite.source or 0)) for cite in cites]

    @classmethod
    def extract_references(cls, attrs: dict[str, str]) -> Any:
        cite = marks.from_attributes(attrs)
        if cite.source is not None:
            yield Source, str(cite.source), "", ""


def _alone(cite: Cite, source: Source | None) -> str:
    words = ", ".join(part for part in (source.short_name if source else "", cite.pinpoint, cite.note) if part)
    url = f' href="{escape(source.url)}" rel="noreferrer"' if source and source.url else ""
    return f'<a class="harbor-cite" title="{escape(words)}"{url}>'


def label(cite: Cite, source: Source | None) -> str:
    """What the editor sees beside the dagger."""
    if cite.needed:
        return gettext("source needed")
    if cite.source is None:
        return cite.note[:40]
    name = source.short_name if source else gettext("unknown source")
    return f"{name}, {cite.pinpoint}" if cite.pinpoint else name


class CiteElementHandler(InlineEntityElementHandler):
    """From what is stored to the editor."""

    mutability = "IMMUTABLE"

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        cite = marks.from_attributes(attrs)
        source = Source.objects.prefetch_related("authors").filter(pk=cite.source).first() if cite.source else None
        return {**marks.attributes(cite), "label": label(cite, source)}


def cite_to_database(props: dict[str, Any]) -> Any:
    """From the editor to what is stored. The label is left behind: it is read from the source each time."""
    given = {name: str(props[name]) for name in ("id", "pinpoint", "note", "needed") if props.get(name)}
    cite = marks.from_attributes(given)
    return DOM.create_element("a", {"linktype": LINK_TYPE, **marks.attributes(cite)}, marks.SIGN)


class CiteFeature(EntityFeature):
    def __init__(self) -> None:
        super().__init__(
            {
                "type": ENTITY,
                "icon": "harbor-note",
                "description": _("Note or source"),
                "attributes": ["id", "pinpoint", "note", "needed", "label"],
                "chooserUrls": {"cite": reverse_lazy("harbor_advocacy_cite")},
            },
            js=["wagtailadmin/js/modal-workflow.js", "harbor_advocacy/cite_editor.js"],
            css={"all": ["harbor_advocacy/cite_editor.css"]},
        )


def register(features: Any) -> None:
    features.register_link_type(CiteLinkHandler)
    features.register_editor_plugin("draftail", FEATURE, CiteFeature())
    features.register_converter_rule(
        "contentstate",
        FEATURE,
        {
            "from_database_format": {f'a[linktype="{LINK_TYPE}"]': CiteElementHandler(ENTITY)},
            "to_database_format": {"entity_decorators": {ENTITY: cite_to_database}},
        },
    )
