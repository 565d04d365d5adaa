"""Maps and charts: colors that can be told apart, squares in the order of the table, nothing said by color alone."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import render_to_string
from django.test import override_settings
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

import harbor_wagtail
from harbor_wagtail.advocacy.checks import check_band_colors
from harbor_wagtail.advocacy.report_cards import palette, palette_checks
from harbor_wagtail.advocacy.report_cards.charts.bars import Bar, BarChart
from harbor_wagtail.advocacy.report_cards.charts.history import HistoryChart, Point
from harbor_wagtail.advocacy.report_cards.charts.status import Part, StatusChart
from harbor_wagtail.advocacy.report_cards.drawings import named
from harbor_wagtail.advocacy.report_cards.looks import Look, band_look, blank_look
from harbor_wagtail.advocacy.report_cards.maps.tiles import Place, TileMap
from harbor_wagtail.advocacy.templatetags.harbor_report_cards import harbor_cell
from harbor_wagtail.conf import conf
from harbor_wagtail.models import Jurisdiction
from harbor_wagtail.theme import contrast

STATIC = Path(harbor_wagtail.__file__).parent / "advocacy/static/harbor_advocacy"
SVG = "{http://www.w3.org/2000/svg}"
COLORS = st.lists(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True), min_size=3, max_size=7).map(tuple)


def test_our_colors_are_as_measured() -> None:
    fills = palette.ramp(5)
    assert [fill.color for fill in fills] == list(palette.DEFAULT_COLORS)
    assert [round(contrast(fill.ink, fill.color), 1) for fill in fills] == [13.7, 6.9, 5.5, 9.9, 15.5]
    nearest = [
        round(min(palette_checks.distance(a.color, b.color, vision) for a, b in combinations(fills, 2)), 1)
        for vision in ("", *palette_checks.VISIONS)
    ]
    assert nearest == [22.3, 19.6, 18.8, 16.9]
    assert not palette_checks.problems(palette.DEFAULT_COLORS)


@given(COLORS, st.integers(3, 7))
def test_text_can_be_read_on_any_ramp(colors: tuple[str, ...], size: int) -> None:
    fills = palette.ramp(size, colors)
    assert [fill.token for fill in fills] == list(range(1, size + 1))
    assert (fills[0].color, fills[-1].color) == (colors[0], colors[-1])
    assert all(contrast(fill.ink, fill.color) >= 4.5 for fill in fills)
    if size == len(colors):
        assert tuple(fill.color for fill in fills) == colors


def test_the_stylesheet_we_ship_is_what_the_colors_make() -> None:
    assert (STATIC / "bands.css").read_text().partition("\n")[2] == palette.stylesheet(palette.DEFAULT_COLORS)


def test_a_site_that_changes_its_colors_is_told_what_cannot_be_told_apart() -> None:
    assert not list(check_band_colors(None))
    with override_settings(HARBOR_WAGTAIL={"BAND_COLOURS": ["#aa0000", "#7a6a00", "#008800"]}):
        found = list(check_band_colors(None))
        assert palette.ramp(3, palette.band_colors())[0].color == "#aa0000"
    assert {message.id for message in found} == {"harbor_advocacy.W001"}
    assert any("lightness" in message.msg for message in found)
    assert any("green-blind" in message.msg for message in found)
    with override_settings(HARBOR_WAGTAIL={"BAND_COLOURS": ["#081d58", "#225ea8", "#41b6c4", "#c7e9b4", "#ffffd9"]}):
        assert not list(check_band_colors(None))


@pytest.mark.parametrize("wrong", [["red", "green", "blue"], ["#000000", "#ffffff"], ["#12345"] * 3, [None] * 3])
def test_what_is_no_ramp_is_refused(wrong: Any) -> None:
    with override_settings(HARBOR_WAGTAIL={"BAND_COLOURS": wrong}), pytest.raises(ImproperlyConfigured, match="3 to 7"):
        _ = conf.BAND_COLOURS


LOOKS = {
    "A": band_look("A", "strong", 1, 3),
    "C": band_look("C", "partial", 2, 3),
    "F": band_look("F", "little", 3, 3, hatched=True),
    "–": blank_look("–", "not assessed"),
}


def place(name: str, sign: str, column: int | None, row: int | None) -> Place:
    look = LOOKS[sign]
    return Place(name[:2].upper(), name, f"/rc/{name.lower()}/", look, f"{name}: {look.words}", column, row)


PLACES = [
    place("Alder", "F", 2, 3),
    place("Birch", "A", 1, 1),
    place("Cedar & Sons", "–", 3, 1),
    place("Elm", "C", None, None),
]


def drawn(figure: Any) -> ElementTree.Element:
    return ElementTree.fromstring(  # noqa: S314  (our own)
        figure.svg_file().partition("\n")[2]
    )


def test_squares_stand_in_the_order_of_the_table_each_with_a_sign_and_a_link() -> None:
    tiles = TileMap("m", "Title <b>", "1 of 4 …", places=PLACES, ramp=3)
    root = drawn(tiles)
    group = root.find(f"{SVG}g")
    assert group is not None
    assert group.get("role") == "group"
    named = [root.find(f".//*[@id='{each}']") for each in str(group.get("aria-labelledby")).split()]
    assert [each.text for each in named if each is not None] == ["Title <b>", "1 of 4 …"]
    links = group.findall(f"{SVG}a")
    assert [link.get("href") for link in links] == ["/rc/alder/", "/rc/birch/", "/rc/cedar & sons/"]
    assert [link.get("aria-label") for link in links] == [
        "Alder: little",
        "Birch: strong",
        "Cedar & Sons: not assessed",
    ]
    assert [[text.text for text in link.findall(f"{SVG}text")] for link in links] == [
        ["AL", "F"],
        ["BI", "A"],
        ["CE", "–"],
    ]
    places = {(link.find(f"{SVG}rect").get("x"), link.find(f"{SVG}rect").get("y")) for link in links}  # type: ignore[union-attr]
    assert places == {("72", "142"), ("2", "2"), ("142", "2")}
    assert root.get("viewBox") == "0 0 210 210"
    # The second cue: the last band is hatched, what was not assessed is dotted, all have a border.
    assert [len(link.findall(f"{SVG}rect")) for link in links] == [2, 1, 1]
    assert [bool(link.find(f"{SVG}rect[@stroke-dasharray]") is not None) for link in links] == [False, False, True]
    assert [each.name for each in tiles.elsewhere] == ["Elm"]
    assert not TileMap("m", "t", "s", places=PLACES[3:]).drawing()["squares"]


def test_no_drawing_has_code_or_style_in_it() -> None:
    parts = [Part(LOOKS["A"], 9), Part(LOOKS["F"], 1), Part(LOOKS["–"], 0)]
    figures = [
        TileMap("m", "t", "s", places=PLACES, ramp=3),
        BarChart("b", "t", "s", bars=[Bar("Care", "8 of 10", 8, 10), Bar("Law", "not assessed", None, 10)]),
        StatusChart("s", "t", "s", parts=parts),
        HistoryChart("h", "t", "s", points=POINTS),
    ]
    for figure in figures:
        for text in (figure.svg(), figure.svg_file()):
            assert not re.search(r"<style|\sstyle=|<script|\son\w+=", text)
            # 12 pixels at the least where the drawing is shown at its smallest.
            assert min(float(size) for size in re.findall(r'font-size="([\d.]+)"', text)) >= 14
        drawn(figure)


POINTS = [
    Point("2022", "old", 0.2, LOOKS["F"]),
    Point("2023", "old", 0.5, LOOKS["C"]),
    Point("2024", "old", None, LOOKS["–"]),
    Point("2025", "new", -0.25, LOOKS["F"]),
    Point("2026", "new", 0.9, LOOKS["A"]),
]


def test_history_breaks_where_the_framework_changed_and_where_nothing_is_known() -> None:
    drawing = HistoryChart("h", "t", "s", points=POINTS).drawing()
    assert len(drawing["breaks"]) == 1
    assert float(drawing["dots"][2]["x"]) < float(drawing["breaks"][0]) < float(drawing["dots"][3]["x"])
    assert [(line["x1"], line["x2"]) for line in drawing["lines"]] == [
        (drawing["dots"][at]["x"], drawing["dots"][at + 1]["x"]) for at in (0, 3)
    ]
    assert [share for _y, share in drawing["grid"]] == ["−25", "0", "50", "100"]
    heights = [float(dot["y"]) for dot in drawing["dots"] if not dot["missing"]]
    assert heights[3] < heights[1] < heights[0] < heights[2]
    many = HistoryChart("h", "t", "s", points=[Point(str(2000 + at), "one", 0.5, LOOKS["A"]) for at in range(20)])
    assert [dot["name"] for dot in many.drawing()["dots"] if dot["name"]] == [
        str(year) for year in range(2001, 2020, 3)
    ]


@pytest.mark.parametrize(
    ("least", "marks"), [(-1.0, ["−100", "0", "50", "100"]), (-4.04, ["−404", "0", "100"]), (-20, ["−2000", "0"])]
)
def test_scores_far_below_zero_leave_room_for_what_stands_at_their_lines(least: float, marks: list[str]) -> None:
    drawing = HistoryChart("h", "t", "s", points=[*POINTS, Point("2027", "new", least, LOOKS["A"])]).drawing()
    assert [share for _y, share in drawing["grid"]] == marks
    lines = [float(y) for y, _share in drawing["grid"]]
    assert all(low - high >= 18 for low, high in pairwise(lines))
    # A digit takes 8 units; the text ends 6 before the lines begin.
    assert all(drawing["left"] - 6 >= 8 * (len(share) - 1) + 5 for _y, share in drawing["grid"])
    assert all(drawing["left"] < float(dot["x"]) < 304 for dot in drawing["dots"])


def test_bars_start_at_nothing_and_what_is_negative_lies_left_of_it() -> None:
    bars = [Bar("a", "", 10, 10, -10), Bar("b", "", -5, 10, -10), Bar("c", "", None, 10, -10)]
    rows = BarChart("b", "t", "s", bars=bars).drawing()["rows"]
    assert [(row["x"], row["length"], row["negative"], row["missing"]) for row in rows] == [
        ("160", "159", False, False),
        ("80.5", "79.5", True, False),
        ("160", "0", False, True),
    ]
    scaled = BarChart("b", "t", "s", bars=[Bar("a", "", 10, 20), Bar("b", "", 10, 10)]).drawing()["rows"]
    assert [(row["length"], row["ground"]) for row in scaled] == [("159", "318"), ("159", "159")]
    plain = BarChart("b", "t", "s", bars=[Bar("a", "", 0, 0)]).drawing()["rows"]
    assert plain[0]["length"] == "0"


@given(st.lists(st.integers(0, 60), min_size=1, max_size=6))
def test_parts_fill_the_bar_without_running_into_each_other(counts: list[int]) -> None:
    look = Look("●", "met")
    boxes = StatusChart("s", "t", "s", parts=[Part(look, count) for count in counts]).drawing()["boxes"]
    assert [box["part"].count for box in boxes] == [count for count in counts if count]
    ends = [(float(box["x"]), float(box["x"]) + float(box["length"])) for box in boxes]
    assert all(before[1] < after[0] + 0.02 for before, after in pairwise(ends))
    assert not ends or ends[-1][1] == pytest.approx(319, abs=0.2)


def test_numbers_in_a_table_of_figures_are_written_as_people_write_them() -> None:
    with translation.override("en"):
        assert [harbor_cell(each) for each in (-55, 12.5, 0, "-", "Care")] == ["−55", "12.5", "0", "-", "Care"]
    with translation.override("es"):
        assert harbor_cell(12.5) == "12,5"


@pytest.mark.parametrize(
    ("sign", "words", "name"),
    [
        ("A", "A, strong: 9 of 10 points", "Harrow, HA A, strong: 9 of 10 points"),
        ("II", "fair: 5 of 10 points", "Harrow, HA II: fair: 5 of 10 points"),
        ("n/a", "does not apply", "Harrow, HA n/a: does not apply"),
        ("●", "met", "Harrow, HA: met"),
        ("–", "not assessed", "Harrow, HA: not assessed"),
    ],
)
def test_a_square_is_called_what_is_written_in_it(sign: str, words: str, name: str) -> None:
    """Who speaks to the browser says what is to be seen: code and sign, one after the other (WCAG 2.5.3)."""
    place = Jurisdiction(name="Harrow", code="HA")
    assert named(place, Look(sign, words), words) == name
    assert named(Jurisdiction(name="Ha"), Look(sign, words), "met").startswith("Ha")
    figure = TileMap("m", "t", "s", places=[Place("HA", "Harrow", "/harrow/", Look(sign, words), name, 0, 0)])
    (square,) = drawn(figure).iter(f"{SVG}a")
    seen = " ".join("".join(square.itertext()).split())
    assert seen == f"HA {sign}"
    assert not re.search(r"\w", sign) or seen in name


def test_what_moved_with_a_correction_is_written_as_people_write_it() -> None:
    """The log keeps numbers as programs write them."""
    was = {"score": "-21.4", "band": "C", "rank": 14}
    for language, said in (("en", "−21.4, C, rank 14"), ("es", "−21,4, C, puesto 14")):
        with translation.override(language):
            assert render_to_string("harbor_advocacy/report_cards/effect.html", {"was": was}).strip() == said
    with translation.override("en"):
        nothing = render_to_string("harbor_advocacy/report_cards/effect.html", {"was": {"score": ""}})
    assert nothing.strip() == "not assessed"
