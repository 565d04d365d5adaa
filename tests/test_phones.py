"""Numbers of every shape become one kind of link, and nothing anybody types breaks a page."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.template import Context, Template
from django.test import override_settings
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from harbor_wagtail.phone_links import phone_html
from harbor_wagtail.phones import parse, sms_href, tel_href

SHAPES = [
    pytest.param("507-555-0142", "+15075550142", "(507) 555-0142", id="national"),
    pytest.param("(507)5550142", "+15075550142", "(507) 555-0142", id="no spaces"),
    pytest.param("+1 507 555 0142", "+15075550142", "(507) 555-0142", id="international"),
    pytest.param("5550142", "5550142", "555-0142", id="seven digits"),
    pytest.param("1 888 373 7888", "+18883737888", "1-888-373-7888", id="toll-free"),
    pytest.param("1-800-RUNAWAY", "+18007862929", "1-800-786-2929", id="letters"),
    pytest.param("1-800-4-A-CHILD", "+18004224453", "1-800-422-4453", id="letters and a digit"),
    pytest.param("911", "911", "911", id="emergency"),
    pytest.param("988", "988", "988", id="short code"),
    pytest.param("741-741", "741741", "741741", id="short code with a dash"),
    pytest.param("٥٠٧٥٥٥٠١٤٢", "+15075550142", "(507) 555-0142", id="Arabic digits"),
    pytest.param("５０７-555-0142", "+15075550142", "(507) 555-0142", id="full-width digits"),
    pytest.param("\u202a507-555-0142\u202c", "+15075550142", "(507) 555-0142", id="direction marks"),
    pytest.param("+52 55 1234 5678", "+525512345678", "+52 55 1234 5678", id="another country"),
]


@pytest.mark.parametrize(("written", "dial", "display"), SHAPES)
def test_a_number_is_read_however_it_is_written(written: str, dial: str, display: str) -> None:
    parts = parse(written)
    assert (parts.dial, parts.display) == (dial, display)
    assert tel_href(parts) == f"tel:{dial}"


@pytest.mark.parametrize(
    "written",
    ["507-555-0142 x12", "(507) 555-0142 ext. 12", "507.555.0142 extension 12", "+1 507 555 0142;ext=12"],
)
def test_an_extension_is_dialled_after_a_pause_and_named(written: str) -> None:
    assert tel_href(parse(written)) == "tel:+15075550142,12"
    assert "(507) 555-0142, ext. 12" in phone_html(written)


@pytest.mark.parametrize(
    ("written", "href"),
    [
        pytest.param("text HELP to 233733", "sms:233733?&body=HELP", id="English"),
        pytest.param('Text "HOME" to 741-741', "sms:741741?&body=HOME", id="quoted"),
        pytest.param("envía AYUDA al 988", "sms:988?&body=AYUDA", id="Spanish"),
        pytest.param("text ¡ to 233733", "", id="no word"),
    ],
)
def test_a_text_line_is_texted_with_its_word(written: str, href: str) -> None:
    assert sms_href(parse(written)) == href or not href
    assert (f'href="{href.replace("&", "&amp;")}"' in phone_html(written)) is bool(href)


def test_the_word_of_a_text_line_is_encoded() -> None:
    assert sms_href(parse("233733"), "SÍ & NO") == "sms:233733?&body=S%C3%8D%20%26%20NO"


@pytest.mark.parametrize("written", ["", None, "call for the number", "—", "12", "Room 4, door B"])
def test_words_without_a_number_stay_words(written: str | None) -> None:
    assert not parse(written)
    assert tel_href(parse(written)) == sms_href(parse(written), "HELP") == ""
    assert phone_html(written) == ("" if written is None else written)


def test_words_around_a_number_are_kept() -> None:
    html = phone_html("Nights 507-555-0142 ask for Ann")
    assert html == 'Nights <bdi dir="ltr"><a href="tel:+15075550142">(507) 555-0142</a></bdi> ask for Ann'


def test_every_number_of_a_string_is_a_link() -> None:
    assert re.findall('tel:[^"]+', phone_html("507.555.0142 or 507.555.0143")) == [
        "tel:+15075550142",
        "tel:+15075550143",
    ]


def test_numbers_are_read_in_the_hosts_region() -> None:
    with override_settings(HARBOR_WAGTAIL={"PHONE_REGION": "GB"}):
        assert parse("020 7946 0018").dial == "+442079460018"
        assert parse("+1 507 555 0142").display == "+1 507-555-0142"


def render(source: str, **context: object) -> str:
    return Template("{% load harbor %}" + source).render(Context(context))


def test_the_filter_and_the_tag_make_the_same_link() -> None:
    expected = '<bdi dir="ltr"><a href="tel:+15075550142">(507) 555-0142</a></bdi>'
    assert render("{{ number|harbor_phone }}", number="507-555-0142") == expected
    assert render("{% harbor_phone number %}", number="507-555-0142") == expected


def test_a_label_makes_a_button_and_an_extension_of_its_own_is_added() -> None:
    html = render('{% harbor_phone "507-555-0142" label="Call" ext="ext 7" %}')
    assert html == (
        '<bdi dir="ltr"><a class="harbor-call" href="tel:+15075550142,7">'
        '<span class="harbor-call__label">Call</span> (507) 555-0142, ext. 7</a></bdi>'
    )


def test_texting_names_the_word_in_the_visitors_language() -> None:
    with translation.override("es"):
        assert "HELP al 233733" in render('{% harbor_phone "233733" kind="text" keyword="HELP" %}')


class Links(HTMLParser):
    """Collects what a browser would make of the output."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


