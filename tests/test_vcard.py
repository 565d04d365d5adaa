"""A contact for a phone says what the page says and no more, and a discreet one not even whose numbers they are."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Site

from harbor_wagtail.directory.models import Organization
from harbor_wagtail.directory.presentation.numbers import Number
from harbor_wagtail.directory.presentation.vcard import vcard
from harbor_wagtail.models import HarborSettings
from tests import factories


def whole(card: str) -> list[str]:
    """Lines as a phone puts them together again (RFC 2426, 2.6)."""
    return card.replace("\r\n ", "").split("\r\n")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=150))
def test_no_name_breaks_a_line_or_makes_one(name: str) -> None:
    numbers = [Number("507-555-0142", "", "call", "Call", name)]
    card = vcard(SimpleNamespace(name=name, numbers=numbers, services=[], email="", website=""))  # type: ignore[arg-type]
    assert all(len(line.encode()) <= 75 for line in card.split("\r\n"))
    assert "\n" not in card.replace("\r\n", "")
    lines = whole(card)
    keys = [re.split("[:;]", line)[0] for line in lines]
    assert [key for key in keys if key != "item1.X-ABLabel"] == [
        "BEGIN", "VERSION", "N", "FN", "item1.TEL", "ORG", "END", "",
    ]  # fmt: skip
    said = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], lines[3].removeprefix("FN:"))
    assert said == "\n".join("".join(sign for sign in line if sign.isprintable()) for line in name.splitlines())


def test_the_contact_of_an_organization_holds_what_is_shown_and_a_discreet_one_numbers_alone(
    client: Client, english: Any
) -> None:
    page = factories.directory_page()
    owner = factories.organization(
        "Lantern; House, Inc",
        email="office@lantern.example",
        website="https://lantern.example/a,b",
        phones=["507-555-0142", {"number": "507-555-0143", "type": "fax"}, {"number": "233733", "type": "text"}],
    )
    place = factories.location(owner, address=True)
    factories.service(owner, "Youth shelter", phones=[{"number": "507-555-0144", "extension": "4"}], places=[place])
    url = f"/find-help/{owner.slug}/contact/"
    assert url in client.get(f"/find-help/{owner.slug}/").content.decode()
    answer = client.get(url)
    assert (answer.status_code, answer.get("Location")) == (200, None)
    assert answer["Content-Type"] == "text/vcard; charset=utf-8"
    assert 'filename="contact.vcf"' in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    lines = whole(answer.content.decode())
    assert "FN:Lantern\\; House\\, Inc" in lines
    assert [line.partition(".")[2] for line in lines if ".TEL" in line] == [
        "TEL;TYPE=VOICE:+15075550142",
        "TEL;TYPE=CELL:233733",
        "TEL;TYPE=VOICE:+15075550144,4",
    ]
    assert "item3.X-ABLabel:Youth shelter" in lines
    assert {"EMAIL:office@lantern.example", "URL:https://lantern.example/a,b"} <= set(lines)
    assert factories.ADDRESS["address_1"] not in answer.content.decode()

    HarborSettings.objects.create(site=Site.objects.get(), discreet=True)
    plain = page.get_url() + f"at/{owner.pk}/contact/"
    assert client.get(url)["Location"].endswith(plain)
    discreet = client.get(plain).content.decode()
    assert discreet.count("TEL") == 3
    assert not re.search("lantern|shelter|label|org|mail|url", discreet, re.IGNORECASE)
    Organization.objects.update(paused=True)
    assert client.get(plain).status_code == 404
