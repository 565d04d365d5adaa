"""What a form showed, as marks that it brings back: whether something else is stored meanwhile."""

from __future__ import annotations

import json
from typing import Any

from django.utils.crypto import salted_hmac


def mark(value: Any) -> str:
    """The same for the same value; nobody without the key of the site can tell which."""
    text = json.dumps(value, default=str, sort_keys=True)
    return salted_hmac("harbor.meanwhile", text, algorithm="sha256").hexdigest()[:12]
