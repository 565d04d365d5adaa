"""Promise: where rows of a form are missing or stand twice, it says so at the place, in words that a volunteer understands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.admin.panels import InlinePanel
from wagtail.models import Locale
from wagtail.snippets.models import get_snippet_models
from wagtail.users.models import UserProfile

from harbor_wagtail.advocacy.report_cards.models import Framework, PolicyGoal
from harbor_wagtail.inline_rows import ToldRows
from harbor_wagtail.models import HarborSettings, Hotline
from tests.admin_forms import errors, form_data

pytestmark = pytest.mark.django_db

OF_DJANGO = ("Please submit", "Please correct", "duplicate", "Por favor", "envíe", "duplicad", "formulario")


def beside(answer: Any, relation: str) -> str:
    """What stands above the rows of a panel."""
    page = BeautifulSoup(answer.content, "html.parser")
    above = page.find("input", attrs={"name": f"{relation}-TOTAL_FORMS"}).find_next(class_="error-message")
    return " ".join(above.text.split())


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("model", "relation", "told"),
    [
        (Hotline, "texts", {"en": "Choose a language and give the name", "es": "Elija un idioma y escriba el nombre"}),
        (Framework, "areas", {"en": "Name one, and the points", "es": "Escriba al menos una y los puntos"}),
        (PolicyGoal, "options", {"en": "Give two answers", "es": "Escriba al menos dos respuestas"}),
    ],
)
@pytest.mark.parametrize("taken_out", [True, False])
def test_rows_that_are_missing(
    admin_client: Client,
    admin_user: Any,
    english: Locale,
    model: Any,
    relation: str,
    told: dict[str, str],
    language: str,
    taken_out: bool,
) -> None:
    UserProfile.objects.create(user=admin_user, preferred_language=language)
    path = reverse(f"wagtailsnippets_{model._meta.app_label}_{model._meta.model_name}:add")
    sent = form_data(admin_client, path) | {"action-publish": "1"}
    if taken_out:
        rows = range(int(sent[f"{relation}-TOTAL_FORMS"]))
        sent |= {f"{relation}-{row}-DELETE": "1" for row in rows}
    answer = admin_client.post(path, sent)
    assert told[language] in beside(answer, relation)
    assert not [words for words in OF_DJANGO if words in errors(answer)]


def test_words_of_one_language_twice(admin_client: Client, english: Locale) -> None:
    path = reverse("wagtailsnippets_harbor_wagtail_hotline:add")
    sent = form_data(admin_client, path) | {"call_number": "988", "texts-TOTAL_FORMS": "2", "action-publish": "1"}
    for row in (0, 1):
        sent |= {f"texts-{row}-locale": str(english.pk), f"texts-{row}-name": "Line", f"texts-{row}-id": ""}
    answer = admin_client.post(path, sent)
    assert beside(answer, "texts") == "There are already words in this language."
    assert "This one is here twice." in errors(answer)
    assert not Hotline.objects.exists()
    assert admin_client.post(path, sent | {"texts-1-DELETE": "1"}).status_code == 302
    assert Hotline.objects.get().texts.get().name == "Line"


def test_every_panel_of_ours_with_rows_has_words_of_its_own() -> None:
    panels = list(_panels_with_rows())
    assert len(panels) > 15
    foreign = [each for each in panels if each.min_num and not isinstance(each, ToldRows)]
    plain = [each for each in panels if type(each) is InlinePanel]
    assert not [f"{each.model.__name__}.{each.relation_name}" for each in foreign + plain]


def _panels_with_rows() -> Iterator[Any]:
    waiting: list[Any] = [HarborSettings.edit_handler.bind_to_model(HarborSettings)]
    for model in get_snippet_models():
        if model.__module__.startswith("harbor_wagtail."):
            waiting.append(model.snippet_viewset.get_edit_handler())
    while waiting:
        panel = waiting.pop()
        if isinstance(panel, InlinePanel):
            yield panel
        waiting += getattr(panel, "children", [])


def test_a_panel_that_needs_rows_has_to_say_so() -> None:
    with pytest.raises(TypeError, match="Say what is missing"):
        ToldRows("texts", min_num=1)
