"""Promise: a form of ours knows the rows of its record whatever they are numbered by, and asks for them only when it is sent."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection, models
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext, isolate_apps
from django.urls import reverse
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.forms import WagtailAdminModelForm

from harbor_wagtail.known_keys import OTHER_ROWS, KnownKeys
from harbor_wagtail.models import Hotline, HotlineText


def form_of_a_host(sent: dict[str, str], *rows: uuid.UUID) -> Any:
    """The form of a record whose rows have these keys."""
    with isolate_apps("tests.testapp"):

        class Host(ClusterableModel):
            name = models.CharField(max_length=20)

            class Meta:
                app_label = "testapp"

        class HostRow(models.Model):
            id = models.UUIDField(primary_key=True, default=uuid.uuid4)
            host = ParentalKey(Host, on_delete=models.CASCADE, related_name="rows")
            said = models.CharField(max_length=20)

            class Meta:
                app_label = "testapp"

        class HostForm(KnownKeys, WagtailAdminModelForm):
            class Meta:
                model = Host
                fields = ("name",)
                formsets: Any = {"rows": {"fields": ["said"]}}

        host = Host(pk=1, name="Ours")
        host.rows = [HostRow(pk=each, said="As it was") for each in rows]
        data = QueryDict(mutable=True)
        data.update({"name": "Ours", "rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "1", **sent})
        return HostForm(data, instance=host)


@pytest.mark.parametrize("written", [str, lambda each: each.hex, lambda each: str(each).upper()])
def test_rows_of_a_host_may_have_other_keys_than_numbers(written: Any) -> None:
    row = uuid.uuid4()
    form = form_of_a_host({"rows-0-id": written(row), "rows-0-said": "Typed"}, row)
    assert not form.errors
    assert form.formsets["rows"].forms[0].instance.pk == row


@pytest.mark.parametrize("odd", [str(uuid.UUID(int=7)), "1", "x", "a\x00b", "9" * 40])
def test_and_no_others_are_taken(odd: str) -> None:
    form = form_of_a_host({"rows-0-id": odd, "rows-0-said": "Typed"}, uuid.uuid4())
    assert str(OTHER_ROWS) in str(form.non_field_errors())


@pytest.mark.django_db
def test_a_form_that_is_only_shown_does_not_ask_which_rows_are_still_there(admin_client: Client, english: Any) -> None:
    hotline = Hotline.objects.create(call_number="988")
    hotline.texts.add(HotlineText(locale=english, name="Line"))
    hotline.save_revision().publish()
    table = f'FROM "{HotlineText._meta.db_table}" WHERE "{HotlineText._meta.db_table}"."id" IN'
    with CaptureQueriesContext(connection) as asked:
        admin_client.get(reverse("wagtailsnippets_harbor_wagtail_hotline:edit", args=[hotline.pk]))
    assert not [each["sql"] for each in asked if table in each["sql"]]
