"""An organization as a contact for a phone (vCard 3.0, RFC 2426, which all phones read): what its page shows, and less.

It stays on the phone and may be seen there. So there is no note, no place, no moment and nothing of this site in it; a discreet
one is named by its number and holds numbers alone, without a word of whose they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from harbor_wagtail.directory.presentation.numbers import Number
from harbor_wagtail.directory.presentation.organizations import OrganizationView
from harbor_wagtail.phones import parse, tel_href

#: Bytes of a line without its end.
LONGEST_LINE = 75


def vcard(organization: OrganizationView, *, discreet: bool = False) -> str:
    """Lines end as the RFC wants; empty where there is no number to call."""
    found = list(_numbers(organization))
    if not found:
        return ""
    name = parse(found[0][0].number).display if discreet else organization.name
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"N:{_escaped(name)};;;;", f"FN:{_escaped(name)}"]
    for at, (number, whose) in enumerate(found, start=1):
        lines.append(f"item{at}.TEL;TYPE={'CELL' if number.kind == 'text' else 'VOICE'}:{_dialled(number)}")
        if whose and not discreet:
            lines.append(f"item{at}.X-ABLabel:{_escaped(whose)}")
    if not discreet:
        lines.append(f"ORG:{_escaped(name)}")
        lines += [f"EMAIL:{_escaped(organization.email)}"] if organization.email else []
        # An address on the web is no text, and takes no escapes.
        lines += [f"URL:{''.join(organization.website.split())}"] if organization.website else []
    return "".join(_folded(line) for line in [*lines, "END:VCARD"])


def _numbers(organization: OrganizationView) -> Iterator[tuple[Number, str]]:
    """Those of the organization with what each is for, then those of its services with their names; each once."""
    own = [(number, number.what) for number in organization.numbers]
    theirs = [(number, str(service.name)) for service in organization.services for number in service.numbers]
    seen: set[str] = set()
    for number, whose in [*own, *theirs]:
        dialled = "" if number.fax else _dialled(number)
        if dialled and dialled not in seen:
            seen.add(dialled)
            yield number, whose


def _dialled(number: Number) -> str:
    """ "+15075550142,4": a comma is a pause before the extension, to every phone."""
    dial = tel_href(parse(number.number)).removeprefix("tel:")
    extension = "".join(sign for sign in number.extension if sign.isdigit())
    return f"{dial.partition(',')[0]},{extension}" if dial and extension else dial


def _escaped(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return "\\n".join("".join(sign for sign in line if sign.isprintable()) for line in plain.splitlines())


def _folded(line: str) -> str:
    """In pieces of 75 bytes, each but the first behind a blank; no sign is cut in two."""
    pieces, piece = [], ""
    for sign in line:
        if len(f"{piece}{sign}".encode()) > LONGEST_LINE:
            pieces.append(piece)
            piece = " "
        piece += sign
    return "".join(f"{each}\r\n" for each in [*pieces, piece])
