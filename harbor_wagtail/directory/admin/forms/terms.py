"""The form of a term: a word records are tagged with, and what people type instead."""

from __future__ import annotations

from typing import Any

from harbor_wagtail.directory.admin.forms.record import RowsToBeginWith
from harbor_wagtail.directory.models import Taxonomy
from harbor_wagtail.directory.models.taxonomy import OWN_TAXONOMIES


class TermForm(RowsToBeginWith):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("taxonomy")
        if field and not self.instance.pk:
            # Terms of other vocabularies come in with their records; new ones belong to ours.
            field.queryset = Taxonomy.objects.filter(slug__in=OWN_TAXONOMIES)
            field.required = True
