"""A report card printed by the browser: forty goals on two sheets of paper, as in the PDF."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pypdf

if TYPE_CHECKING:
    from playwright.sync_api import Browser

#: As many goals as a framework of full size has, of those that are there.
FORTY = """() => {
  document.querySelector('.harbor-rc-paper').classList.add('harbor-rc-paper--many');
  const goals = [...document.querySelectorAll('.harbor-adv-columns li')];
  for (let at = goals.length; at < 40; at += 1) {
    const goal = goals[at % goals.length];
    goal.parentNode.append(goal.cloneNode(true));
  }
  return document.querySelectorAll('.harbor-adv-columns li').length;
}"""


def test_forty_goals_take_two_sheets(chromium: Browser, demo_url: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{demo_url}/report-cards/example-2025/harrowmere/print/")
    assert page.evaluate(FORTY) == 40
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(format="Letter", prefer_css_page_size=True)))
    context.close()
    assert len(printed.pages) == 2
    assert "What would raise the grade" in printed.pages[1].extract_text()
