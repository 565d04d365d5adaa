"""A name in addresses that nobody has to think about."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm


class SluggedForm(WagtailAdminModelForm):
    """Whoever leaves the slug empty gets it from the fields named in ``slug_from``."""

    slug_from: ClassVar[tuple[str, ...]] = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("slug"):
            field.required = False
            field.help_text = field.help_text or _("Empty: made from the name.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        # Where it was typed and refused, it is not there at all: that is told at its field.
        if "slug" in cleaned and not cleaned["slug"]:
            words = "-".join(str(cleaned.get(name) or "") for name in self.slug_from)
            cleaned["slug"] = slugify(words.replace(".", "-"))[: self.fields["slug"].max_length]
            if not cleaned["slug"]:
                self.add_error("slug", _("Write a name for the address, in plain letters."))
        return cleaned
