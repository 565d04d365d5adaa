"""What making a plan's PDF costs beside the PDF engine alone.

``python -m benchmarks.documents`` from the root of the repository. The processor's time of this process, a plan of 60
fields on 12 pages or more. What is measured is written to ``benchmarks/results.md``.
"""

from __future__ import annotations

import gc
import os
import statistics
import time
from collections.abc import Callable
from typing import Any

ROUNDS = 7
FIELDS, PARAGRAPHS = 60, 130
WORDS = (
    "Take your time. You can do this on your own or with somebody who helps you. Skip what you do not want to answer. "
)


def measure(do: Callable[[], Any], rounds: int = ROUNDS, times: int = 1) -> float:
    """Milliseconds of the processor for one call, half of all rounds faster."""
    do()
    taken = []
    for _round in range(rounds):
        gc.collect()
        started = time.process_time()
        for _time in range(times):
            do()
        taken.append((time.process_time() - started) / times * 1000)
    return statistics.median(taken)


def plan() -> Any:
    from harbor_wagtail.documents.runs import text_runs
    from harbor_wagtail.documents.tree import Document, Emergency, Field, Line, Node, Paragraph, Question, Section

    nodes: list[Node] = [Paragraph(text_runs(f"{number}. {WORDS}")) for number in range(PARAGRAPHS)]
    for number in range(FIELDS):
        label = f"Question {number}?"
        nodes.insert(number * 3, Question(label, Field(f"f{number}", label, "long", 3)))
    sections = tuple(Section(f"Part {n}", tuple(nodes[n::6]), f"part-{n}") for n in range(6))
    box = Emergency("In danger right now?", "911", "", (Line("A hotline", "1-888-555-0123", "", "", "24 hours"),))
    return Document(
        title="A long plan", language="en", emergency=box, sections=sections, caution="Somebody may find it."
    )


def bare_engine(markup: str, sheet: str) -> bytes:
    """The same page and fields by the engine alone, with the fonts it finds on the machine."""
    import weasyprint

    made = weasyprint.HTML(string=markup).write_pdf(stylesheets=[weasyprint.CSS(string=sheet)], pdf_forms=True)
    return bytes(made)


def making() -> str:
    from harbor_wagtail.documents import fonts, html, pdf

    document = plan()
    made = pdf.make_pdf(document)
    markup = html.pdf_html(document)
    # Its own fonts, by address: what the engine does with them is the same work.
    sheet = (fonts.FOLDER / "pdf.css").read_text().replace("harbor-font:", f"file://{fonts.FOLDER}/")
    ours, alone = measure(lambda: pdf.make_pdf(document)), measure(lambda: bare_engine(markup, sheet))
    return (
        f"A plan of {len(document.fields)} fields on {made.pages} pages ({len(made.content) // 1024} kB): {ours:.0f} ms; "
        f"WeasyPrint alone on the same HTML and fonts {alone:.0f} ms. Ours takes {ours / alone:.2f} times as long (goal: 2)."
    )


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from benchmarks.results import write_section

    measured = making()
    print(measured)
    write_section("Files of safety plans", measured)
