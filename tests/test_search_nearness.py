"""Which places lie within a circle is known cell by cell; the answer is that of measuring each of them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from harbor_wagtail.directory.search import building, nearness
from harbor_wagtail.directory.search.bits import bits_in, lay_out
from harbor_wagtail.directory.search.building import doors_of
from harbor_wagtail.directory.search.nearness import MAX_MILES, NEXT_DOOR, standing
from harbor_wagtail.places import Point, distance_miles

DEGREES = st.floats(-8, 8)


@given(
    st.lists(st.tuples(DEGREES, DEGREES), max_size=60),
    st.integers(1, MAX_MILES),
    st.sampled_from([(0.0, 0.0), (44.9, -93.2), (66.0, -163.0), (52.0, 179.5), (81.9, 10.0)]),
    st.booleans(),
    st.booleans(),
)
def test_a_circle_holds_what_measuring_says(
    offsets: list[tuple[float, float]], miles: int, middle: tuple[float, float], many: bool, by_cell: bool
) -> None:
    points = [(middle[0] + north, (middle[1] + east + 180) % 360 - 180) for north, east in offsets]
    layout = lay_out((number, 1, [number]) for number in range(1, len(points) + 1))
    with patch.object(building, "MANY_DOORS", 0 if many else 100):
        doors = doors_of(layout, dict(enumerate(points, 1)))
    snapshot: Any = SimpleNamespace(
        doors=doors, layout=layout, rows_with=lambda *_: 0, memo=SimpleNamespace(wide={}), values={}
    )
    near: Any = SimpleNamespace(point=Point(*middle), county_fips="")
    with patch.object(nearness, "FEW", 0 if by_cell else 200):
        stands = standing(near, miles, layout.there, snapshot)
    found = {layout.places[bit] for bit in bits_in(stands.groups[0] | stands.groups[2])}
    close = {layout.places[bit] for bit in bits_in(stands.groups[0])}
    for number, point in enumerate(points, 1):
        far = distance_miles(near.point, Point(*point))
        if abs(far - miles) > 1e-6:
            assert (number in found) == (far <= miles)
        if abs(far - min(miles, NEXT_DOOR)) > 1e-6:
            assert (number in close) == (far <= min(miles, NEXT_DOOR))
