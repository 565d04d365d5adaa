"""``harbor_setup`` makes a site's sections as drafts, once, and leaves alone what is there."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Page

from harbor_wagtail.advocacy.models import Notice, SurvivorQuote
from harbor_wagtail.directory.models import Holiday, Organization
from harbor_wagtail.models import Hotline
from harbor_wagtail.models.hotline_checks import record_check
from harbor_wagtail.pages import models as pages
from harbor_wagtail.setting_up import NoPageClass, Setup, all_sections
from tests import factories

pytestmark = pytest.mark.django_db


def run(*sections: str, **options: Any) -> tuple[str, str, int]:
    out, err = StringIO(), StringIO()
    given = {"sections": list(sections)} if sections else {}
    try:
        call_command("harbor_setup", stdout=out, stderr=err, **given, **options)
    except SystemExit as left:
        return out.getvalue(), err.getvalue(), int(str(left.code))
    return out.getvalue(), err.getvalue(), 0


def test_everything_is_made_once_as_drafts_and_without_examples() -> None:
    home = factories.site_root()
    said, wrong, code = run()
    assert (wrong, code) == ("", 0)
    below = Page.objects.descendant_of(home)
    assert below.count() > 15
    assert not below.filter(live=True).exists()
    assert {"Find help", "Safety planning", "Report cards", "Issue briefs"} <= set(
        below.values_list("title", flat=True)
    )
    assert Holiday.objects.exists()
    assert Hotline.objects.exists()
    assert not Organization.objects.exists()
    assert not SurvivorQuote.objects.exists()
    assert not Notice.objects.filter(kind="grant").exists()
    brief = pages.IssueBriefPage.objects.get()
    assert brief.get_latest_revision_as_object().adv_body
    before = dict(below.values_list("pk", "latest_revision"))
    assert run() == ("Nothing to do: everything is there.\n", "", 0)
    assert dict(Page.objects.descendant_of(home).values_list("pk", "latest_revision")) == before
    assert said.count("made: Find help (en, draft)") == 1


def test_the_same_page_in_two_languages_is_one_page_translated() -> None:
    factories.site_root()
    factories.site_root("es")
    assert run("directory", "safety-plans")[2] == 0
    for model in (pages.ProviderDirectoryPage, pages.SafetyPlanIndexPage):
        keys = model.objects.values_list("translation_key", flat=True)
        assert (len(keys), len(set(keys))) == (2, 1)
    plans = pages.SafetyPlanPage.objects.values_list("plan_audience", "translation_key")
    assert len(plans) == 2 * len(set(plans)) > 4


def test_a_language_that_names_its_country_gets_the_same_pages() -> None:
    home = factories.site_root()
    type(home.locale).objects.filter(pk=home.locale_id).update(language_code="en-us")
    said, wrong, code = run("directory", "safety-plans", "advocacy", "report-cards")
    assert (wrong, code) == ("", 0)
    for title in ("Find help", "Safety planning", "Issue briefs", "Report cards"):
        assert f"made: {title} (en-us, draft)" in said


def test_a_page_of_the_hosts_keeps_its_address_and_an_editors_page_stays() -> None:
    home = factories.site_root()
    home.add_child(instance=Page(title="Ours", slug="find-help"))
    run("directory")
    made = pages.ProviderDirectoryPage.objects.get()
    assert made.slug == "find-help-2"
    made.title = "Renamed by an editor"
    made.save_revision()
    assert run("directory")[0].startswith("Nothing to do")
    assert pages.ProviderDirectoryPage.objects.get().get_latest_revision_as_object().title == "Renamed by an editor"


def test_nothing_is_published_before_somebody_called_a_hotline() -> None:
    factories.site_root()
    _said, wrong, code = run("hotlines", "directory", publish=True)
    assert code == 1
    assert "called a hotline" in wrong
    assert not pages.ProviderDirectoryPage.objects.get().live
    record_check(Hotline.objects.first(), how="called", checked_on=timezone.localdate(), role="volunteer")
    assert run("report-cards", publish=True)[1:] == ("", 0)
    assert pages.ReportCardsPage.objects.get().live


def test_what_cannot_be_made_is_named() -> None:
    factories.site_root()
    with pytest.raises(CommandError, match="no section plans; there are hotlines, directory") as refused:
        run("plans")
    assert refused.value.returncode == 2
    for wrong in ({"parent": "/nowhere/"}, {"site": "elsewhere.example"}):
        with pytest.raises(CommandError, match="There is no"):
            run("directory", **wrong)
    assert not Page.objects.filter(slug="find-help").exists()
    said, wrong_lines, code = run("directory", language=["en", "fr"])
    assert ("made: Find help" in said, code) == (True, 1)
    assert "fr: left out" in wrong_lines


def test_a_part_whose_page_class_is_not_installed_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    factories.site_root()
    found = Setup.page_class

    def without_plans(self: Setup, mixin: type) -> Any:
        if "Plan" in mixin.__name__:
            raise NoPageClass(f"no installed page class carries {mixin.__name__}")
        return found(self, mixin)

    monkeypatch.setattr(Setup, "page_class", without_plans)
    said, wrong, code = run("directory", "safety-plans")
    assert ("Find help" in said, code) == (True, 1)
    assert "safety-plans: left out, no installed page class carries SafetyPlanIndexPageMixin" in wrong
    with pytest.raises(NoPageClass):
        found(Setup([]), type("NobodyCarriesThis", (), {}))


def test_every_section_says_what_it_makes() -> None:
    names = [section.name for section in all_sections()]
    assert names == ["hotlines", "directory", "resource-map", "safety-plans", "advocacy", "report-cards"]
    assert all(section.help for section in all_sections())


def test_a_language_without_words_to_start_from_is_left_out_by_name_or_gets_english() -> None:
    home = factories.site_root()
    german = type(home.locale).objects.create(language_code="de")
    home.copy_for_translation(german)
    _said, wrong, code = run("directory")
    assert code == 1
    assert "de: left out" in wrong
    assert pages.ProviderDirectoryPage.objects.count() == 1
    # The only language there is: drafts in English are better than nothing.
    Page.objects.get(pk=home.pk).get_translations().delete()
    german.delete()
    pages.ProviderDirectoryPage.objects.get().delete()
    Hotline.objects.all().delete()
    type(home.locale).objects.filter(pk=home.locale_id).update(language_code="de")
    said, wrong, code = run("hotlines", "directory")
    assert (wrong, code) == ("", 0)
    assert "de: there are no words to start from in this language, so its drafts are in English" in said
    assert "made: Find help (de, draft)" in said
    assert str(Hotline.objects.first()) == "Emergency"
    assert run("hotlines", "directory")[0].startswith("Nothing to do")
