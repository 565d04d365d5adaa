"""Where a page first uses the short form of a term, its long form stands with it."""

from __future__ import annotations

import re
from typing import Any

from django.utils.html import escape

from harbor_wagtail.advocacy.models import GlossaryTerm

#: Inside these, words stay as they are: a link has a name of its own, a heading is listed in the contents.
_APART = re.compile(
    r"<(a|abbr|h[1-6]|script|style|textarea|title|button|label|cite)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.I
)


def glossary_of(page: Any) -> dict[str, str]:
    """Short form → term, in the page's language. One query."""
    terms = GlossaryTerm.objects.filter(locale_id=page.locale_id).exclude(short_form="")
    return dict(terms.values_list("short_form", "term"))


def spell_out(html: str, glossary: dict[str, str]) -> str:
    """``html`` with ``<abbr>`` at the first use of each short form in its running text."""
    if not glossary:
        return html
    left = dict(glossary)
    pieces, end = [], 0
    for tag in _APART.finditer(html):
        pieces += [_first_uses(html[end : tag.start()], left), tag.group()]
        end = tag.end()
    return "".join([*pieces, _first_uses(html[end:], left)])


def _first_uses(text: str, left: dict[str, str]) -> str:
    if not left or not text.strip():
        return text
    forms = "|".join(re.escape(escape(form)) for form in sorted(left, key=len, reverse=True))

    def first(found: re.Match[str]) -> str:
        term = left.pop(found[0], None)
        return f'<abbr title="{escape(term)}">{found[0]}</abbr>' if term else found[0]

    return re.sub(rf"(?<![\w-])(?:{forms})(?![\w-])", first, text)
