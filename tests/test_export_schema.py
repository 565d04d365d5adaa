"""What is exported is HSDS by the official schemas, where these and a validator are at hand."""

from __future__ import annotations

from typing import Any

import pytest

from harbor_wagtail.directory.models import Service
from tests import exporting, factories, hsds_api

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("english"),
    pytest.mark.skipif(not hsds_api.SCHEMAS.is_dir(), reason="The official HSDS schemas are not here."),
]


def problems(organization: dict[str, Any]) -> list[str]:
    return hsds_api.problems("organization", organization, with_profile=False)


def test_the_check_itself_finds_faults() -> None:
    (made,) = [factories.organization()] and exporting.exported()
    assert problems(made) == []
    assert problems({**made, "id": "1"})
    assert problems({**made, "colour": "blue"})
    assert problems({**made, "services": [{"id": made["id"], "name": "x", "status": "bogus"}]})
    assert problems({**made, "phones": [{"id": made["id"], "number": "1", "extension": "0123"}]})


def test_a_directory_with_something_in_every_field() -> None:
    exporting.whole_directory()
    (made,) = exporting.exported()
    assert problems(made) == []


@pytest.mark.parametrize("status", ["open", "wait_list", "closed_to_new", "temporarily_closed", "closed"])
def test_records_with_hardly_anything_in_them(status: str) -> None:
    owner = factories.organization()
    service = factories.service(owner, hours="always", places=[factories.location(owner, address={"city": "Austin"})])
    Service.objects.filter(pk=service.pk).update(status=status)
    (made,) = exporting.exported()
    assert problems(made) == []
