"""Pictures of report cards: the squares, colors and signs of the drawing, small, and never behind a correction."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.test import Client, override_settings
from PIL import Image

from harbor_wagtail.advocacy.report_cards import errata
from harbor_wagtail.advocacy.report_cards.looks import band_look, blank_look
from harbor_wagtail.advocacy.report_cards.maps.tiles import Place, TileMap
from harbor_wagtail.advocacy.report_cards.models import Edition, GoalOption
from harbor_wagtail.advocacy.report_cards.pictures import HEIGHT, WIDTH
from harbor_wagtail.advocacy.report_cards.pictures.lettering import fitting, lines, written
from harbor_wagtail.advocacy.report_cards.pictures.posters import GradePoster, MapPoster
from harbor_wagtail.models import HarborSettings
from tests import report_card_pages, report_cards

LOOKS = {
    "A": band_look("A", "strong", 1, 3),
    "C": band_look("C", "partial", 2, 3),
    "F": band_look("F", "little", 3, 3, hatched=True),
    "–": blank_look("–", "not assessed"),
}


def picture(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content)).convert("RGB")


def hexed(pixel: Any) -> str:
    return "#" + "".join(f"{part:02x}" for part in pixel)


def test_a_map_has_the_colors_of_its_bands_where_its_squares_are_and_can_be_read_in_gray() -> None:
    places = [Place(f"P{at}", f"Place {at}", "", look, "", at, 0) for at, look in enumerate(LOOKS.values())]
    drawn = TileMap(name="map", title="Grades", summary="", places=places)
    made = MapPoster("Grades", "en", "Example", "Laws", drawn, tuple((look, 1) for look in LOOKS.values())).png()
    image = picture(made)
    assert image.size == (WIDTH, HEIGHT)
    assert len(made) < 40_000
    # Each square is 150 pixels from the next; below the sign and beside the lines of the hatching is plain fill.
    rows = [[hexed(image.getpixel((44 + at * 150 + x, 144 + 130))) for x in range(10, 120)] for at in range(4)]
    assert [max(set(row), key=row.count) for row in rows] == [look.color for look in LOOKS.values()]
    assert [LOOKS["F"].hatch in row for row in rows] == [False, False, True, False]
    gray = image.convert("L")
    levels = [gray.getpixel((44 + at * 150 + 12, 144 + 130)) for at in range(3)]
    assert levels == sorted(levels)
    assert min(b - a for a, b in zip(levels, levels[1:], strict=False)) > 30


def test_words_our_fonts_lack_are_left_out_and_long_ones_are_cut() -> None:
    assert written("Ñandú: −5 de 100", "es") == "Ñandú: –5 de 100"
    assert written("ᏣᎳᎩ", "en") == ""
    long = "A very long name of a federation " * 5
    font = fitting(long, 46, 1112, "en")
    (line,) = lines(long, font, 1112, 1)
    assert line.endswith("…")
    assert font.getlength(line) <= 1112
    assert picture(GradePoster("ᏣᎳᎩ", "en", look=LOOKS["A"], words=long, score="1").png()).size == (WIDTH, HEIGHT)


@pytest.mark.django_db
def test_pictures_are_served_kept_and_follow_a_correction(
    client: Client, english: Any, django_assert_max_num_queries: Any
) -> None:
    rows = report_cards.places(2)
    edition = report_cards.edition(report_cards.framework(layout=report_cards.layout(rows), points=(5, 2, -1)))
    report_cards.answer(edition, {rows[0]: "yes partly", rows[1]: "no no"}, law=True)
    report_card_pages.publish(edition)
    page = report_card_pages.cards_page()
    base, place = f"/harbor/report-cards/{page.pk}/{edition.slug}/", "places/moorland-001/share.png"
    names = ("map.png", "goals/goal-1/map.png", place)
    before = {name: client.get(base + name) for name in names}
    for name, answer in before.items():
        assert answer["Content-Type"] == "image/png"
        assert picture(answer.content).size == (WIDTH, HEIGHT)
        assert client.get(base + name, headers={"if-none-match": answer["ETag"]}).status_code == 304
    queries = []
    for name in ("map.svg", "map.png"):
        with django_assert_max_num_queries(60) as asked:
            client.get(base + name)
        queries.append(len(asked))
    assert queries[1] <= queries[0]

    html = client.get(f"{page.url}{edition.slug}/moorland-001/").content.decode()
    assert f'<meta property="og:image" content="http://localhost{base}{place}">' in html
    assert '<meta property="og:image:alt" content="Moorland 001: ' in html
    assert f'href="{base}map.png" download>PNG' in client.get(f"{page.url}{edition.slug}/").content.decode()

    goal = edition.framework.goals.get(slug="goal-1")
    worse = GoalOption.objects.get(goal=goal, code="no")
    errata.correct_answer(Edition.objects.get(), rows[0], goal, option=worse, why="The law was misread.")
    for name, answer in before.items():
        assert client.get(base + name, headers={"if-none-match": answer["ETag"]}).content != answer.content, name

    with override_settings(HARBOR_WAGTAIL={"SHARE_IMAGES": False}):
        assert b"og:image" not in client.get(f"{page.url}{edition.slug}/").content
    settings = HarborSettings.for_site(page.get_site())
    settings.discreet = True
    settings.save()
    assert b"og:image" not in client.get(f"{page.url}{edition.slug}/").content
