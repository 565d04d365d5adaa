"""A site's settings for a visitor's request, made of their rows once."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from typing import TYPE_CHECKING, Any

from django.core.exceptions import DisallowedHost
from django.db import models
from django.http import HttpRequest
from wagtail.models import Site

from harbor_wagtail.models.settings_text import HarborSettingsText
from harbor_wagtail.remembered import Remembered, Rows, fresh

if TYPE_CHECKING:
    from harbor_wagtail.models.settings import HarborSettings

#: Hosts kept at once; then all are forgotten.
MOST = 200
#: The site that was found last for a host.
_sites: dict[str, Site] = {}


def of_site(model: type[HarborSettings], site: Site) -> HarborSettings:
    """A copy for one request: what Django keeps beside the fields (the site, the logo) is not for the next one."""
    return _copied(model, site, _kept(model).get(site.pk))  # type: ignore[arg-type]


def of_request(model: type[HarborSettings], request: HttpRequest) -> HarborSettings:
    site = Site.find_for_request(request)
    if site is None:
        return model()
    if len(_sites) >= MOST:
        _sites.clear()
    _sites[_host(request)] = site
    return of_site(model, site)


def last_of_request(model: type[HarborSettings], request: HttpRequest) -> HarborSettings:
    """As they were last for this host, without a question to the database; the defaults where this process never asked."""
    site = _sites.get(_host(request))
    return _copied(model, site, _kept(model).last(site.pk)) if site else model()  # type: ignore[arg-type]


def all_said(stored: HarborSettings) -> Hashable:
    """All that settings say, in every language, with the names of their site: what is kept of them is found by it."""
    words = [(row.locale.language_code, _values(row)) for row in stored.texts.all()] if stored.pk else ()
    site = stored.site if stored.site_id else None
    return _values(stored), tuple(words), site and (site.site_name, site.hostname)


def _values(record: models.Model) -> Hashable:
    return tuple(value for name, value in vars(record).items() if not name.startswith("_"))


def _host(request: HttpRequest) -> str:
    """As Wagtail looks for the site: behind a proxy every site may have one ``Host``."""
    try:
        return request.get_host()
    except DisallowedHost:
        return ""


def _copied(model: type[HarborSettings], site: Site, stored: HarborSettings | None) -> HarborSettings:
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
