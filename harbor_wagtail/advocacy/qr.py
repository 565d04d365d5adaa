"""A QR code for paper: drawn here, sent nowhere."""

from __future__ import annotations

import functools
import importlib
import io
from typing import Any

from django.utils.safestring import SafeString, mark_safe


@functools.lru_cache(maxsize=1)
def _segno() -> Any:
    try:
        return importlib.import_module("segno")
    except ImportError:
        return None


def svg(url: str) -> SafeString:
    """Inline SVG without styles or scripts; empty where segno is not installed."""
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
    return mark_safe(out.getvalue().decode().replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))
