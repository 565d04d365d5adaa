"""Does to a site that `wagtail start host` made what README.md tells its developer to do, and nothing more."""

from __future__ import annotations

import re
import sys
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"
BEFORE_WAGTAIL = 'path("search/"'


def block(name: str) -> str:
    """The code block of the README that follows the marker ``<!-- NAME -->``."""
    found = re.search(rf"<!-- {name} -->\s*```python\n(.*?)```", README.read_text(encoding="utf-8"), flags=re.DOTALL)
    if not found:
        raise SystemExit(f"README.md has no code block marked {name}")
    return found[1]


def main(site: Path) -> None:
    settings = site / "host/settings/base.py"
    settings.write_text(f"{settings.read_text(encoding='utf-8')}\n{block('install-settings')}", encoding="utf-8")

    urls = site / "host/urls.py"
    text = urls.read_text(encoding="utf-8")
    line = block("install-urls").strip()
    if BEFORE_WAGTAIL not in text:
        raise SystemExit("the urls.py that `wagtail start` makes looks different: see where our line goes")
    urls.write_text(text.replace(BEFORE_WAGTAIL, f"{line}\n    {BEFORE_WAGTAIL}"), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
