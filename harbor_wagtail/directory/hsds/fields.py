"""HSDS 3.2 field names and where each lives in our models: the one table that import and export both read.

Words that we keep per language (``TEXTS``) are read from and written to the row of the site's default language.
What is not in these tables is either a rule of its own (addresses, status, domains, checks, capacity) or on the list
of terms we do not keep, see ``NOT_KEPT``.
"""

from __future__ import annotations

#: Columns of the record itself: HSDS name -> attribute of ours.
COLUMNS: dict[str, dict[str, str]] = {
    "organization": {
        "name": "name",
        "alternate_name": "alternate_name",
        "email": "email",
        "website": "website",
        "year_incorporated": "year_incorporated",
        "legal_status": "legal_status",
        "logo": "logo_url",
        "uri": "uri",
    },
    "program": {"name": "name", "alternate_name": "alternate_name", "description": "description"},
    "service": {
        "name": "name",
        "alternate_name": "alternate_name",
        "url": "url",
        "email": "email",
        "minimum_age": "minimum_age",
        "maximum_age": "maximum_age",
        "last_modified": "last_modified",
    },
    "location": {"name": "name", "location_type": "location_type"},
    "service_at_location": {"description": "description"},
    "taxonomy": {"name": "name", "description": "description", "uri": "uri", "version": "version"},
    "taxonomy_term": {
        "code": "code",
        "name": "name",
        "description": "description",
        "taxonomy": "taxonomy_name",
        "language": "language",
        "term_uri": "term_uri",
    },
    "unit": {"name": "name", "scheme": "scheme", "identifier": "identifier", "uri": "uri"},
}

#: Words, kept per language in ``<Record>Text``.
TEXTS: dict[str, tuple[str, ...]] = {
    "organization": ("description",),
    "service": (
        "description",
        "application_process",
        "eligibility_description",
        "fees_description",
        "interpretation_services",
        "accreditations",
        "alert",
    ),
    "location": ("description",),
}

#: Columns of a place that lead to its door: kept on the row only where its address is public.
LOCATION_ADDRESS_COLUMNS: dict[str, str] = {
    "alternate_name": "alternate_name",
    "url": "url",
    "transportation": "transportation",
    "latitude": "latitude",
    "longitude": "longitude",
    "external_identifier": "external_identifier",
    "external_identifier_type": "external_identifier_type",
}

#: HSDS ``address`` (one per location) -> columns of the location.
ADDRESS_COLUMNS: dict[str, str] = {
    "id": "address_ref",
    "attention": "attention",
    "address_1": "address_1",
    "address_2": "address_2",
    "city": "city",
    "region": "region",
    "state_province": "state_province",
    "postal_code": "postal_code",
    "country": "country",
    "address_type": "address_type",
}

#: Child rows: HSDS name -> attribute. The tables are named ``<Parent><Row>``; ``CHILD_RELATIONS`` says where they hang.
CHILD_COLUMNS: dict[str, dict[str, str]] = {
    "phone": {"number": "number", "extension": "extension", "type": "type", "description": "description"},
    "contact": {"name": "name", "title": "title", "department": "department", "email": "email"},
    "language": {"name": "name", "code": "code", "note": "note"},
    "schedule": {
        name: name
        for name in (
            "valid_from",
            "valid_to",
            "dtstart",
            "timezone",
            "until",
            "count",
            "wkst",
            "freq",
            "interval",
            "byday",
            "byweekno",
            "bymonthday",
            "byyearday",
            "description",
            "opens_at",
            "closes_at",
            "schedule_link",
            "attending_type",
            "notes",
        )
    },
    "service_area": {
        "name": "name",
        "description": "description",
        "extent": "extent",
        "extent_type": "extent_type",
        "uri": "uri",
    },
    "cost_option": {
        "valid_from": "valid_from",
        "valid_to": "valid_to",
        "option": "option",
        "currency": "currency",
        "amount": "amount",
        "amount_description": "amount_description",
    },
    "required_document": {"document": "document", "uri": "uri"},
    "accessibility": {"description": "description", "details": "details", "url": "url"},
    "funding": {"source": "source"},
    "organization_identifier": {
        "identifier_scheme": "identifier_scheme",
        "identifier_type": "identifier_type",
        "identifier": "identifier",
    },
    "url": {"label": "label", "url": "url"},
    "attribute": {"link_type": "link_type", "link_entity": "link_entity", "value": "value", "label": "label"},
}

#: HSDS parent -> (HSDS array name in JSON, HSDS object, related_name of ours).
CHILD_RELATIONS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "organization": (
        ("phones", "phone", "phones"),
        ("contacts", "contact", "contacts"),
        ("funding", "funding", "funding"),
        ("organization_identifiers", "organization_identifier", "organization_identifiers"),
        ("additional_websites", "url", "additional_websites"),
        ("attributes", "attribute", "attributes"),
        ("languages", "language", "languages"),
    ),
    "service": (
        ("phones", "phone", "phones"),
        ("contacts", "contact", "contacts"),
        ("schedules", "schedule", "schedules"),
        ("service_areas", "service_area", "service_areas"),
        ("languages", "language", "languages"),
        ("funding", "funding", "funding"),
        ("cost_options", "cost_option", "cost_options"),
        ("required_documents", "required_document", "required_documents"),
        ("additional_urls", "url", "additional_urls"),
        ("attributes", "attribute", "attributes"),
    ),
    "location": (
        ("phones", "phone", "phones"),
        ("contacts", "contact", "contacts"),
        ("schedules", "schedule", "schedules"),
        ("languages", "language", "languages"),
        ("accessibility", "accessibility", "accessibility"),
        ("attributes", "attribute", "attributes"),
    ),
    "service_at_location": (
        ("phones", "phone", "phones"),
        ("contacts", "contact", "contacts"),
        ("schedules", "schedule", "schedules"),
        ("service_areas", "service_area", "service_areas"),
        ("languages", "language", "languages"),
        ("attributes", "attribute", "attributes"),
    ),
}

#: Terms of HSDS that are not kept, with the reason a person reads. The only differences a round trip may show.
NOT_KEPT: dict[str, str] = {
    "metadata": "A change log would carry a withheld address and the names of staff.",
    "meta_table_description": "Describes the file it came in, not the directory.",
    "contact.name": "Kept only where the import says that the people named agreed to it.",
    "service.fees": "Deprecated since HSDS 3.0. Becomes fees_description where that is empty.",
    "service.licenses": "Deprecated since HSDS 3.0. Becomes accreditations where that is empty.",
    "organization.tax_id": "Deprecated since HSDS 3.0. Becomes an organization_identifier of type EIN.",
    "organization.tax_status": "Deprecated since HSDS 3.0.",
    "*.attributes": (
        "Kept for organizations, services, locations and services at a location. Of rows below them (a phone, a "
        "schedule) only those of our own vocabulary are read."
    ),
}
