"""The answer that is a page of the list."""

from __future__ import annotations

from django.template.backends.django import Template
from django.template.context import make_context
from django.template.response import TemplateResponse

PAGE = "harbor_directory/directory_page.html"


class ListResponse(TemplateResponse):
    """As it is made, but for the page of ours, of which most is kept (``presentation/list_html.py``)."""

    @property
    def rendered_content(self) -> str:
        chosen = self.resolve_template(self.template_name)
        if not isinstance(chosen, Template) or chosen.template.name != PAGE:
            return super().rendered_content
        # Tags know the models, which are not there yet while pages are read.
        from harbor_wagtail.directory.presentation.list_html import rendered

        values = self.resolve_context(self.context_data)
        context = make_context(values, self._request, autoescape=chosen.template.engine.autoescape)
        with context.bind_template(chosen.template):
            return rendered(context)
