"""A listing that is due, and the link its provider answers by, for tests."""

from __future__ import annotations

import re
from typing import Any

from harbor_wagtail.directory.models import (
    Service,
)
from tests import factories

STREET = "118 Cedar Street"


def listed(**given: Any) -> Service:
    owner = factories.organization(
        "Lantern House",
        email="office@lantern.example",
        website="https://lantern.example",
        phones=["507-555-0142"],
        texts={"en": {"description": "Help for young people."}},
    )
    hidden = factories.location(owner, "Night house")
    shown = factories.location(owner, "Front desk", address=True)
    return factories.service(
        owner,
        "Youth shelter",
        phones=[{"number": "507-555-0143", "type": "text"}],
        schedules=[factories.weekly("MO,TU,WE,TH,FR", "09:00", "17:00")],
        hours="weekly",
        places=[hidden, shown],
        **given,
    )


def link_in(message: Any) -> str:
    return re.findall(r"https?://[^/\s]+(/harbor/update/\S+)", message.body)[0]


def as_it_stands(page: str) -> dict[str, str]:
    """What a browser sends back of a form nobody touched."""
    given = dict(re.findall(r'<input type="(?:text|hidden)" name="([^"]+)" value="([^"]*)"', page))
    given |= {name: text.strip() for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>([^<]*)<', page)}
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        given[name] = re.findall(r'value="([^"]*)" selected', options)[0]
    return given
