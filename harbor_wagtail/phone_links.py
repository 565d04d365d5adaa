"""The one place where a telephone number becomes HTML.

``<bdi dir="ltr">`` keeps the groups of a number in order on a right-to-left page, where a browser would otherwise show
1-888-373-7888 as 7888-373-888-1.
"""

from __future__ import annotations

from typing import Literal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from harbor_wagtail.phones import PhoneNumberParts, parse, sms_href, tel_href

Kind = Literal["call", "text"]
#: How many numbers in one string become links.
MAX_LINKS = 4


def phone_html(
    number: object, *, kind: Kind | Literal[""] = "", label: object = "", extension: object = "", keyword: object = ""
) -> SafeString:
    """HTML for ``number``: a link to call or text it, with the words that stood around it; text where it has no number.

    Without ``kind`` a text line ("text HELP to 233733") is texted and everything else called. With ``label`` ("Call")
    the link is a button, ``.harbor-call``.
    """
    pieces: list[SafeString] = []
    rest: object = number
    for _turn in range(MAX_LINKS):
        parts = parse(rest)
        pieces += [format_html("{}", parts.before)] if parts.before else []
        pieces.append(_link(parts, kind, str(label or ""), str(extension or ""), str(keyword or "")))
        rest = parts.after
        if not rest:
            break
        label = extension = keyword = ""  # they belong to the first number
    else:
        pieces.append(format_html("{}", rest))
    return format_html_join(" ", "{}", ((piece,) for piece in pieces if piece))


def _link(parts: PhoneNumberParts, kind: str, label: str, extension: str, keyword: str) -> SafeString:
    if not parts:
        return format_html("{}", parts.display)
    texting = kind == "text" or (not kind and bool(parts.keyword))
    digits = "".join(sign for sign in extension if sign in "0123456789") or parts.extension
    whole = PhoneNumberParts(parts.dial, parts.display, "" if texting else digits, keyword or parts.keyword)
    shown = _words(whole, texting)
    if label:
        shown = format_html('<span class="harbor-call__label">{}</span> {}', label, shown)
    return format_html(
        '<bdi dir="ltr"><a{} href="{}">{}</a></bdi>',
        mark_safe(' class="harbor-call"') if label else "",
        sms_href(whole) if texting else tel_href(whole),
        shown,
    )


def _words(parts: PhoneNumberParts, texting: bool) -> SafeString:
    if texting and parts.keyword:
        # Translators: a word to send and the number it goes to, "HELP to 233733"
        return format_html("{}", _("%(keyword)s to %(number)s") % {"keyword": parts.keyword, "number": parts.display})
    if parts.extension:
        words = _("%(number)s, ext. %(extension)s") % {"number": parts.display, "extension": parts.extension}
        return format_html("{}", words)
    return format_html("{}", parts.display)
