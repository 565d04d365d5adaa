"""What typing left behind: bullets and numbers that were typed, headings that were only made bold, sentences cut in two."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.importing.pieces import Item, Kind, Piece, plain
from harbor_wagtail.advocacy.importing.told import Told

GLYPHS = "•‣▪▫●○◦◾■□☐☑✓✔►▶➢➤❖·∙⁃"
_BULLET = re.compile(rf"^(?:<b>|<i>)?\s*(?:[{GLYPHS}]|[-–—*]\s|o\s(?=\w))\s*")
_NUMBER = re.compile(r"^\(?(\d{1,2}|[a-z])[.)]\s+")
_BOLD_LINE = re.compile(r"^<b>((?:(?!</?b>).)+)</b>:?$")
#: A dash and a name; a dash and a space begin a line of a list, unless it names a survivor.
_SIGNED = re.compile(r"^(?:[–—]\s*|-(?=\S)|-\s+(?=.*\b(?:survivor|sobreviviente)))(\S.*)$", re.IGNORECASE)
_SURVIVOR = re.compile(r"^(?:\w+\.?,?\s+){0,4}(?:survivor|sobreviviente)(?:\s+\w+){0,2}$", re.IGNORECASE)
MOST_WORDS_OF_HEADING = 14
_CUT = re.compile(r"-(?:</\w+>)*$")


def mend(pieces: Iterable[Piece], told: Told) -> list[Piece]:
    """All repairs, in the one order in which they work."""
    found = _signed([piece for each in pieces for piece in _lines(each)])
    for step in (_plain_headings, _headings, _sentences, _bullets, _numbers):
        found = step(found, told)
    for piece in found:
        _bare_items(piece)
    return found


def _lines(piece: Piece) -> list[Piece]:
    """A paragraph whose lines all begin with a bullet is as many paragraphs."""
    lines = [line.strip() for line in piece.html.split("<br/>")]
    typed = [line for line in lines if _BULLET.match(line) or _NUMBER.match(line)]
    if piece.kind is not Kind.TEXT or len(typed) < 2:
        return [piece]
    return [Piece(Kind.TEXT, piece.place, line) for line in lines if line]


def _signed(pieces: list[Piece]) -> list[Piece]:
    """Words with a line below that says whose they are are a quote, with or without quotation marks."""
    done: list[Piece] = []
    for piece in pieces:
        last = done[-1] if done else None
        if last and last.kind in (Kind.TEXT, Kind.QUOTE) and (by := _signature(piece)):
            last.kind, last.html = Kind.QUOTE, f"{last.html}\n— {by}"
        else:
            done.append(piece)
    return done


def _signature(piece: Piece) -> str:
    """ "-Survivor", "— A. B., survivor leader"; Markdown reads "- Survivor" as a list of one line."""
    rich = piece.items[0].html if len(piece.items) == 1 and piece.is_flat else piece.html
    found = _SIGNED.match(plain(rich))
    is_list = bool(piece.items) and found is None and bool(_SURVIVOR.match(plain(rich)))
    if piece.kind is Kind.LIST:
        return plain(rich) if is_list and not piece.ordered else ""
    by = found[1] if found and piece.kind is Kind.TEXT else ""
    return by if len(by.split()) <= 8 else ""


def _plain_headings(pieces: list[Piece], told: Told) -> list[Piece]:
    """In a file without any heading, a short line alone that ends like no sentence and is followed by text is one."""
    if any(piece.kind is Kind.HEADING or _BOLD_LINE.match(piece.html) for piece in pieces):
        return pieces
    for piece, after in zip(pieces, pieces[1:], strict=False):
        if _is_line(piece) and after.kind is not Kind.TABLE and (piece is pieces[0] or not _is_line(after)):
            told.mended(piece.place, _("A short line alone was taken for a heading."), piece.words)
            piece.kind, piece.level = Kind.HEADING, 1 if piece is pieces[0] else 2
    return pieces


def _is_line(piece: Piece) -> bool:
    short = 0 < len(piece.words.split()) <= MOST_WORDS_OF_HEADING and "<br/>" not in piece.html
    return piece.kind is Kind.TEXT and short and piece.words[-1] not in '.,;!:…”"' and not _BULLET.match(piece.html)


def _headings(pieces: list[Piece], told: Told) -> list[Piece]:
    """A short paragraph that is bold from end to end, and ends like no sentence, is a heading somebody made by hand."""
    deepest = max((piece.level for piece in pieces if piece.kind is Kind.HEADING), default=1)
    for at, piece in enumerate(pieces):
        bold = _BOLD_LINE.match(piece.html) if piece.kind is Kind.TEXT else None
        followed = at + 1 < len(pieces) and pieces[at + 1].kind is not Kind.HEADING
        if bold and followed and len(piece.words.split()) <= MOST_WORDS_OF_HEADING and piece.words[-1] not in ".,;!":
            told.mended(piece.place, _("A line in bold letters was taken for a heading."), piece.words)
            piece.kind, piece.level, piece.html = Kind.HEADING, min(max(deepest, 2), 6), bold[1]
    return pieces


def _sentences(pieces: list[Piece], told: Told) -> list[Piece]:
    """A piece that ends with a hyphen goes on in the next one, even where the first half was set as a heading."""
    done: list[Piece] = []
    for piece in pieces:
        last = done[-1] if done else None
        if last and last.kind in (Kind.HEADING, Kind.TEXT) and piece.kind is Kind.TEXT and _is_cut(last, piece):
            told.to_do(
                piece.place,
                _("A word was cut in two here. Look at it:"),
                f"{last.words.split()[-1]} {piece.words.split()[0]}",
            )
            last.html, last.kind, last.level = _CUT.sub("", _unbold(last.html)) + piece.html, Kind.TEXT, 0
        else:
            done.append(piece)
    return done


def _is_cut(last: Piece, piece: Piece) -> bool:
    return bool(_CUT.search(last.html)) and last.words[-2:-1].isalpha() and piece.words[:1].islower()


def _unbold(rich: str) -> str:
    found = _BOLD_LINE.match(rich)
    return found[1] if found else rich


def _bullets(pieces: list[Piece], told: Told) -> list[Piece]:
    return _gathered(pieces, told, lambda piece, _found: bool(_BULLET.match(piece.html)), ordered=False)


def _numbers(pieces: list[Piece], told: Told) -> list[Piece]:
    def is_next(piece: Piece, found: list[Piece]) -> bool:
        number = _NUMBER.match(piece.html)
        return number is not None and number[1] in (str(len(found) + 1), chr(ord("a") + len(found)))

    return _gathered(pieces, told, is_next, ordered=True)


def _gathered(
    pieces: list[Piece], told: Told, belongs: Callable[[Piece, list[Piece]], bool], *, ordered: bool
) -> list[Piece]:
    """Two typed lines or more that follow each other become a list."""
    done: list[Piece] = []
    run: list[Piece] = []
    for piece in [*pieces, None]:
        if piece is not None and piece.kind is Kind.TEXT and belongs(piece, run):
            run.append(piece)
            continue
        done += _as_list(run, told, ordered) if len(run) > 1 else run
        run = []
        if piece is not None and piece.kind is Kind.TEXT and belongs(piece, run):
            run.append(piece)
        elif piece is not None:
            done.append(piece)
    return done


def _as_list(run: list[Piece], told: Told, ordered: bool) -> list[Piece]:
    what = _("Typed numbers became a list.") if ordered else _("Typed bullets became a list.")
    told.mended(run[0].place, what, run[0].words)
    pattern = _NUMBER if ordered else _BULLET
    items = [Item(_without(pattern, piece.html)) for piece in run]
    told.replaced(" ".join(found[0] for piece in run if (found := pattern.match(piece.html))))
    return [Piece(Kind.LIST, run[0].place, ordered=ordered, items=items)]


def _bare_items(piece: Piece) -> None:
    """A list that has bullets of its own needs none in its lines."""
    for item in piece.items:
        glyph = re.match(rf"^(?:<b>|<i>)?\s*[{GLYPHS}]", item.html)
        item.html = _without(_BULLET, item.html) if glyph and plain(item.html)[1:].strip() else item.html
        if item.below:
            _bare_items(item.below)


def _without(pattern: re.Pattern[str], rich: str) -> str:
    """The tag that a bullet was in stays open."""
    found = pattern.match(rich)
    if not found:
        return rich
    opened = re.match(r"<[bi]>", found[0])
    return (opened[0] if opened else "") + rich[found.end() :].lstrip()
