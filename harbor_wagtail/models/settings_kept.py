"""A site's settings for a visitor's request, made of their rows once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import models
from wagtail.models import Site

from harbor_wagtail.models.settings_text import HarborSettingsText
from harbor_wagtail.remembered import Remembered, Rows, fresh

if TYPE_CHECKING:
    from harbor_wagtail.models.settings import HarborSettings


def of_site(model: type[HarborSettings], site: Site) -> HarborSettings:
    """A copy for one request: what Django keeps beside the fields (the site, the logo) is not for the next one."""
    stored = _kept(model).get(site.pk)  # type: ignore[arg-type]
    if stored is None:
        return model(site=site)
    copied: HarborSettings = fresh(stored)
    copied.site = site
    return copied


@cache
def _kept(model: type[HarborSettings]) -> Remembered[HarborSettings | None]:
    def rows(site: int) -> models.QuerySet[Any, Any]:
        own = [field.attname for field in model._meta.concrete_fields]
        words = [f"texts__{field.attname}" for field in HarborSettingsText._meta.concrete_fields]
        asked = model._default_manager.filter(site_id=site).order_by("texts__pk")
        return asked.values_list(*own, *words, "texts__locale__language_code")

    def stored(site: int) -> HarborSettings | None:
        return model.base_queryset().prefetch_related("texts__locale").filter(site_id=site).first()

    return Remembered(Rows(model, rows), stored)
