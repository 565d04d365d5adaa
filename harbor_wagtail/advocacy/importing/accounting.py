"""The last look: every word of the file is on the page or in the report. What is in neither is told by name."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable

from bs4 import BeautifulSoup
from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.importing.told import Told

_WORD = re.compile(r"[^\W_]+")
_NOTE_WORDS = re.compile(r'\b(?:note|pinpoint)=\\?"([^"\\]*)')
_INSIDE = re.compile(r"</?(?:b|i|a)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")


def words_in(soup: BeautifulSoup) -> str:
    return soup.get_text(" ")


def tell_missing(told: Told, text: str, page: Iterable[str]) -> None:
    """``text`` is what the file says, ``page`` what the page says (rich text and JSON)."""
    said = Counter[str]()
    for piece in page:
        said += _counted(" ".join([_TAG.sub(" ", _INSIDE.sub("", piece)), *_NOTE_WORDS.findall(piece)]))
    for remark in told.remarks:
        said += _counted(remark.words)
    for words in told.said_otherwise:
        said += _counted(words)
    missing = _counted(text) - said
    if missing:
        told.left_out(
            "", _("These words of the file are neither on the page nor named above:"), " ".join(missing.elements())
        )


def _counted(text: str) -> Counter[str]:
    return Counter(word.casefold() for word in _WORD.findall(html.unescape(html.unescape(text))))
