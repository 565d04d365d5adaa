"""SQL that is written once by the ORM and asked many times."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def by_name(sql: str, params: Iterable[Any]) -> tuple[str, tuple[str, ...]]:
    """SQL with ``%s`` as SQL with a name for each value, in their order. Putting names in is one call of C; on SQLite, Django
    goes through the whole text for ``%s`` each time it is asked."""
    names = tuple(f"p{number}" for number, _param in enumerate(params))
    return sql.replace("%%", "%%%%") % tuple(f"%({name})s" for name in names), names
