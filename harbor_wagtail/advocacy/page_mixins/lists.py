"""The list of advocacy pages below a page: by kind and by reader, in a constant number of queries."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from harbor_wagtail.advocacy.blocks.base import LINE_FEATURES
from harbor_wagtail.advocacy.listing import kinds_of, listed_pages, readers_of
from harbor_wagtail.safety.headers import HarborHeadersMixin

PER_PAGE = 30


class AdvocacyIndexPageMixin(HarborHeadersMixin, models.Model):
    """Everything published below this page."""

    adv_list_intro = RichTextField(_("introduction"), blank=True, features=LINE_FEATURES[:3])

    harbor_bare = False
    advocacy_template: ClassVar[str] = "harbor_advocacy/pages/index.html"
    advocacy_panels: ClassVar[list[Any]] = [FieldPanel("adv_list_intro")]

    class Meta:
        abstract = True

    def get_advocacy_context(self, request: HttpRequest) -> dict[str, Any]:
        """Filters a visitor can read in the address: ``?kind=brief&for=legislators&p=2``. What is unknown is left out."""
        found = listed_pages(self)
        kinds, readers = kinds_of(found), readers_of(found)
        kind = _known(request.GET.get("kind"), kinds)
        reader = _known(request.GET.get("for"), readers)
        chosen = [
            page for page in found if kind in ("", page.advocacy_code) and (not reader or reader in page.adv_readers)
        ]
        shown = Paginator(chosen, PER_PAGE).get_page(request.GET.get("p"))
        query = "".join(f"&{name}={value}" for name, value in (("kind", kind), ("for", reader)) if value)
        return {
            "listed": [(page, page.get_url(request)) for page in shown],
            "shown": shown,
            "kinds": kinds,
            "readers": readers,
            "kind": kind,
            "reader": reader,
            "query": query,
        }

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)  # type: ignore[misc]
        return {**context, **self.get_advocacy_context(request)}

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return self.advocacy_template


def _known(value: str | None, choices: list[tuple[str, Any]]) -> str:
    return value if value and value in dict(choices) else ""
