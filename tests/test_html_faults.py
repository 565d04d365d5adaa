"""The finder of faults in HTML finds them, so that the tests which ask it can fail."""

from __future__ import annotations

import pytest

from tests.html_faults import faults


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<h2> <b></b></h2>", "h2 without words"),
        ("<p><div></div></p>", "div in p"),
        ("<a><b><a></a></b></a>", "a in a"),
        ("<b><i></b></i>", "/b where i is open"),
        ("<section>", "section never ends"),
        ("<i id=a></i><b id=a></b>", "id a given 2 times"),
        ("<label for=a></label>", "for points at a, which is not there"),
        ("<img src=x>", "img without alt"),
        ("<i class=a class=b></i>", "i has an attribute twice"),
        ("<input type=radio autocomplete=off>", "autocomplete on a radio"),
    ],
)
def test_each_fault_is_found(html: str, fault: str) -> None:
    assert fault in faults(html)


def test_a_sound_page_has_none() -> None:
    head = '<!doctype html><h1><img src="x" alt="Lantern"></h1><p>a<br>b</p>'
    assert faults(f'{head}<label for="x">c</label><input id="x"><svg><path/></svg>') == []
