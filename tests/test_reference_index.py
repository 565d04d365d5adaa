"""Wagtail's "Usage" of what directory records refer to is right, and is written once for a record with all its rows."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from harbor_wagtail.directory.models import Service
from tests.factories import service, term

pytestmark = pytest.mark.django_db


def uses(of: Any) -> set[str]:
    return {reference.object_id for reference in ReferenceIndex.get_references_to(of)}


def test_rows_below_a_record_are_in_the_index_and_leave_it_with_their_row() -> None:
    spanish, english = term("es", "languages"), term("en", "languages")
    kept = service(name="House", languages=["es"])
    assert uses(spanish) == {str(kept.pk)}
    again = Service.objects.get(pk=kept.pk)
    rows = list(again.languages.all())
    for row in rows:
        row.term = english
    again.languages = rows
    again.save()
    assert (uses(spanish), uses(english)) == (set(), {str(kept.pk)})
    again.languages = []
    again.save()
    assert not uses(english)


def test_a_record_is_read_once_however_many_rows_it_has() -> None:
    kept = service(name="House", languages=["en", "es", "vi"])
    with patch.object(ReferenceIndex, "create_or_update_for_object") as written:
        Service.objects.get(pk=kept.pk).save()
        assert [call.args[0].pk for call in written.call_args_list] == [kept.pk]
        written.reset_mock()
        with disable_reference_index_auto_update():  # a host's own bulk work
            Service.objects.get(pk=kept.pk).save()
        assert not written.called
