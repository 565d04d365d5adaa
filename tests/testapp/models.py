from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Page

from harbor_wagtail.directory.page_mixins import DirectoryPageMixin


class HostImage(AbstractImage):
    """The host's own image model; the package must never assume Wagtail's."""

    admin_form_fields = Image.admin_form_fields


class HostRendition(AbstractRendition):
    image = models.ForeignKey(HostImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="unique_host_rendition")
        ]


class HostDirectoryPage(DirectoryPageMixin, Page):
    """The directory on a page type of the host's own, with a field, a template and fewer results on a page."""

    tagline = models.CharField(max_length=100, blank=True)

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, *DirectoryPageMixin.directory_panels]
    directory_template = "testapp/host_directory_page.html"

    def get_directory_context(self, request: HttpRequest, *args: Any) -> dict[str, Any]:
        return {**super().get_directory_context(request, *args), "host_says": "Ask at the desk"}
