"""Tags that a table gives as a word ("domains: shelter") rather than as the id of a term."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext, gettext_noop

from harbor_wagtail.directory.importing.cleaned import Cleaned
from harbor_wagtail.directory.importing.cleaning import shown_value
from harbor_wagtail.directory.importing.own_terms import OwnTerms
from harbor_wagtail.directory.importing.rows import Problem
from harbor_wagtail.directory.importing.values import slug

if TYPE_CHECKING:
    from harbor_wagtail.directory.importing.keys import Keys
    from harbor_wagtail.directory.importing.report import Report


class TermFinder:
    """Finds the term, or makes the one of a vocabulary that is not ours."""

    def __init__(self, keys: Keys, report: Report) -> None:
        self.keys = keys
        self.report = report
        self.own = OwnTerms.load()

    def find(self, cleaned: Cleaned) -> list[Cleaned]:
        """Give ``cleaned`` the id of its term. Returns rows of a foreign vocabulary to be laid down before it.

        A word that one of our vocabularies lacks is reported, and the tag loses its ``taxonomy_term``.
        """
        taxonomy = cleaned.links.pop("taxonomy", "")
        word = cleaned.links.get("taxonomy_term", "")
        if not taxonomy or not word:
            return []
        if own := self.own.find(taxonomy, word):
            cleaned.links["taxonomy_term"] = str(own.hsds_id)
            return []
        if self.own.is_ours(taxonomy):
            cleaned.links["taxonomy_term"] = ""
            self._tell(cleaned, taxonomy, word)
            return []
        return self._foreign(cleaned, taxonomy, word)

    def _tell(self, cleaned: Cleaned, taxonomy: str, word: str) -> None:
        problem = gettext("‘%(taxonomy)s’ has no term of this name; the tag was left out.") % {"taxonomy": taxonomy}
        fix = gettext_noop("Add the term in the admin, or translate the word under ‘values’ in the mapping.")
        self.report.tell(Problem(cleaned.file, cleaned.row, taxonomy, shown_value(word), problem, fix), cleaned.kind)

    def _foreign(self, cleaned: Cleaned, taxonomy: str, word: str) -> list[Cleaned]:
        owner, code = f"vocabulary {slug(taxonomy)}", f"{slug(taxonomy)} {slug(word)}"
        cleaned.links["taxonomy_term"] = code
        return [
            Cleaned("taxonomy", owner, {"name": taxonomy[:255]}, {}, cleaned.file, cleaned.row),
            Cleaned(
                "taxonomy_term",
                code,
                {"code": word[:255], "name": word[:255], "taxonomy_name": taxonomy[:255]},
                {"taxonomy": owner},
                cleaned.file,
                cleaned.row,
            ),
        ]
