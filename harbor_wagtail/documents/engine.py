"""The PDF engine, which a site may not have: WeasyPrint, and the Pango library it stands on."""

from __future__ import annotations

import functools
import importlib
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

#: Older releases make forms without the labels PDF/UA asks for.
OLDEST = 70
INSTALL = (
    "pip install 'harbor-wagtail[pdf]', and the Pango library: "
    "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 (Debian, Ubuntu) or brew install pango (macOS)"
)


class NoEngine(RuntimeError):
    """PDF cannot be made on this machine; the message says what to install."""


@functools.lru_cache(maxsize=1)
def _load() -> tuple[Any, Any]:
    """The module, or why there is none, in the language of whoever reads it."""
    try:
        weasyprint = importlib.import_module("weasyprint")
    except (ImportError, OSError) as problem:  # without Pango, importing WeasyPrint raises OSError
        why = _("PDF files cannot be made here ({error}). To have them: {install}.")
        return None, format_lazy(why, error=problem.__class__.__name__, install=INSTALL)
    version = str(weasyprint.__version__)
    if int(version.split(".")[0]) < OLDEST:
        why = _("PDF files need WeasyPrint {oldest} or newer, here is {version}. To have them: {install}.")
        return None, format_lazy(why, oldest=OLDEST, version=version, install=INSTALL)
    return weasyprint, ""


def available() -> bool:
    return _load()[0] is not None


def problem() -> str:
    """Why no PDF can be made here, and what to install; empty when it can."""
    return str(_load()[1])


def load() -> Any:
    """The ``weasyprint`` module. Raises ``NoEngine``."""
    module, why = _load()
    if module is None:
        raise NoEngine(str(why))
    return module


def forget() -> None:
    """Look again the next time (tests, or Pango was installed meanwhile)."""
    _load.cache_clear()
