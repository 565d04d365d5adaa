"""Promise: what somebody else translated, or changed in the original, since the screen was opened is not written over unseen."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from harbor_wagtail.advocacy.report_cards.models import Framework, Wording
from harbor_wagtail.directory import locks
from harbor_wagtail.directory.models import MapGap, MapWording, ResourceMap
from tests import factories, report_cards

pytestmark = pytest.mark.django_db
SCREENS = ("map", "framework")


class Screen:
    """A screen for the words of one record in Spanish, and the one text on it that is tried."""

    def __init__(self, client: Client, kind: str) -> None:
        self._client = client
        self.rows: Any = MapWording.objects if kind == "map" else Wording.objects
        self.record: Any = self._map() if kind == "map" else report_cards.framework()
        view = "harbor_directory_map_words" if kind == "map" else "harbor_advocacy_framework_words"
        self.url = reverse(view, args=[self.record.pk, "es"])
        self.name = f"w-{kind}-{self.record.pk}-name"

    def _map(self) -> ResourceMap:
        made = ResourceMap(name="Two counties", locale=factories.locale())
        made.gaps = [MapGap(gap="Nobody is there at night")]
        made.save()
        return made

    def rename(self, words: str) -> None:
        type(self.record).objects.filter(pk=self.record.pk).update(name=words)

    def opened(self) -> dict[str, str]:
        return as_sent(self._client.get(self.url).content.decode())

    def send(self, form: dict[str, str], text: str | None = None) -> Any:
        return self._client.post(self.url, form if text is None else {**form, self.name: text})

    @property
    def stored(self) -> tuple[str, str] | None:
        row = self.rows.filter(field="name", row_id=self.record.pk).first()
        return (row.text, row.original) if row else None


def as_sent(page: str) -> dict[str, str]:
    """What a browser sends of the form as it is shown; it ends lines in its own way."""
    shown = re.search(r'name="seen" value="([^"]*)"', page)
    assert shown
    texts = re.findall(r'<textarea name="([^"]+)"[^>]*>([^<]*)</textarea>', page)
    return {"seen": html.unescape(shown[1])} | {name: html.unescape(text).replace("\n", "\r\n") for name, text in texts}


@pytest.fixture(params=SCREENS)
def screen(request: Any, admin_client: Client, english: Any, spanish: Any) -> Screen:
    return Screen(admin_client, request.param)


def test_two_who_translate_at_once_keep_the_words_of_both(screen: Screen) -> None:
    mine, yours = screen.opened(), screen.opened()
    other = next(name for name in mine if name not in ("seen", screen.name))
    assert screen.send(mine, "Dos condados\r\ny más").status_code == 302
    yours[other] = "Otras palabras"
    assert screen.send(yours).status_code == 302
    assert screen.stored == ("Dos condados\r\ny más", screen.record.name)
    assert screen.rows.filter(text="Otras palabras").count() == 1


def test_who_writes_over_the_words_of_somebody_else_has_seen_them(screen: Screen) -> None:
    mine, yours = screen.opened(), screen.opened()
    other = next(name for name in mine if name not in ("seen", screen.name))
    screen.send(mine, "Dos condados")
    told = screen.send({**yours, other: "Otras palabras"}, "Un par de condados")
    assert "Somebody else wrote here meanwhile: “Dos condados”" in told.content.decode()
    assert "Nothing is saved yet" in told.content.decode()
    assert (screen.stored, screen.rows.count()) == (("Dos condados", screen.record.name), 1)
    again = as_sent(told.content.decode())
    assert (again[screen.name], again[other]) == ("Un par de condados", "Otras palabras")
    assert screen.send(again).status_code == 302
    assert (screen.stored, screen.rows.count()) == (("Un par de condados", screen.record.name), 2)


def test_what_somebody_took_away_does_not_come_back_unseen(screen: Screen) -> None:
    screen.send(screen.opened(), "Dos condados")
    mine, yours = screen.opened(), screen.opened()
    assert screen.send(mine, "").status_code == 302
    assert screen.stored is None
    assert screen.send(yours).status_code == 302  # untouched here
    assert screen.stored is None
    told = screen.send(yours, "Los dos condados").content.decode()
    assert "Somebody else took this away meanwhile" in told
    assert screen.stored is None
    assert screen.send(as_sent(told)).status_code == 302
    assert screen.stored == ("Los dos condados", screen.record.name)


def test_a_translation_never_counts_as_one_of_words_nobody_saw(screen: Screen) -> None:
    first = screen.record.name
    screen.send(screen.opened(), "Dos condados")
    before = screen.opened()
    screen.rename("Three counties")
    assert screen.send(before).status_code == 302  # as it was shown
    assert screen.stored == ("Dos condados", first)
    told = screen.send(before, "Tres condados").content.decode()
    assert "The original was changed meanwhile" in told
    assert screen.stored == ("Dos condados", first)
    assert screen.send(as_sent(told)).status_code == 302
    assert screen.stored == ("Tres condados", "Three counties")
    screen.rename("Four counties")
    page = screen.opened()
    assert screen.send(page).status_code == 302  # seen beside the new words, and left: it holds
    assert screen.stored == ("Tres condados", "Four counties")


def test_who_waits_for_somebody_elses_save_reads_what_was_saved(
    admin_client: Client, english: Any, spanish: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The originals are read when it is one's turn, the map's own as well; and a map that is gone by then is not there."""
    screen = Screen(admin_client, "map")
    form = screen.opened()
    monkeypatch.setattr(locks, "hold_by_writing", lambda *given: screen.rename("Three counties"))
    assert "The original was changed meanwhile" in screen.send(form, "Dos condados").content.decode()
    assert screen.stored is None
    monkeypatch.setattr(locks, "hold_by_writing", lambda rows, column: rows.delete())
    assert screen.send(form, "Dos condados").status_code == 404


def test_both_typing_the_same_is_no_conflict(screen: Screen) -> None:
    mine, yours = screen.opened(), screen.opened()
    assert screen.send(mine, "Dos condados").status_code == 302
    assert screen.send(yours, "Dos condados").status_code == 302
    assert screen.stored == ("Dos condados", screen.record.name)


@pytest.mark.parametrize("seen", ["", "[", "7", '{"x": 1}', "[" * 5000, '{"w": ["a", {}]}', "\x00"])
def test_marks_that_are_none_write_what_was_typed(screen: Screen, seen: str) -> None:
    assert screen.send({**screen.opened(), "seen": seen}, "Dos condados").status_code == 302
    assert screen.stored == ("Dos condados", screen.record.name)


def test_a_fault_keeps_everything_that_was_typed(admin_client: Client, english: Any, spanish: Any) -> None:
    screen = Screen(admin_client, "map")
    screen.send(screen.opened(), "Dos condados")
    form = screen.opened()
    gap = next(name for name in form if "gaps" in name)
    told = screen.send({**form, gap: "Nadie en 118 Cedar Street"}, "").content.decode()
    assert "looks like an address" in told
    assert as_sent(told)[screen.name] == ""
    assert screen.stored == ("Dos condados", screen.record.name)


def test_frameworks_keep_only_the_tags_of_rich_text(admin_client: Client, english: Any, spanish: Any) -> None:
    screen = Screen(admin_client, "framework")
    Framework.objects.update(method="<p>How.</p>")
    form = screen.opened()
    screen.send({**form, f"w-framework-{screen.record.pk}-method": "<p>Así.</p><script>alert(1)</script>"})
    assert Wording.objects.get(field="method").text == "<p>Así.</p>alert(1)"
