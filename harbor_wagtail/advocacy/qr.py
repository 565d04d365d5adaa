"""A QR code for paper: drawn here, sent nowhere."""

from __future__ import annotations

import functools
import importlib
import io
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _


@functools.lru_cache(maxsize=1)
def _segno() -> Any:
    try:
        return importlib.import_module("segno")
    except ImportError:
        return None


def svg(url: str) -> SafeString:
    """Inline SVG that says where it leads, without styles or scripts; empty where segno is not installed."""
    module = _segno()
    if module is None or not url:
        return mark_safe("")
    out = io.BytesIO()
    module.make(url, error="m", micro=False).save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=True,
        omitsize=True,
        border=2,
        svgclass="harbor-adv-qr__code",
        lineclass=None,
    )
    return mark_safe(_named(out.getvalue().decode(), url))


def _named(drawn: str, url: str) -> str:
    words = escape(_("QR code of %(url)s") % {"url": url})
    # The title is for the PDF, whose engine takes a figure's words from there.
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{words}" ', 1).replace(
        "><path", f"><title>{words}</title><path", 1
    )
