"""What no button can write."""

from __future__ import annotations


class ByHand(Exception):
    """A change that no button can write: an editor has to enter it in the record's own form."""
