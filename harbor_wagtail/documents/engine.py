"""The PDF engine, which a site may not have: WeasyPrint, and the Pango library it stands on."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import importlib
import importlib.metadata
import importlib.util
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

#: Older releases make forms without the labels PDF/UA asks for.
OLDEST = 70
INSTALL = (
    "pip install 'harbor-wagtail[pdf]', and the Pango library: "
    "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 (Debian, Ubuntu) or brew install pango (macOS)"
)
#: The library of Pango's that stands on all the others WeasyPrint opens, by the names WeasyPrint itself tries.
_NATIVE = (
    "libpangoft2-1.0.so.0",
    "libpangoft2-1.0-0",
    "libpangoft2-1.0.dylib",
    "libpangoft2-1.0-0.dll",
    "pangoft2-1.0-0",
    "pangoft2-1.0",
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


def seen_problem() -> str:
    """As ``problem``, without loading the engine where all of it is seen to be here: loading it takes its time and 30 MB, and
    system checks run with every command. Where something seems to be missing, the engine itself is asked."""
    return "" if not _load.cache_info().currsize and _seems_whole() else problem()


def _seems_whole() -> bool:
    if importlib.util.find_spec("weasyprint") is None:
        return False
    with contextlib.suppress(importlib.metadata.PackageNotFoundError, ValueError):
        return int(importlib.metadata.version("weasyprint").split(".")[0]) >= OLDEST and any(map(_opens, _NATIVE))
    return False


def _opens(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def load() -> Any:
    """The ``weasyprint`` module. Raises ``NoEngine``."""
    module, why = _load()
    if module is None:
        raise NoEngine(str(why))
    return module


def forget() -> None:
    """Look again the next time (tests, or Pango was installed meanwhile)."""
    _load.cache_clear()
