"""What `make docs` adds to MkDocs: the files beside docs/ (README and its like) as pages, and links that fit both places."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
BESIDE = {
    "README.md": "readme.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "SECURITY.md": "security.md",
}
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((?!https?:|mailto:|#)([^)#\s]+)(#[^)\s]*)?\)")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put chapters that the contents do not name yet at the end of "How it works", so that none is lost."""
    docs = Path(config.docs_dir)
    named = str(config.nav)
    new = [path for path in sorted(docs.rglob("*.md")) if f"'{path.relative_to(docs).as_posix()}'" not in named]
    how = next(section for section in config.nav or [] if "How it works" in section)
    how["How it works"] += [path.relative_to(docs).as_posix() for path in new]
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    for name, page in BESIDE.items():
        files.append(File.generated(config, page, abs_src_path=str(ROOT / name)))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    here = page.file.src_uri
    folder = "" if here in BESIDE.values() else posixpath.join("docs", posixpath.dirname(here))

    def moved(found: re.Match[str]) -> str:
        text, target, anchor = found[1], found[2], found[3] or ""
        path = posixpath.normpath(posixpath.join(folder, target))
        path = BESIDE.get(path) or path.removeprefix("docs/")
        if files.get_file_from_path(path) is None and (ROOT / folder / target).exists():
            return text  # a file of the code or a folder: there in the repository, no page here
        return f"[{text}]({posixpath.relpath(path, posixpath.dirname(here) or '.')}{anchor})"

    return LINK.sub(moved, markdown)
