"""Promise: the demo shows every block of a page at least once, in both languages, and no two providers of one name."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image

from harbor_wagtail.advocacy import starter
from harbor_wagtail.advocacy.blocks.body import BodyBlock

DEMO = Path(__file__).resolve().parent.parent / "example_site"
PAGES = ("explainer", "myths", "brief", "facts", "report", "actions")


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_block_stands_somewhere(language: str) -> None:
    pages = [starter.starter_page(name, language) for name in PAGES]
    bodies = [page.body for each in pages for page in (each, *each.chapters)]
    bodies.append(yaml.safe_load((DEMO / "home/demo/story.yaml").read_text(encoding="utf-8"))[language]["body"])
    shown = {kind for body in bodies for entry in body for kind in entry}
    assert shown == set(BodyBlock().child_blocks)


def test_no_two_providers_have_one_name(monkeypatch: Any) -> None:
    monkeypatch.syspath_prepend(str(DEMO))
    from home.demo import providers  # type: ignore[import-not-found, unused-ignore]

    names = [
        kind["name"].format(word=providers.word_for(number), town=town, county=fips)
        for number, (kind, (fips, town, *_rest)) in enumerate(providers._assignments())
    ]
    assert len(set(names)) == len(names) == 120


def test_the_logo_is_a_small_picture_without_a_ground(monkeypatch: Any) -> None:
    """Bare pages (directory, plans) show it from the settings, as a host's do."""
    monkeypatch.syspath_prepend(str(DEMO))
    from home.demo import logo  # type: ignore[import-not-found, unused-ignore]

    made = logo.drawn()
    picture = Image.open(io.BytesIO(made))
    assert (picture.size, picture.mode, len(made) < 20_000) == ((192, 192), "RGBA", True)
    assert [picture.getpixel(at)[3] for at in ((0, 0), (96, 30))] == [0, 255]
    assert logo.drawn() == made
