"""Ways to reach people beside the phone: roles, e-mail, web addresses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from harbor_wagtail.directory.presentation.cards import web_address
from harbor_wagtail.directory.presentation.usual import usual


@dataclass(frozen=True, slots=True)
class Contact:
    """A role first; ``name`` only with the person's consent."""

    role: str
    name: str
    email: str


def contacts(rows: Iterable[Any]) -> list[Contact]:
    return [
        Contact(usual(row.title) or row.department, row.name if row.name_consent_on else "", row.email)
        for row in rows
        if row.title or row.department or row.email or (row.name and row.name_consent_on)
    ]


def links(rows: Iterable[Any]) -> list[tuple[str, str]]:
    """(label, address) of the rows whose address a browser may follow."""
    return [(row.label or row.url, row.url) for row in rows if web_address(row.url)]


def service_link(url: str) -> list[tuple[str, str]]:
    return [(_("Web page of this service"), url)] if web_address(url) else []
