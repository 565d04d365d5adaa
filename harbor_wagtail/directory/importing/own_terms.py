"""Our own vocabularies, small enough to be held in memory, and how a file's terms find their way into them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from harbor_wagtail.directory.importing import staged
from harbor_wagtail.directory.importing.values import fold
from harbor_wagtail.directory.models import (
    ImportBatch,
    Taxonomy,
    TaxonomyTerm,
    TaxonomyTermText,
    TermCrosswalk,
)
from harbor_wagtail.directory.models.taxonomy import ACCESSIBILITY, DOMAINS, GENDERS, LANGUAGES, POPULATIONS

#: Parent → vocabulary → the many-to-many field its terms go into.
FIELDS: dict[str, dict[str, str]] = {
    "service": {DOMAINS: "domains", POPULATIONS: "populations", GENDERS: "genders"},
    "location": {ACCESSIBILITY: "accessibility_features"},
}
NOT_SERVED = "not_served"
_EXCLUDING = {"not_served", "not served", "does not serve", "excludes", "excluded"}


@dataclass(frozen=True, slots=True)
class OwnTerm:
    """``taxonomy`` is the slug of its vocabulary."""

    pk: int
    hsds_id: uuid.UUID
    taxonomy: str
    code: str
    sheltering: bool

    def field_on(self, parent: str, link_type: str = "") -> str:
        """The field of ``parent`` that the term goes into, ``""`` if it has none there."""
        if parent == "service" and self.taxonomy in (POPULATIONS, GENDERS) and fold(link_type) in _EXCLUDING:
            return NOT_SERVED
        return FIELDS.get(parent, {}).get(self.taxonomy, "")


@dataclass
class OwnTerms:
    """Every term of the vocabularies that have a slug of ours. Read once per run, and again after terms came in."""

    by_id: dict[uuid.UUID, OwnTerm] = field(default_factory=dict)
    by_word: dict[tuple[str, str], OwnTerm] = field(default_factory=dict)
    elsewhere: dict[tuple[str, str], list[OwnTerm]] = field(default_factory=lambda: defaultdict(list))
    names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls) -> OwnTerms:
        found = cls()
        by_pk: dict[int, OwnTerm] = {}
        for term in TaxonomyTerm.objects.exclude(taxonomy=None).exclude(taxonomy__slug="").select_related("taxonomy"):
            vocabulary: Any = term.taxonomy
            slug = vocabulary.slug
            own = OwnTerm(term.pk, term.hsds_id, slug, term.code, term.sheltering)
            by_pk[term.pk] = found.by_id[term.hsds_id] = own
            found.names[fold(vocabulary.name)] = found.names[fold(slug)] = slug
            for word in (term.code, term.name):
                if word:
                    found.by_word.setdefault((slug, fold(word)), own)
        found._read_texts(by_pk)
        for scheme, code, pk in TermCrosswalk.objects.values_list("scheme", "code", "term_id"):
            if pk in by_pk:
                found.elsewhere[fold(scheme), fold(code)].append(by_pk[pk])
        return found

    def _read_texts(self, by_pk: dict[int, OwnTerm]) -> None:
        rows = TaxonomyTermText.objects.filter(term__in=by_pk).values_list("term_id", "name", "synonyms")
        for pk, name, synonyms in rows.order_by("pk"):
            for word in (name, *synonyms.split(",")):
                if fold(word):
                    self.by_word.setdefault((by_pk[pk].taxonomy, fold(word)), by_pk[pk])

    def is_ours(self, taxonomy: object) -> bool:
        return fold(taxonomy or "") in self.names

    def find(self, taxonomy: object, word: object) -> OwnTerm | None:
        """A term by its code, its name or another word for it, in one of our vocabularies."""
        return self.by_word.get((self.names.get(fold(taxonomy or ""), ""), fold(word or "")))

    def meant_by(
        self, key: uuid.UUID, taxonomies: Iterable[object], code: object, name: object
    ) -> tuple[OwnTerm | None, list[OwnTerm]]:
        """(the term itself, if it is one of ours; those of ours that a foreign one stands for)."""
        if key in self.by_id:
            return self.by_id[key], []
        for taxonomy in taxonomies:
            if taxonomy and (own := self.find(taxonomy, code) or self.find(taxonomy, name)):
                return own, []
        foreign = [
            own for taxonomy in taxonomies for own in self.elsewhere.get((fold(taxonomy or ""), fold(code or "")), [])
        ]
        return None, list(dict.fromkeys(foreign))

    def language(self, *words: Any) -> OwnTerm | None:
        """A language by its code or name."""
        return next((own for word in words if word and (own := self.by_word.get((LANGUAGES, fold(word))))), None)


@dataclass(frozen=True, slots=True)
class VocabularyNames:
    """What vocabularies are called, by HSDS id: those of a file, and those the directory has."""

    by_id: dict[str, tuple[str, ...]]

    def of(self, term: staged.Line) -> list[str]:
        """Every name of the vocabulary a staged term belongs to."""
        given = str(term.values.get("taxonomy_name") or "")
        return [name for name in (given, *self.by_id.get(str(term.links.get("taxonomy", "")), ())) if name]


def vocabulary_names(batch: ImportBatch) -> VocabularyNames:
    """Vocabularies are few; their names are held in memory."""
    known = {str(id): (slug, name) for id, slug, name in Taxonomy.objects.values_list("hsds_id", "slug", "name")}
    rows = staged.lines(staged.rows(batch, "taxonomy"))
    here = {str(row.key): (str(row.values.get("name", "")),) for row in rows}
    return VocabularyNames({**here, **known})
