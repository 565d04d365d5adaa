"""Between the phases, when every row is known: inner children find their records, orphans are refused by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext

from harbor_wagtail.directory.importing import bulk, refusals, staged
from harbor_wagtail.directory.importing.cycles import drop_cycles
from harbor_wagtail.directory.importing.keys import LINKED_KIND
from harbor_wagtail.directory.importing.matching import Key, Matcher, key_of
from harbor_wagtail.directory.importing.naming import in_words
from harbor_wagtail.directory.importing.rows import Problem
from harbor_wagtail.directory.importing.staged import Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from harbor_wagtail.directory.importing.report import Report
    from harbor_wagtail.directory.importing.staging import Stager
    from harbor_wagtail.directory.models import ImportBatch

#: Links that a record can do without: one that leads nowhere is reported and left out.
OPTIONAL: dict[str, tuple[str, ...]] = {
    "organization": ("parent_organization",),
    "location": ("organization",),
    "service": ("program",),
    "taxonomy_term": ("taxonomy", "parent_taxonomy_term"),
}
#: Kept even where they lead nowhere: our column holds the id, not a key of the database.
KEPT_DANGLING = frozenset({"parent_organization", "parent_taxonomy_term"})
#: (file, row, kind, id of the child where the row is not enough)
Lost = tuple[str, int, str, str]
#: Lost rows up to which they are looked for by their lines.
FEW = 500
WORDS = {
    "service_at_location": "service at a place",
    "location": "place",
    "taxonomy_term": "term",
}


class Settler:
    def __init__(self, batch: ImportBatch, report: Report, stager: Stager) -> None:
        self.batch = batch
        self.report = report
        self.stager = stager
        self.matcher = Matcher(batch)
        #: Child rows that lost one of their records, by what tells them apart; refused if no other is left.
        self._lost: dict[Lost, tuple[Line, str, bool]] = {}

    def settle(self) -> None:
        """Afterwards every staged row stands below a record that exists or will."""
        staged.count_rows()
        self._place_inner("phone", "contact")
        self._place_inner("language", "phone")
        self._place_attributes()
        for kind in staged.OWN_ROW:
            self._check_links(kind)
        drop_cycles(self.batch, self.report)
        self._check_children()
        self._tell_lost()
        self._check_units()
        self._check_terms()

    def _place_inner(self, kind: str, holder: str) -> None:
        """The phone of a contact goes to every record the contact belongs to."""
        for chunk in staged.in_chunks(staged.rows(self.batch, staged.WAITING + kind)):
            held = self._held(holder, {row.key for row in chunk})
            for row in chunk:
                parents = held.get(row.key, [])
                if not parents:
                    self._lose(row, kind, holder)
                for parent, key in parents:
                    self._put_below(row, kind, parent, key)
            self.stager.flush()
        bulk.delete(staged.rows(self.batch, staged.WAITING + kind))

    def _held(self, holder: str, keys: set[Key]) -> dict[Key, list[tuple[str, Key]]]:
        held: dict[Key, list[tuple[str, Key]]] = {}
        for row in staged.below(self.batch, [staged.LOCATOR + holder], keys):
            parent, key = row.links["parent"]
            held.setdefault(row.key, []).append((parent, staged.as_key(key)))
        return held

    def _put_below(self, row: Line, kind: str, parent: str, key: Key) -> None:
        made = Line(staged.child_kind(parent, kind), key, row.file, row.row, dict(row.values))
        self.stager.add(made)
        if kind == "phone":
            locator = Line(staged.LOCATOR + kind, staged.as_key(row.values["hsds_id"]), row.file, row.row)
            locator.links = {"parent": [parent, str(key)]}
            self.stager.add(locator)

    def _place_attributes(self) -> None:
        """Tags whose file does not say what they tag."""
        for chunk in staged.in_chunks(staged.rows(self.batch, "?attribute")):
            for kind in staged.SHORT:
                tried = {row.pk: staged.as_key(row.links["tried"][kind]) for row in chunk if kind in row.links["tried"]}
                known = self.matcher.known(kind, tried.values())
                for row in [row for row in chunk if tried.get(row.pk) in known]:
                    chunk.remove(row)
                    below = staged.child_kind(kind, "attribute")
                    self.stager.add(Line(below, tried[row.pk], row.file, row.row, dict(row.values)))
            for row in chunk:
                self._orphan(row, "attribute", "link")
            self.stager.flush()
        bulk.delete(staged.rows(self.batch, "?attribute"))

    def _check_links(self, kind: str) -> None:
        needed, optional = staged.NEEDED.get(kind, ()), OPTIONAL.get(kind, ())
        if not needed and not optional:
            return
        for pks in self._doubtful(kind, needed, optional):
            chunk = list(staged.lines(staged.rows(self.batch, kind).filter(pk__in=bulk.among(pks)).order_by("pk")))
            refused: dict[int, Line] = {}
            for link in needed:
                lost = [row for row in self._dangling(chunk, link, missing_counts=True) if row.pk not in refused]
                refused |= {row.pk: row for row in lost}
                self._refuse(lost, kind, link)
            for link in optional:
                self._drop_link([row for row in chunk if row.pk not in refused], kind, link)
            self._mark_refused(refused)

    def _doubtful(self, kind: str, needed: Iterable[str], optional: Iterable[str]) -> Iterator[list[int]]:
        """Numbers of rows with a link that is missing or leads nowhere, a chunk at a time. Most files have hardly any."""
        for chunk in staged.links_in_chunks(self.batch, kind):
            lost: set[int] = set()
            for link in (*needed, *optional):
                named = {pk: staged.as_key(links[link]) for pk, _, links in chunk if links.get(link)}
                known = self.matcher.known(LINKED_KIND.get(link, link), named.values())
                lost.update(pk for pk, key in named.items() if key not in known)
                if link in needed:
                    lost.update(pk for pk, _, _ in chunk if pk not in named)
            if lost:
                yield sorted(lost)

    def _dangling(self, chunk: list[Line], link: str, *, missing_counts: bool = False) -> list[Line]:
        target = LINKED_KIND.get(link, link)
        known = self.matcher.known(target, (key for row in chunk if (key := key_of(row, link))))
        named = [row for row in chunk if key_of(row, link) or missing_counts]
        return [row for row in named if key_of(row, link) not in known]

    def _drop_link(self, chunk: list[Line], kind: str, link: str) -> None:
        lost = self._dangling(chunk, link)
        for row in lost:
            target = _word(LINKED_KIND.get(link, link))
            problem = gettext("This %(kind)s names %(target)s that is neither in the file nor in the directory.") % {
                "kind": _word(kind),
                "target": _a(target),
            }
            fix = gettext("Add the %(target)s to the file, or empty the cell. The rest of the row was kept.") % {
                "target": target
            }
            self.report.tell(Problem(row.file, row.row, f"{link}_id", _named(row, link), problem, fix), kind)
            if link not in KEPT_DANGLING:
                row.links[staged.REFUSED + link] = row.links.pop(link)
        if lost and link not in KEPT_DANGLING:
            staged.rewrite(lost)

    def _mark_refused(self, refused: dict[int, Line]) -> None:
        with transaction.atomic():
            staged.drop(refused.values())
            staged.write(self.batch, map(refusals.refused, refused.values()))

    def _check_children(self) -> None:
        """Children of a record that is only in the directory bring it in, with nothing else to say about it."""
        for kind in staged.rows_kinds(self.batch):
            if not staged.is_child(kind) and kind != "address":
                continue
            parent, child = staged.parent_and_kind(kind) if staged.is_child(kind) else ("location", kind)
            here = staged.rows(self.batch, parent).order_by().values("key")
            # Not ``~Exists``: of rows that nobody has counted, PostgreSQL would compare each with each.
            for chunk in staged.in_chunks(staged.rows(self.batch, kind).exclude(key__in=here)):
                known = self.matcher.pks(parent, {row.key for row in chunk})
                self._bring_in(parent, chunk, known)
                orphans = [row for row in chunk if row.key not in known]
                refused = self._refused_keys(parent, {row.key for row in orphans})
                if kind == staged.child_kind("service", "attribute"):
                    tags = (row for row in orphans if row.key in refused)
                    staged.write(self.batch, map(refusals.refused_tag, tags))
                for row in orphans:
                    self._lose(row, child, parent, refused=row.key in refused)
                staged.drop(orphans)

    def _lost_key(self, row: Line, child: str) -> Lost:
        """In a table a line is one child; a JSON record holds many, which their ids tell apart."""
        return row.file, row.row, child, "" if self.stager.flat else str(row.values.get("hsds_id"))

    def _lose(self, row: Line, child: str, holder: str, *, refused: bool = False) -> None:
        self._lost.setdefault(self._lost_key(row, child), (row, holder, refused))

    def _tell_lost(self) -> None:
        """A row that names five records and finds four was not lost; one that finds none was."""
        left = self._left_elsewhere()
        for key, (row, holder, refused) in self._lost.items():
            if key in left:
                self._note_lost(row, key[2], holder)
            else:
                self._orphan(row, key[2], holder, refused=refused)
        self._lost = {}

    def _left_elsewhere(self) -> set[Lost]:
        """Those lost rows that stand below another record as well. There is no index on lines: a few are looked for by
        number, for many every row is looked at once."""
        kinds = {staged.child_kind(parent, key[2]) for key in self._lost for parent in staged.SHORT}
        rows = staged.rows(self.batch, *kinds)
        if len(self._lost) <= FEW:
            rows = rows.filter(row__in={key[1] for key in self._lost})
        found = (row for chunk in staged.in_chunks(rows) for row in chunk)
        return {key for row in found if (key := self._lost_key(row, staged.parent_and_kind(row.kind)[1])) in self._lost}

    def _note_lost(self, row: Line, child: str, holder: str) -> None:
        problem = gettext(
            "This %(child)s also names %(holder)s that is neither in the file nor in the directory, or refused."
        ) % {"child": _word(child), "holder": _a(holder)}
        fix = gettext(
            "Correct ‘%(holder)s_id’, or leave it empty. The row was kept for the other records it names."
        ) % {"holder": holder}
        self.report.tell(Problem(row.file, row.row, f"{holder}_id", _named(row, holder), problem, fix), child)

    def _bring_in(self, parent: str, chunk: list[Line], known: dict[Key, int]) -> None:
        first = {row.key: row for row in reversed(chunk) if row.key in known}
        staged.write(self.batch, (Line(parent, key, row.file, row.row) for key, row in first.items()))

    def _refused_keys(self, kind: str, keys: set[Key]) -> set[Key]:
        return {row.key for row in staged.below(self.batch, [staged.REFUSED + kind], keys)}

    def _check_units(self) -> None:
        """Capacity without a unit counts nothing."""
        for chunk in staged.in_chunks(staged.rows(self.batch, "svc/service_capacity")):
            lost = self._dangling(chunk, "unit", missing_counts=True)
            self._refuse(lost, "service_capacity", "unit")
            staged.drop(lost)

    def _check_terms(self) -> None:
        """A tag without its term says nothing. Terms are few next to what is tagged with them."""
        for kind in [kind for kind in staged.rows_kinds(self.batch) if kind.endswith("/attribute")]:
            named = staged.rows(self.batch, kind).order_by().values_list("values__term", flat=True).distinct()
            terms = {staged.as_key(term) for term in named}
            if self.matcher.known("taxonomy_term", terms) == terms:
                continue
            for chunk in staged.in_chunks(staged.rows(self.batch, kind)):
                known = self.matcher.known("taxonomy_term", {staged.as_key(row.values["term"]) for row in chunk})
                lost = [row for row in chunk if staged.as_key(row.values["term"]) not in known]
                for row in lost:
                    self._orphan(row, "attribute", "taxonomy_term")
                staged.drop(lost)

    def _refuse(self, rows: list[Line], kind: str, link: str) -> None:
        refused = self._refused_keys(link, {key for row in rows if (key := key_of(row, link))})
        for row in rows:
            self._tell_refused(row, kind, link, by_its_parent=key_of(row, link) in refused)

    def _tell_refused(self, row: Line, kind: str, link: str, *, by_its_parent: bool) -> None:
        target = _word(link)
        if key_of(row, link) is None:
            problem, fix = (
                gettext("This %(kind)s names no %(target)s.") % {"kind": _word(kind), "target": target},
                gettext("Fill in ‘%(link)s_id’ and import again.") % {"link": link},
            )
        elif by_its_parent:
            problem = gettext("This %(kind)s was left out because its %(target)s was refused.") % {
                "kind": _word(kind),
                "target": target,
            }
            fix = gettext("Correct the %(target)s first; this row then comes in by itself.") % {"target": target}
        else:
            problem = gettext("This %(kind)s names %(target)s that is neither in the file nor in the directory.") % {
                "kind": _word(kind),
                "target": _a(target),
            }
            fix = gettext("Add the %(target)s to the file, or correct ‘%(link)s_id’.") % {
                "target": target,
                "link": link,
            }
        self.report.tell(Problem(row.file, row.row, f"{link}_id", _named(row, link), problem, fix, refused=True), kind)

    def _orphan(self, row: Line, kind: str, holder: str, *, refused: bool = False) -> None:
        target = gettext("record") if holder == "link" else _word(holder)
        if refused:
            problem = gettext("This %(kind)s was left out because its %(target)s was refused.") % {
                "kind": _word(kind),
                "target": target,
            }
            fix = gettext("Correct the %(target)s first; this row then comes in by itself.") % {"target": target}
        else:
            problem = gettext(
                "This %(kind)s belongs to %(target)s that is neither in the file nor in the directory."
            ) % {"kind": _word(kind), "target": _a(target)}
            fix = gettext("Add the %(target)s to the file, or correct ‘%(holder)s_id’.") % {
                "target": target,
                "holder": holder,
            }
        value = _named(row, holder)
        self.report.tell(Problem(row.file, row.row, f"{holder}_id", value, problem, fix, refused=True), kind)


def _a(kind: str) -> str:
    word = _word(kind)
    article = gettext("an %(kind)s") if word[0] in "aeiou" else gettext("a %(kind)s")
    return article % {"kind": word}


def _word(kind: str) -> str:
    return in_words(WORDS.get(kind, kind))


def _named(row: Line, link: str) -> str:
    """The id that stands in the file; nothing where it may be an address."""
    if f"_{link}" in row.links:
        return str(row.links[f"_{link}"])
    return str(row.links.get(link) or "")
