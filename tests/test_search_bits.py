"""Sets of rows as whole numbers: the quick way and the plain one give the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harbor_wagtail.directory.search.bits import bits_in, set_of

SIZE = 700
sparse = st.sets(st.integers(0, SIZE - 1), max_size=12)
dense = sparse.map(lambda left_out: set(range(SIZE)) - left_out)


@given(sparse | dense)
def test_a_set_gives_back_its_bits_lowest_first(bits: set[int]) -> None:
    assert list(bits_in(sum(1 << bit for bit in bits))) == sorted(bits)


@given(sparse | dense)
def test_a_set_is_made_of_bits_in_any_order_and_of_none_at_minus_one(bits: set[int]) -> None:
    assert set_of([*bits, -1], SIZE) == sum(1 << bit for bit in bits)
