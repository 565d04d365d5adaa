"""Sources and publishers in the "Harbor" menu. A source that a page cites cannot be deleted from under it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.ui.tables import Column
from wagtail.models import ReferenceIndex

from harbor_wagtail.admin.choosers import open_to_all
from harbor_wagtail.admin.lists import GuardedIndexView, HarborViewSet, TitledAsInMenu
from harbor_wagtail.models import Publisher, Source


class SourceViewSet(HarborViewSet):
    model = Source
    chooser_viewset_class = open_to_all()
    icon = "doc-full"
    menu_label = _("Sources")
    index_view_class = GuardedIndexView
    list_display: ClassVar[list[Any]] = [Column("short_name", label=_("Short name")), "title", "kind", "year"]
    list_filter: ClassVar[list[str]] = ["kind", "year"]
    list_export: ClassVar[list[str]] = ["short_name", "title", "kind", "organization", "year", "url", "accessed"]
    copy_view_enabled = False  # two rows for one document would be two places to correct it

    def get_queryset(self, request: Any) -> Any:
        return Source.objects.prefetch_related("authors")


class PublisherViewSet(TitledAsInMenu, HarborViewSet):
    model = Publisher
    chooser_viewset_class = open_to_all()
    icon = "group"
    menu_label = _("Publishers")
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["name", "abbreviation"]
    list_display: ClassVar[list[str]] = ["name", "abbreviation", "url"]
    copy_view_enabled = False


def keep_cited_sources(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """For the hook ``before_delete_snippet``: say how many pages would lose a note, and go back."""
    for source in instances:
        if isinstance(source, Source) and (count := ReferenceIndex.get_references_to(source).count()):
            said = ngettext(
                "“%(source)s” is cited in %(count)d place. Take the note out there first.",
                "“%(source)s” is cited in %(count)d places. Take the notes out there first.",
                count,
            )
            messages.error(request, said % {"source": source, "count": count})
            return HttpResponseRedirect(reverse("wagtailsnippets_harbor_wagtail_source:usage", args=[source.pk]))
    return None
