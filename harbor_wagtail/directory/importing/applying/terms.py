"""The terms that attributes of the file name: ours become tags, anybody else's stay attributes (or are both)."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from harbor_wagtail.directory.importing import staged
from harbor_wagtail.directory.importing.own_terms import OwnTerm, OwnTerms, vocabulary_names
from harbor_wagtail.directory.models import ImportBatch, TaxonomyTerm


@dataclass(slots=True)
class Meaning:
    """``pk``: the row of the term here; ``ours``: terms of ours that it is or stands for."""

    pk: int | None
    itself_ours: bool
    ours: list[OwnTerm]


@dataclass
class Terms:
    """Every term of a file. Vocabularies are small next to what is tagged with them, so this is held in memory."""

    batch: ImportBatch
    own: OwnTerms
    meanings: dict[str, Meaning] = field(default_factory=dict)

    @classmethod
    def load(cls, batch: ImportBatch) -> Terms:
        """After the vocabularies of the file were applied."""
        found = cls(batch, OwnTerms.load())
        named = vocabulary_names(batch)
        for chunk in staged.in_chunks(staged.rows(batch, "taxonomy_term")):
            for row in chunk:
                values = row.values
                itself, meant = found.own.meant_by(row.key, named.of(row), values.get("code"), values.get("name"))
                found.meanings[str(row.key)] = Meaning(
                    itself.pk if itself else None, itself is not None, [itself] if itself else meant
                )
        found._find_rows()
        found._find_by_code()
        return found

    def _find_by_code(self) -> None:
        """Terms that were refused for having the code of another stand for that one."""
        missing = [uuid.UUID(key) for key, meaning in self.meanings.items() if meaning.pk is None]
        for row in staged.below(self.batch, ["taxonomy_term"], missing):
            named = TaxonomyTerm.objects.filter(taxonomy__hsds_id=row.links.get("taxonomy"))
            same = named.filter(code=row.values.get("code") or None).first()
            self.meanings[str(row.key)].pk = same.pk if same else None

    def _find_rows(self) -> None:
        missing = {key for key, meaning in self.meanings.items() if meaning.pk is None} | self._named_only()
        for piece in staged.pieces(missing):
            for pk, id, slug, name, code in TaxonomyTerm.objects.filter(hsds_id__in=piece).values_list(
                "pk", "hsds_id", "taxonomy__slug", "taxonomy__name", "code"
            ):
                own = self.own.by_id.get(id)
                known = self.meanings.get(str(id))
                if known:
                    known.pk = pk
                else:
                    meant = [own] if own else self.own.meant_by(id, [slug, name], code, "")[1]
                    self.meanings[str(id)] = Meaning(pk, own is not None, meant)

    def _named_only(self) -> set[str]:
        """Terms that attributes name and the file does not bring: they may be in the directory."""
        found: set[str] = set()
        for short in staged.LONG:
            named = staged.rows(self.batch, f"{short}/attribute").order_by().values_list("values__term", flat=True)
            found.update(str(term) for term in named.distinct() if term)
        return found - self.meanings.keys()

    @property
    def sheltering_ids(self) -> set[str]:
        return {str(term.hsds_id) for term in self.own.by_id.values() if term.sheltering}

    @property
    def known_ids(self) -> set[str]:
        return {str(id) for id in self.own.by_id}

    def tag_fields(self) -> dict[str, set[str]]:
        """Parent → tag fields that any attribute of the file fills."""
        found: dict[str, set[str]] = defaultdict(set)
        for short, parent in staged.LONG.items():
            rows = staged.rows(self.batch, f"{short}/attribute").order_by()
            for term, link_type in rows.values_list("values__term", "values__link_type").distinct():
                found[parent].update(name for name, _ in self.tags(parent, {"term": term, "link_type": link_type}))
        return found

    def tags(self, parent: str, attribute: dict[str, Any]) -> list[tuple[str, str]]:
        """(field, HSDS id of our term) pairs that an attribute stands for on ``parent``."""
        meaning = self.meanings.get(str(attribute.get("term")))
        if meaning is None:
            return []
        link_type = str(attribute.get("link_type") or "")
        pairs = ((term.field_on(parent, link_type), str(term.hsds_id)) for term in meaning.ours)
        return [(name, id) for name, id in pairs if name]

    def row_for(self, parent: str, attribute: dict[str, Any]) -> int | None:
        """The term's primary key if the attribute is kept as one: not if it is a term of ours with a field there."""
        meaning = self.meanings.get(str(attribute.get("term")))
        if meaning is None or (meaning.itself_ours and self.tags(parent, attribute)):
            return None
        return meaning.pk

    def language(self, *words: Any) -> int | None:
        own = self.own.language(*words)
        return own.pk if own else None
