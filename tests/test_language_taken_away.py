"""Promise: a language in which something is written is not deleted with an error, and where one is gone nothing else breaks."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from harbor_wagtail.directory.models import MapWording, ResourceMap, TaxonomyTermText
from harbor_wagtail.directory.models.organizations import OrganizationText
from harbor_wagtail.models import Hotline, HotlineText
from tests import factories
from tests.admin_forms import errors, form_data

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "words are written in it: Organizations (1)"), ("es", "escritas en él: Organizaciones (1)")],
)
def test_a_language_with_words_is_kept(
    admin_client: Client, admin_user: Any, english: Locale, spanish: Locale, language: str, told: str
) -> None:
    UserProfile.objects.create(user=admin_user, preferred_language=language)
    TaxonomyTermText.objects.filter(locale=spanish).delete()  # those of the package come with a language
    factories.organization("Lantern House", texts={"es": {"description": "Una casa."}})
    path = reverse("wagtaillocales:delete", args=[spanish.pk])
    for answer in (admin_client.get(path), admin_client.post(path, follow=True)):
        assert answer.status_code == 200
        assert told in answer.content.decode()
    assert OrganizationText.objects.get(locale=spanish).description == "Una casa."
    OrganizationText.objects.all().delete()
    assert admin_client.post(path).status_code == 302
    assert not Locale.objects.filter(pk=spanish.pk).exists()


def test_words_of_a_map_in_another_language_are_not_lost_with_it(
    admin_client: Client, english: Locale, spanish: Locale
) -> None:
    TaxonomyTermText.objects.filter(locale=spanish).delete()
    found = ResourceMap.objects.create(name="Two counties", locale=english)
    MapWording.objects.create(
        resource_map=found, locale=spanish, of="map", row_id=found.pk, field="name", text="Dos condados"
    )
    path = reverse("wagtaillocales:delete", args=[spanish.pk])
    assert "Words in other languages (1)" in admin_client.post(path, follow=True).content.decode()
    assert MapWording.objects.get().text == "Dos condados"


def test_a_version_of_a_hotline_with_words_of_a_language_that_is_gone(
    admin_client: Client, english: Locale, spanish: Locale
) -> None:
    hotline = Hotline(call_number="507-555-0142")
    hotline.texts.add(HotlineText(locale=english, name="Help"), HotlineText(locale=spanish, name="Ayuda"))
    hotline.save()
    hotline.save_revision()
    HotlineText.objects.filter(locale=spanish).delete()
    TaxonomyTermText.objects.filter(locale=spanish).delete()
    spanish.delete()
    path = reverse("wagtailsnippets_harbor_wagtail_hotline:edit", args=[hotline.pk])
    answer = admin_client.post(path, {**form_data(admin_client, path), "action-publish": "1"})
    assert answer.status_code == 302, errors(answer)
    assert [each.name for each in HotlineText.objects.all()] == ["Help"]
