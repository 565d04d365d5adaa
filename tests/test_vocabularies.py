"""Our vocabularies are made once, have words in the languages we know, and then belong to the editor."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from wagtail.models import Locale

from harbor_wagtail.directory.models import OWN_TAXONOMIES, Taxonomy, TaxonomyTerm, TaxonomyTermText
from harbor_wagtail.directory.vocabularies import TERMS, create_missing, shipped_id

pytestmark = pytest.mark.django_db


def test_a_new_site_has_every_vocabulary() -> None:
    assert set(Taxonomy.objects.exclude(slug="").values_list("slug", flat=True)) == set(OWN_TAXONOMIES)
    assert TaxonomyTerm.objects.of("domains").count() == len(TERMS["domains"])


def test_ids_are_the_same_on_every_site() -> None:
    assert TaxonomyTerm.objects.of("domains").get(code="shelter").hsds_id == shipped_id("domains", "shelter")


def test_terms_under_which_people_may_be_hiding_are_marked() -> None:
    marked = TaxonomyTerm.objects.filter(sheltering=True).values_list("code", flat=True)
    assert set(marked) == {"shelter", "housing", "trafficking", "domestic-violence"}


def test_a_language_taken_up_later_gets_its_words(spanish: Locale) -> None:
    shelter = TaxonomyTerm.objects.of("domains").get(code="shelter")
    assert shelter.texts.get(locale=spanish).name == "Un lugar para dormir esta noche"
    assert not TaxonomyTermText.objects.filter(locale=Locale.objects.create(language_code="fr")).exists()


def test_what_an_editor_deleted_or_renamed_stays_so(english: Locale) -> None:
    TaxonomyTerm.objects.of("domains").get(code="faith").delete()
    TaxonomyTerm.objects.filter(code="shelter").update(name="Beds")
    assert create_missing([english]) == []
    assert not TaxonomyTerm.objects.of("domains").filter(code="faith").exists()
    assert TaxonomyTerm.objects.get(code="shelter").name == "Beds"


@pytest.mark.parametrize("slug", TERMS)
def test_codes_are_unique_and_named_in_both_languages(slug: str) -> None:
    codes = [term.code for term in TERMS[slug]]
    assert len(codes) == len(set(codes))
    assert all(term.en and term.es for term in TERMS[slug])


def test_the_documentation_names_every_code() -> None:
    written = (Path(__file__).parents[1] / "docs/importing.md").read_text(encoding="utf-8")
    for vocabulary in set(OWN_TAXONOMIES) - {"languages"}:
        row = next(line for line in written.splitlines() if line.startswith(f"| `{vocabulary}` "))
        assert set(re.findall(r"`([\w-]+)`", row)) == {vocabulary, *(term.code for term in TERMS[vocabulary])}
