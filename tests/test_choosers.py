"""Promise: a chooser, which Wagtail opens to whoever may open the admin, names nothing there that somebody may not see."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.snippets.models import get_snippet_models

from harbor_wagtail.advocacy.report_cards.freezing import freeze, publish_framework
from harbor_wagtail.models import Hotline
from tests.test_roles import GUARDED_CHOOSERS, people, records  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db

#: What every visitor may see of, each record of them.
OPEN = {
    "harbor_directory.organization", "harbor_directory.service", "harbor_directory.location",  # see test_roles
    "harbor_directory.taxonomyterm", "harbor_directory.holiday", "harbor_advocacy.glossaryterm", "harbor_advocacy.notice",
    "harbor_wagtail.source", "harbor_wagtail.publisher", "harbor_wagtail.jurisdiction", "harbor_wagtail.tilelayout",
    "harbor_wagtail.hotline",
}  # fmt: skip


def named(client: Client, record: Any) -> set[bool]:
    """Whether its chooser names a record: in the list, in what a search brings, and when it is asked for by its number."""
    space = f"wagtailsnippetchoosers_{record._meta.app_label}_{record._meta.model_name}"
    chosen = reverse(f"{space}:chosen", args=[record.pk])
    lists = [client.get(reverse(f"{space}:{view}")) for view in ("choose", "choose_results")]
    several = client.get(f"{reverse(f'{space}:chosen_multiple')}?{urlencode({'id': record.pk})}")
    one = client.get(chosen)
    assert {page.status_code for page in [*lists, several]} == {200}
    assert one.status_code in (200, 404)
    found = {chosen in page.content.decode() for page in lists}
    return found | {bool(several.json()["result"]), one.status_code == 200}


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def without_rights(people: dict[str, User], record: Any) -> dict[str, Client]:  # noqa: F811
    """Those of the roles who have no right to records of this kind."""
    app, name = record._meta.app_label, record._meta.model_name
    mine = re.compile(rf"{app}\.[a-z]+_{name}")
    return {
        role: client_of(user)
        for role, user in people.items()
        if not any(map(mine.fullmatch, user.get_all_permissions()))
    }


def test_who_has_no_right_to_records_of_a_kind_finds_what_visitors_see(people: Any, records: Any) -> None:  # noqa: F811
    tried = set()
    for model in get_snippet_models():
        label = model._meta.label_lower
        if not label.startswith("harbor_") or label in GUARDED_CHOOSERS:
            continue
        record = records[label]
        assert named(client_of(people["editor"]), record) == {True}, label
        for role, client in without_rights(people, record).items():
            assert named(client, record) == {label in OPEN}, (label, role)
            tried.add(label)
    assert len(tried) > 20


def test_what_is_published_since_is_found(people: Any, records: Any) -> None:  # noqa: F811
    edition, frame = records["harbor_advocacy.edition"], records["harbor_advocacy.framework"]
    goal, hotline = records["harbor_advocacy.policygoal"], Hotline.objects.first()
    nobody = client_of(people["nobody"])
    for draft in (edition, frame, goal):
        assert named(nobody, draft) == {False}
    publish_framework(frame)
    freeze(edition)
    for public in (edition, frame, goal, hotline):
        assert named(nobody, public) == {True}
    Hotline.objects.update(live=False)
    assert named(nobody, hotline) == {False}
