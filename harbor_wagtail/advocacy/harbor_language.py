"""What there is to read of an advocacy page, and whose words it is where it is not the editor's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from harbor_wagtail.advocacy.page_mixins import AdvocacyPageMixin
from harbor_wagtail.advocacy.texts import rich_lines, stream_texts
from harbor_wagtail.language.rules import Context
from harbor_wagtail.language.texts import Passage, register_texts

#: By block and field, as ``texts.Text.path`` has it; the longest beginning holds.
CONTEXTS = {
    "myth.myth": Context.MYTH,
    "statute.": Context.STATUTE,
    "quote.": Context.VERBATIM,
}


@register_texts(AdvocacyPageMixin)
def texts_of_page(page: Any) -> Iterator[Passage]:
    language = page.locale.language_code if page.locale_id else "en"
    yield Passage(page.title, language, "title")
    for line in rich_lines(page.adv_intro):
        yield Passage(line, language, "adv_intro")
    for text in stream_texts(page.adv_body):
        yield Passage(text.text, language, text.path, text.block_id, _context(text.path))


def _context(path: str) -> Context | None:
    return next((context for start, context in CONTEXTS.items() if path.startswith(start)), None)
