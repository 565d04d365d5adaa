"""A directory page's own address, worked out once for a request: its lists have a hundred links below it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language


class KeptAddressMixin:
    """For ``DirectoryPageMixin`` alone."""

    def get_url_parts(self: Any, request: HttpRequest | None = None) -> Any:
        """As Wagtail's, which resolves the address each time."""
        if request is None:
            return super().get_url_parts(request)  # type: ignore[misc]
        kept: dict[Any, Any] = request.__dict__.setdefault("_harbor_addresses", {})
        key = self.pk, self.url_path, get_language()
        if key not in kept:
            kept[key] = super().get_url_parts(request)  # type: ignore[misc]
        return kept[key]
