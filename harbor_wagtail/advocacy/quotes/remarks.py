"""What the editor of a page is told about its quotes. None of it repeats a word of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.quotes.choices import Standing

#: So many words in a row are no accident.
_SAME = 6


def remarks(page: Any, lines: Iterable[str]) -> Iterator[str]:
    """``lines`` are the page's texts as plain words."""
    kinds = [child.block_type for child in page.adv_body]
    quotes = [child.value.get("quote") for child in page.adv_body if child.block_type == "quote"]
    if not quotes:
        return
    yield from _order(kinds)
    text = _plain(" ".join([*lines, getattr(page, "search_description", "") or ""]))
    for quote in filter(None, quotes):
        found = quote.stands
        if found is not Standing.VALID:
            yield _("%(quote)s is not shown: %(why)s.") % {"quote": quote, "why": found.label}
        if any(run in text for run in _runs(quote.words)):
            yield _(
                "Words of %(quote)s stand in a text of this page. There they stay when consent ends: take them out."
            ) % {"quote": quote}


def _order(kinds: list[str]) -> Iterator[str]:
    if kinds[0] == "quote":
        yield _("The page begins with a survivor’s words. Say first what it is about.")
    if any(pair == ("quote", "quote") for pair in zip(kinds, kinds[1:], strict=False)):
        yield _("Two quotes follow one another. Each is read with more care if it stands alone.")


def _runs(words: str) -> Iterator[str]:
    parts = _plain(words).split()
    for start in range(max(0, len(parts) - _SAME + 1)):
        yield " ".join(parts[start : start + _SAME])


def _plain(text: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in text.lower()).split())
