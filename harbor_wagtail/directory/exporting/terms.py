"""Terms and the attributes that tag records with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harbor_wagtail.directory.exporting.values import columns, filled
from harbor_wagtail.directory.hsds.fields import CHILD_COLUMNS, COLUMNS
from harbor_wagtail.directory.hsds.profile import own_id

if TYPE_CHECKING:
    from harbor_wagtail.directory.models import Taxonomy, TaxonomyTerm


def attribute(row: Any) -> dict[str, Any]:
    """A stored attribute row: anybody's term, as it came."""
    return filled({"id": row.hsds_id, **columns(row, CHILD_COLUMNS["attribute"]), "taxonomy_term": term(row.term)})


def tag(kind: str, record_id: object, field: str, tagged: TaxonomyTerm) -> dict[str, Any]:
    """A term of ours in one of the many-to-many fields: ``link_type`` names the field."""
    return {
        "id": own_id(record_id, field, tagged.hsds_id),
        "link_type": field,
        "link_entity": kind,
        "taxonomy_term": term(tagged),
    }


def term(row: TaxonomyTerm) -> dict[str, Any]:
    """HSDS ``taxonomy_term`` with its vocabulary. HSDS requires a description: without one it repeats the name."""
    made = {"id": row.hsds_id, **columns(row, COLUMNS["taxonomy_term"]), "parent_id": row.parent_ref}
    detail = taxonomy(row.taxonomy) if row.taxonomy else None
    named = row.taxonomy_name or (row.taxonomy.name if row.taxonomy and row.taxonomy.slug else "")
    return filled({**made, "description": row.description or row.name, "taxonomy": named, "taxonomy_detail": detail})


def taxonomy(row: Taxonomy) -> dict[str, Any]:
    """HSDS ``taxonomy``."""
    made = {"id": row.hsds_id, **columns(row, COLUMNS["taxonomy"])}
    return filled({**made, "description": row.description or row.name})
