"""Promise: a list from A to Z is one for whoever reads it: accents part nothing, and ñ has its place in Spanish."""

from __future__ import annotations

import pytest

from harbor_wagtail.alphabet import alphabetical
from harbor_wagtail.directory.search.analyser import sort_key

SPANISH = ["ábaco", "Ana", "Ángel", "Enzo", "niñez", "Nube", "Ñandú", "orilla", "Óscar", "Zona"]
ENGLISH = ["ábaco", "Ana", "Ángel", "Enzo", "Ñandú", "niñez", "Nube", "orilla", "Óscar", "Zona"]


@pytest.mark.parametrize(("language", "expected"), [("es", SPANISH), ("es-mx", SPANISH), ("en", ENGLISH)])
def test_names_stand_where_readers_look(language: str, expected: list[str]) -> None:
    mixed = sorted(expected)
    assert mixed != expected
    assert sorted(mixed, key=lambda name: alphabetical(name, language)) == expected
    assert sorted(mixed, key=lambda name: sort_key(name, language)) == expected  # as the search keeps it


def test_a_letter_of_two_signs_is_the_same_letter() -> None:
    assert alphabetical("N\u0303andu\u0301", "es")[0] == alphabetical("ñandú", "es")[0]
    assert sort_key("n\u0303", "es") == sort_key("Ñ", "es") > sort_key("nz", "es")
