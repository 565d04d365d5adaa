"""Raw text, made fit to be read; the work is done where other parts read tables too."""

from __future__ import annotations

from harbor_wagtail.tabular.text import MAX_TEXT, REMEMBERED, clean, fold, slug

__all__ = ["MAX_TEXT", "REMEMBERED", "clean", "fold", "slug"]
