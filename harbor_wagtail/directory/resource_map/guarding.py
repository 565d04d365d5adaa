"""What must not stand in words that visitors read of a map: an address, or the name of a provider."""

from __future__ import annotations

import re
from functools import cached_property

from django.utils.translation import gettext as _

from harbor_wagtail.directory.importing.values.free_text import is_surely_an_address
from harbor_wagtail.directory.models import Organization

#: "Hope" is a word of every plan; "Hope House" is a name.
SHORTEST_NAME = 9


class Guard:
    """Reads the names of all providers once, hidden ones too, when it is first asked."""

    @cached_property
    def _names(self) -> list[str]:
        names = Organization.objects.order_by().values_list("name", flat=True)
        plain = {_plain(name) for name in names}
        return [name for name in plain if " " in name.strip() or len(name) >= SHORTEST_NAME + 2]

    def fault(self, text: str) -> str:
        """In words, without the words found; empty where there is nothing."""
        if not text:
            return ""
        if is_surely_an_address(text):
            return _("This looks like an address. A map says which county, never which door.")
        plain = _plain(text)
        if any(name in plain for name in self._names):
            return _("This names a provider. Say what is missing without saying whose it is.")
        return ""


def _plain(text: str) -> str:
    """Words alone, in small letters, with a space on either side."""
    return " ".join(["", *re.findall(r"\w+", text.casefold()), ""])
