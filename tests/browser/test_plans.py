"""Filling in a plan in a real browser: nothing sent, nothing stored, nothing left after Back; saved, printed and cleared."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PLAN = "safety-planning/after-leaving/"
WORDS = "Zoë & Nguyễn\ncall after school"


def fill(page: Page) -> None:
    page.locator("textarea").first.fill(WORDS)
    page.locator("[data-harbor-field][type=text]").first.fill("Ana")
    page.locator("[data-harbor-field][type=checkbox]").first.check()
    page.locator("select").first.select_option("talk on the phone")


def saved(page: Page, button: str) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    download = waiting.value
    return download.suggested_filename, Path(download.path()).read_bytes()


def test_typing_sends_and_stores_nothing_and_back_brings_nothing(page: Page, demo_url: str) -> None:
    page.goto(f"{demo_url}/{PLAN}", wait_until="networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    fill(page)
    page.locator("[data-harbor-field][type=text]").first.press("Enter")
    name, text = saved(page, "Save as text")
    assert name == "notes.txt"
    assert "Zoë & Nguyễn\n    call after school" in text.decode()
    assert "1-888-373-7888" in text.decode()
    assert [url for url in asked if not url.startswith("blob:")] == []
    assert page.url == f"{demo_url}/{PLAN}"
    assert page.evaluate("() => [localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    page.goto(f"{demo_url}/safety-planning/")
    page.go_back()
    assert page.locator("textarea").first.input_value() == ""
    assert page.locator("[data-harbor-field]:checked").count() == 0


def test_the_saved_pdf_holds_what_was_typed_and_stays_accessible(page: Page, demo_url: str) -> None:
    pypdf, checker = pytest.importorskip("pypdf"), pytest.importorskip("page")
    page.goto(f"{demo_url}/{PLAN}")
    fill(page)
    name, content = saved(page, "Save as PDF")
    assert name == "notes.pdf"
    made: Any = pypdf.PdfReader(io.BytesIO(content))
    values = {key: field.get("/V") for key, field in made.get_fields().items() if field.get("/V")}
    assert WORDS in values.values()
    assert "Ana" in values.values()
    assert "/on" in values.values()
    assert "talk on the phone" in values.values()
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        assert "no failures" in str(checker.validate_pdf(file.name, profile="ua1"))


def test_letters_the_pdf_cannot_show_are_named(page: Page, demo_url: str) -> None:
    page.goto(f"{demo_url}/{PLAN}")
    page.locator("textarea").first.fill("計画 ok")
    page.get_by_role("button", name="Save as PDF").click()
    page.get_by_role("status").filter(has_text="計").wait_for()


def test_an_answer_too_long_for_its_box_is_saved_whole_and_named(page: Page, demo_url: str) -> None:
    pypdf = pytest.importorskip("pypdf")
    page.goto(f"{demo_url}/{PLAN}")
    page.locator("textarea").first.fill("x" * 20_000)
    _name, content = saved(page, "Save as PDF")
    values = [field.get("/V") for field in pypdf.PdfReader(io.BytesIO(content)).get_fields().values()]
    assert "x" * 20_000 in values
    page.get_by_role("status").filter(has_text="does not show all of “What helps me feel safer?”").wait_for()


def test_paper_shows_a_long_answer_whole_and_clear_empties_the_page(page: Page, demo_url: str) -> None:
    pypdf = pytest.importorskip("pypdf")
    page.goto(f"{demo_url}/{PLAN}")
    page.locator("textarea").first.fill("\n".join(f"line {number}" for number in range(60)))
    page.emulate_media(media="print")
    text = "".join(
        each.extract_text() for each in pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    )
    assert "line 0" in text
    assert "line 59" in text
    assert "Save as text" not in text
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Clear everything").click()
    assert page.locator("textarea").first.input_value() == ""
    assert page.locator(".harbor-plan-mirror").count() == 0


def test_without_script_the_plan_can_be_read_printed_and_taken(chromium: Browser, demo_url: str) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{demo_url}/{PLAN}")
    assert page.get_by_text("Without JavaScript you can still type here").is_visible()
    assert not page.get_by_role("button", name="Save as text").is_visible()
    assert page.locator("body").evaluate("body => body.scrollWidth") <= 320
    assert page.request.get(f"{demo_url}/{PLAN}plan.pdf").body().startswith(b"%PDF-")
    page.get_by_role("link", name="Print it empty, with lines").click()
    assert page.locator(".harbor-plan-line").count() > 20
    context.close()


def test_the_list_is_narrowed_without_an_address(page: Page, demo_url: str) -> None:
    page.goto(f"{demo_url}/safety-planning/")
    page.get_by_label("staff and agencies").check()
    assert page.locator(".harbor-plans__plan:visible h2").all_inner_texts() == [
        "Protecting youth, staff and the agency"
    ]
    assert page.url == f"{demo_url}/safety-planning/"
    page.get_by_label("a young person who has left").check()
    page.get_by_label("while still in the situation").check()
    assert page.locator(".harbor-plans__none").is_visible()


@pytest.mark.parametrize("address", [PLAN, "safety-planning/", "safety-planning/keep-in-mind/", PLAN + "print/"])
def test_axe_finds_nothing(page: Page, demo_url: str, address: str) -> None:
    page.goto(f"{demo_url}/{address}")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
