from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string

from harbor_wagtail.directory.admin.preview import preview_context

register = template.Library()


@register.simple_tag(takes_context=True)
def record_preview(context: Any) -> str:
    """What visitors will see of ``object`` (an organization, a service or a place), with what its draft says."""
    request = context["request"]
    return render_to_string(
        "harbor_directory/organization_page.html", preview_context(context["object"], request), request
    )
