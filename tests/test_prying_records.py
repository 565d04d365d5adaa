"""Promise: who may open the admin and changes the numbers in a record's form finds no error of ours, and changes
no other record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.contrib.settings.registry import registry
from wagtail.models import Site

from harbor_wagtail.advocacy.report_cards.models import Band, Framework
from harbor_wagtail.directory.models import OrganizationText, TaxonomyTermText
from harbor_wagtail.known_keys import OTHER_ROWS
from tests import factories, report_cards
from tests.admin_forms import errors, form_data
from tests.test_roles import addresses, form_of, records  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db

ODD = ("x", "a\x00b", "-1", str(2**63), "9" * 30)
MANY = 40
NOBODY_ADDS = {"harbor_advocacy.consultationrequest", "harbor_advocacy.assessment"}
ROW_KEY = re.compile(r"-\d+-id$")


def forms(known: dict[str, Any]) -> Iterator[str]:
    """The addresses of all forms: of records that are there, of new ones, and of settings."""
    for name, _pattern in addresses():
        if name.startswith("wagtailsnippets_") and name.endswith((":edit", ":add")):
            label = form_of(name)
            if label not in NOBODY_ADDS or not name.endswith(":add"):
                yield reverse(name, args=[] if name.endswith(":add") else [known[label].pk])
    site = Site.objects.get()
    for model in registry:
        if model._meta.app_label.startswith("harbor_"):
            pk = model.load().pk if issubclass(model, BaseGenericSetting) else site.pk
            yield reverse("wagtailsettings:edit", args=[model._meta.app_label, model._meta.model_name, pk])


def keys_in(response: Any, data: dict[str, Any]) -> set[str]:
    """Names of the fields of a form whose values are numbers of records, and of what counts its rows."""
    form = response.context["form"]
    chosen = {each.html_name for each in form if hasattr(each.field, "queryset")}
    for formset in getattr(form, "formsets", {}).values():
        chosen |= {each.html_name for row in formset.forms for each in row if hasattr(each.field, "queryset")}
    return {name for name in data if name in chosen or ROW_KEY.search(name) or name.endswith("_FORMS")}


def test_numbers_that_no_record_has_end_in_no_error(admin_client: Client, records: Any) -> None:  # noqa: F811
    """All at once, and each kind of them: what is said of the first would keep the others from being looked at."""
    sent = 0
    for path in forms(records):
        whole = f"{path}?whole=1"
        data = form_data(admin_client, whole)
        names = keys_in(admin_client.get(whole), data)
        kinds = {re.sub(r"-\d+-", "-0-", name): {name} for name in sorted(names)}
        # A new record has the same form; a listing's has very many rows, whose fields are those of other records' rows.
        alone = () if path.endswith("/add/") or len(kinds) > MANY else kinds.values()
        for some, odd in [*((names, odd) for odd in ODD[: 9 if alone else 2]), *((kind, "a\x00b") for kind in alone)]:
            with transaction.atomic():
                answer = admin_client.post(path, {**data, **dict.fromkeys(some, odd)})
                transaction.set_rollback(True)
            assert answer.status_code in (200, 302), (path, some, odd)
            sent += 1
    assert sent > 100


@pytest.mark.parametrize("seen", [True, False])
@pytest.mark.parametrize("odd", ["x", "9" * 30, "another"])
def test_no_row_of_another_record_is_changed(admin_client: Client, english: Any, odd: str, seen: bool) -> None:
    """Rows of a listing may be written anew by an import while a form is open: what was typed becomes a row of its own."""
    ours, theirs = (factories.organization(name, texts={"en": {"description": name}}) for name in ("Ours", "Theirs"))
    other = theirs.texts.get()
    path = reverse("wagtailsnippets_harbor_directory_organization:edit", args=[ours.pk])
    data = form_data(admin_client, f"{path}?whole=1")
    data |= {"texts-0-id": str(other.pk) if odd == "another" else odd, "texts-0-description": "Typed."}
    answer = admin_client.post(path, {**data, **({} if seen else {"seen": ""}), "action-publish": "1"})
    assert answer.status_code == (302 if seen else 200), errors(answer)
    assert seen or str(OTHER_ROWS) in errors(answer)
    assert OrganizationText.objects.get(pk=other.pk).description == "Theirs"
    kept = [text.description for text in OrganizationText.objects.filter(organization=ours)]
    assert kept == ["Typed." if seen else "Ours"]


@pytest.mark.parametrize("there", ["0", "1", "2", "9", "x"])
@pytest.mark.parametrize("whose", ["theirs", "ours, twice"])
def test_a_term_takes_no_words_of_another(
    admin_client: Client, english: Any, spanish: Any, there: str, whose: str
) -> None:
    """However many of its rows are said to be there already."""
    ours, theirs = factories.term("shelter"), factories.term("crisis")
    before = set(TaxonomyTermText.objects.values_list("pk", "term", "name"))
    path = reverse("wagtailsnippets_harbor_directory_taxonomyterm:edit", args=[ours.pk])
    data = form_data(admin_client, path)
    forged = theirs.texts.get(locale=english).pk if whose == "theirs" else data["texts-1-id"]
    answer = admin_client.post(
        path, {**data, "texts-0-id": forged, "texts-INITIAL_FORMS": there, "texts-0-name": "Beds"}
    )
    assert answer.status_code == 200
    assert errors(answer)
    assert set(TaxonomyTermText.objects.values_list("pk", "term", "name")) == before
    for rows_said_to_be_there in ("0", "1"):
        answer = admin_client.post(path, {**data, "texts-INITIAL_FORMS": rows_said_to_be_there})
        assert str(OTHER_ROWS) in errors(answer)


@pytest.mark.parametrize("by_somebody_else", ["deleted", "added"])
def test_rows_that_changed_meanwhile_are_told(admin_client: Client, english: Any, by_somebody_else: str) -> None:
    """Areas have goals below them, answers have answers of places: no row is written anew in their place."""
    frame = report_cards.framework(goals=1)
    path = reverse("wagtailsnippets_harbor_advocacy_framework:edit", args=[frame.pk])
    data = form_data(admin_client, path)
    if by_somebody_else == "deleted":
        Band.objects.filter(pk=data["bands-1-id"]).delete()
    else:
        Band.objects.create(framework=frame, letter="X", words="level X", low=-9, high=-1, token=1)
    count = frame.bands.count()
    answer = admin_client.post(path, {**data, "name": "Newer"})
    assert str(OTHER_ROWS) in errors(answer)
    assert Framework.objects.get().name != "Newer"
    data = form_data(admin_client, path)
    answer = admin_client.post(path, {**data, "name": "Newer"})
    assert answer.status_code == 302, errors(answer)
    assert (Framework.objects.get().name, frame.bands.count()) == ("Newer", count)
