"""The directory in a sitemap of its own, for a site that has sitemaps of several parts.

``sitemap`` of ``wagtail.contrib.sitemaps.views`` has all of this already: it asks every page.

    sitemap(request, sitemaps={"directory": DirectorySitemap(request)})
"""

from __future__ import annotations

from typing import Any

from wagtail.contrib.sitemaps import Sitemap

from harbor_wagtail.directory.presentation.addresses import directory_pages


class DirectorySitemap(Sitemap):
    """The site's directory pages, their lists of kinds of help and counties, and every public organization once.

    Empty where an editor keeps search engines out.
    """

    def items(self) -> list[Any]:
        return directory_pages(self.request)

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        # Wagtail's own walks through a queryset of pages; ours may be of several classes.
        shown = self.paginator.page(page).object_list
        return [url for each in shown for url in each.get_sitemap_urls(self.request)]
