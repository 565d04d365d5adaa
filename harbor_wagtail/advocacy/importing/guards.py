"""Which files are opened at all. A Word file is a zip of XML, so it can burst, hide entities or carry programs."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.importing.told import Unreadable
from harbor_wagtail.tabular.files import BROKEN_ZIP, check_zip
from harbor_wagtail.tabular.problems import UnreadableFile

MEGABYTE = 1024**2
MOST_BYTES = 20 * MEGABYTE
#: Of text in XML. The longest reports have a tenth of it.
MOST_XML = 30 * MEGABYTE
SUFFIXES = (".docx", ".md", ".markdown", ".txt")
_FOREIGN = (b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"PK\x03\x04")


def check_file(path: Path) -> bytes:
    """The content of a file of a kind and size that can be read, or ``Unreadable``."""
    if path.suffix.lower() not in SUFFIXES:
        raise Unreadable(
            _("Only Word files (.docx) and Markdown (.md) are read. Save the document as .docx and try again.")
        )
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(_("The file is larger than 20 megabytes. Take its pictures out first."))
        content = path.read_bytes()
    except OSError as error:
        raise Unreadable(_("The file cannot be opened: %(why)s.") % {"why": error.strerror or error}) from None
    if not content.strip():
        raise Unreadable(_("The file is empty."))
    is_word = path.suffix.lower() == ".docx"
    if content.startswith(_FOREIGN) and not (is_word and content.startswith(b"PK")):
        raise Unreadable(_("The file is not what its name says. Open it where it was made, and save it as .docx."))
    return content


def word_parts(path: Path) -> dict[str, ElementTree.Element]:
    """The XML of a Word file by the name of its part, or ``Unreadable`` for one that is broken or dangerous."""
    try:
        check_zip(path)
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if info.filename.endswith((".xml", ".rels"))]
            if sum(info.file_size for info in infos) > MOST_XML:
                raise Unreadable(_("The file is far larger inside than out. It is not opened."))
            names = archive.namelist()
            parts = {info.filename: archive.read(info) for info in infos}
    except UnreadableFile as error:
        raise Unreadable(_("The file cannot be opened as a Word file: %(why)s") % {"why": error.problem}) from None
    except BROKEN_ZIP:
        raise Unreadable(_("The file is damaged. Open it in Word, and save it again.")) from None
    _refuse_programs(names, parts.get("[Content_Types].xml", b""))
    return {name: _parsed(content) for name, content in parts.items()}


def _refuse_programs(names: list[str], types: bytes) -> None:
    if b"macroEnabled" in types or any("vbaproject" in name.lower() for name in names):
        raise Unreadable(_("The file carries programs (macros). Save it as .docx without them."))
    if "word/document.xml" not in names:
        raise Unreadable(_("There is no Word document in this file."))


def _parsed(content: bytes) -> ElementTree.Element:
    # Word writes UTF-8. In another encoding a declaration of entities could not be seen by looking for it.
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\0" in content[:200]:
        raise Unreadable(_("The file holds declarations that Word never writes. It is not opened."))
    try:
        return ElementTree.fromstring(content)  # noqa: S314  no entity is declared, as was made sure
    except (ElementTree.ParseError, ValueError):
        raise Unreadable(_("The file is damaged. Open it in Word, and save it again.")) from None