ALLOWED = {"bdi": {"dir"}, "a": {"href", "class"}, "span": {"class"}}
NASTY = st.one_of(
    st.text(max_size=400),
    st.text(alphabet="0123456789-+() .xext#,;<>\"'&=/", max_size=60),
    st.from_regex(r"(text|sms) .{0,25} to [0-9]{3,9}.{0,40}", fullmatch=True),
    st.builds(lambda a, n, b: a + n + b, st.text(max_size=30), st.just("507-555-0142"), st.text(max_size=30)),
)


@given(NASTY, NASTY, NASTY, st.sampled_from(["", "call", "text"]))
def test_nothing_typed_raises_or_leaves_the_link(number: str, label: str, keyword: str, kind: str) -> None:
    html = phone_html(number, kind=kind, label=label, extension=number, keyword=keyword)  # type: ignore[arg-type]
    for tag, attributes in Links(html).tags:
        assert set(attributes) <= ALLOWED[tag]
        if tag == "a":
            assert re.fullmatch(
                r"(tel:\+?\d+(,\d+)?|sms:\+?\d+(\?&body=[\w.~%-]+)?)", attributes["href"] or "", re.ASCII
            )


@given(NASTY)
def test_a_short_code_or_number_dials_only_digits(number: str) -> None:
    assert re.fullmatch(r"(\+?[0-9]+)?", parse(number).dial)


@given(st.integers(min_value=100, max_value=199), st.integers(min_value=201, max_value=989))
def test_numbers_reserved_for_examples_are_links(line: int, area: int) -> None:
    if area % 100 != 11:
        assert parse(f"{area}-555-0{line}").dial == f"+1{area}5550{line}"


@pytest.mark.parametrize("written", ["S2136 S173", "H3012 9999", "a12 b34567"])
def test_codes_of_something_else_are_no_number(written: str) -> None:
    assert not parse(written).dial


@pytest.mark.parametrize(
    "written",
    ["507 555 019", "(612) 824-800", "507 555 01990", "+999 12345678", "1-888-373-788", "18 2555 1234", "507-155-0142"],
)
def test_a_digit_too_few_or_too_many_is_dialled_and_known(written: str) -> None:
    """What a source brought may be dialled where it stands; a form asks again."""
    parts = parse(written)
    assert parts.dial
    assert not parts.follows_plan


@pytest.mark.parametrize(
    "written", ["988", "741741", "555-0142", "507-555-0142 ext5", "+52 55 1234 5678", "1-800-RUNAWAY"]
)
def test_numbers_as_they_are_follow_their_plan(written: str) -> None:
    assert parse(written).follows_plan
