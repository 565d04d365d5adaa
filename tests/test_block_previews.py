"""The chooser of blocks shows what each looks like, in the editor's language, also on a site where nothing is yet."""

from __future__ import annotations

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from wagtail.blocks import StreamBlock
from wagtail.users.models import UserProfile

from harbor_wagtail.advocacy.blocks.body import BodyBlock
from harbor_wagtail.models import Publisher
from harbor_wagtail.safety_plans.blocks import PartsBlock
from tests import advocacy

pytestmark = pytest.mark.django_db

#: They show a record or a picture that only an editor may choose: nothing could stand in for it.
WITHOUT = {"quote", "figure"}


def previews(client: Client, stream: type[StreamBlock] = BodyBlock) -> dict[str, str]:
    """Name of the block → what its preview says, without its own frame."""
    found = {}
    for name, block in stream().child_blocks.items():
        if name not in WITHOUT:
            answer = client.get(f"/admin/block-preview/?id={block.definition_prefix}")
            assert answer.status_code == 200, name
            main = BeautifulSoup(answer.content, "html.parser").find("main")
            assert main is not None
            found[name] = " ".join(main.get_text(" ").split())
    return found


def test_every_block_has_a_preview(admin_client: Client) -> None:
    advocacy.source("A report", authors=("Ana Ruiz",))
    Publisher.objects.create(name="Our coalition")
    call_command("harbor_setup", sections=["hotlines"], verbosity=0)
    blocks = BodyBlock().child_blocks
    assert {name for name, block in blocks.items() if not block.is_previewable} == WITHOUT
    assert {name: text for name, text in previews(admin_client).items() if len(text) < 12} == {}


def test_previews_are_in_the_editors_language(admin_client: Client, admin_user: Any) -> None:
    english = previews(admin_client)
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": "es"})
    spanish = previews(admin_client)
    about_records = {"hotlines", "materials", "publisher"}
    assert {name for name, text in spanish.items() if text == english[name]} <= about_records
    assert not re.search(r"\b(?:the|with|young|help)\b", " ".join(spanish.values()))


def test_every_part_of_a_plan_has_a_preview_in_the_editors_language(admin_client: Client, admin_user: Any) -> None:
    assert all(block.is_previewable for block in PartsBlock().child_blocks.values())
    english = previews(admin_client, PartsBlock)
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": "es"})
    spanish = previews(admin_client, PartsBlock)
    assert {name: text for name, text in {**english, **spanish}.items() if len(text) < 5} == {}
    assert [name for name, text in spanish.items() if text == english[name]] == []
    assert "{" not in " ".join(english.values())  # numbers stand where the names of numbers are written
    assert not re.search(r"\b(?:the|with|young|help)\b", " ".join(spanish.values()))
