"""The directory in a sitemap of its own, for a site that has sitemaps of several parts.

``sitemap`` of ``wagtail.contrib.sitemaps.views`` has all of this already: it asks every page.

    sitemap(request, sitemaps={"directory": DirectorySitemap(request)})
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.contrib.sitemaps import Sitemap

from harbor_wagtail.directory.models import Organization, Service, ServiceStatus
from harbor_wagtail.directory.presentation.addresses import directory_pages


def organizations_listed() -> Any:
    """Organizations that a search engine is told of. One that has closed for good keeps its page, for those who have its
    address; nobody new is led to it."""
    services = Service.objects.public().order_by()
    shut = Q(status=ServiceStatus.CLOSED) & ~Q(status_expires_at__lte=timezone.now())
    closed = services.filter(shut).values("organization")
    still_open = services.exclude(shut).values("organization")
    found = Organization.objects.public().exclude(Q(pk__in=closed) & ~Q(pk__in=still_open))
    return found.only("slug", "last_modified").order_by("pk")


class DirectorySitemap(Sitemap):
    """The site's directory pages, their lists of kinds of help and counties, and every public organization that is not
    closed once.

    Empty where an editor keeps search engines out.
    """

    def items(self) -> list[Any]:
        return directory_pages(self.request)

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        # Wagtail's own walks through a queryset of pages; ours may be of several classes.
        shown = self.paginator.page(page).object_list
        return [url for each in shown for url in each.get_sitemap_urls(self.request)]
