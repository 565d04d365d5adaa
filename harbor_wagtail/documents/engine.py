"""The PDF engine, which a site may not have: WeasyPrint, and the Pango library it stands on."""

from __future__ import annotations

import functools
import importlib
from typing import Any

#: Older releases make forms without the labels PDF/UA asks for.
OLDEST = 70
INSTALL = (
    "pip install 'harbor-wagtail[pdf]', and the Pango library: "
    "apt-get install libpango-1.0-0 libpangoft2-1.0-0 (Debian, Ubuntu) or brew install pango (macOS)"
)


class NoEngine(RuntimeError):
    """PDF cannot be made on this machine; the message says what to install."""


@functools.lru_cache(maxsize=1)
def _load() -> tuple[Any, str]:
    try:
        weasyprint = importlib.import_module("weasyprint")
    except (ImportError, OSError) as problem:  # without Pango, importing WeasyPrint raises OSError
        return None, f"PDF files cannot be made here ({problem.__class__.__name__}). To have them: {INSTALL}."
    version = str(weasyprint.__version__)
    if int(version.split(".")[0]) < OLDEST:
        return None, f"PDF files need WeasyPrint {OLDEST} or newer, here is {version}. To have them: {INSTALL}."
    return weasyprint, ""


def available() -> bool:
    return _load()[0] is not None


def problem() -> str:
    """Why no PDF can be made here, and what to install; empty when it can."""
    return _load()[1]


def load() -> Any:
    """The ``weasyprint`` module. Raises ``NoEngine``."""
    module, why = _load()
    if module is None:
        raise NoEngine(why)
    return module


def forget() -> None:
    """Look again the next time (tests, or Pango was installed meanwhile)."""
    _load.cache_clear()
