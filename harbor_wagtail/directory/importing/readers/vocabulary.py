"""The words of HSDS: objects, fields, links, and every name that files give them."""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import gettext_noop

from harbor_wagtail.directory.importing.values.addresses import column_words

#: Said with every refusal of a file.
ACCEPTED = gettext_noop("Give HSDS JSON, a folder or zip of HSDS tables, or a CSV or XLSX file with a mapping.")

#: HSDS 3.2 fields by object, without ids and links.
FIELDS: dict[str, tuple[str, ...]] = {
    kind: tuple(fields.split())
    for kind, fields in {
        "taxonomy": "name description uri version",
        "taxonomy_term": "code name description taxonomy language term_uri",
        "unit": "name scheme identifier uri",
        "organization": (
            "name alternate_name description email website tax_status tax_id year_incorporated legal_status logo uri"
        ),
        "program": "name alternate_name description",
        "location": (
            "location_type url name alternate_name description transportation latitude longitude"
            " external_identifier external_identifier_type"
        ),
        "service": (
            "name alternate_name description url email status interpretation_services application_process"
            " fees_description wait_time fees accreditations eligibility_description minimum_age"
            " maximum_age assured_date assurer_email licenses alert last_modified"
        ),
        "service_at_location": "description",
        "contact": "name title department email",
        "phone": "number extension type description",
        "language": "name code note",
        "address": "attention address_1 address_2 city region state_province postal_code country address_type",
        "schedule": (
            "valid_from valid_to dtstart timezone until count wkst freq interval byday byweekno bymonthday"
            " byyearday description opens_at closes_at schedule_link attending_type notes"
        ),
        "service_area": "name description extent extent_type uri",
        "accessibility": "description details url",
        "cost_option": "valid_from valid_to option currency amount amount_description",
        "required_document": "document uri",
        "funding": "source",
        "organization_identifier": "identifier_scheme identifier_type identifier",
        "service_capacity": "available maximum description updated",
        "url": "label url",
        "attribute": "link_type link_entity value label",
    }.items()
}
#: The order in which tables are read: nothing before what it points to.
KINDS: tuple[str, ...] = tuple(FIELDS)

#: Link columns by object: column → name of the link.
LINKS: dict[str, dict[str, str]] = {
    kind: {("parent_id" if name == "parent_taxonomy_term" else f"{name}_id"): name for name in names.split()}
    for kind, names in {
        "taxonomy": "",
        "taxonomy_term": "taxonomy parent_taxonomy_term",
        "unit": "",
        "organization": "parent_organization",
        "program": "organization",
        "location": "organization",
        "service": "organization program",
        "service_at_location": "service location",
        "contact": "organization service service_at_location location",
        "phone": "location service organization contact service_at_location",
        "language": "service location phone organization service_at_location",
        "address": "location organization",
        "schedule": "service location service_at_location",
        "service_area": "service service_at_location",
        "accessibility": "location",
        "cost_option": "service",
        "required_document": "service",
        "funding": "organization service",
        "organization_identifier": "organization",
        "service_capacity": "service unit",
        "url": "organization service",
        "attribute": "taxonomy_term",
    }.items()
}

#: JSON arrays (or one-to-one objects) that hang on a parent: key → object, in the order in which they are handed on.
CHILDREN: dict[str, str] = {
    "programs": "program", "locations": "location", "services": "service", "service_at_locations": "service_at_location",
    "contacts": "contact", "phones": "phone", "addresses": "address", "languages": "language", "schedules": "schedule",
    "service_areas": "service_area", "accessibility": "accessibility", "cost_options": "cost_option",
    "required_documents": "required_document", "funding": "funding", "organization_identifiers": "organization_identifier",
    "capacities": "service_capacity", "service_capacities": "service_capacity", "additional_websites": "url",
    "additional_urls": "url", "urls": "url", "attributes": "attribute",
}  # fmt: skip
#: JSON objects that a record points to, handed on before it: key → (object, name of the link).
PARENTS: dict[str, tuple[str, str]] = {
    "organization": ("organization", "organization"), "program": ("program", "program"), "location": ("location", "location"),
    "service": ("service", "service"), "unit": ("unit", "unit"), "taxonomy_detail": ("taxonomy", "taxonomy"),
    "taxonomy_term": ("taxonomy_term", "taxonomy_term"),
}  # fmt: skip
#: What stands for the whole object where a list holds plain words.
MAIN_FIELD: dict[str, str] = {
    "phone": "number", "language": "name", "service_area": "name", "required_document": "document", "url": "url",
    "accessibility": "description", "funding": "source", "schedule": "description", "address": "address_1",
    "cost_option": "amount_description", "program": "name",
}  # fmt: skip
#: Without one of these (or an id) a row says nothing.
ENOUGH: dict[str, tuple[str, ...]] = {
    "organization": ("name",),
    "service": ("name",),
    "program": ("name",),
    "phone": ("number",),
    "taxonomy_term": ("name", "code"),
    "taxonomy": ("name",),
    "unit": ("name",),
    "contact": ("name", "title", "department", "email"),
    "language": ("name", "code"),
    "url": ("url",),
    "organization_identifier": ("identifier",),
    "required_document": ("document",),
}

#: Known, and left out on purpose: name of the table or key → why.
NOT_KEPT: dict[str, str] = {
    "metadata": gettext_noop(
        "change logs are not kept: they would bring back withheld addresses and the names of staff."
    ),
    "meta_table_description": gettext_noop("descriptions of the file itself are not kept."),
}

_OTHER_NAMES: dict[str, str] = {
    "taxonomy": "taxonomies",
    "taxonomy_term": "terms term taxonomyterms",
    "unit": "",
    "organization": "orgs agencies organisations organisation",
    "program": "programmes",
    "location": "sites",
    "service": "",
    "service_at_location": (
        "services_at_location service_at_locations services_at_locations service_location service_locations"
    ),
    "contact": "",
    "phone": "telephones phone_numbers",
    "language": "",
    "address": "addresses",
    "schedule": "",
    "service_area": "",
    "accessibility": "accessibilities",
    "cost_option": "",
    "required_document": "",
    "funding": "fundings",
    "organization_identifier": "identifiers",
    "service_capacity": "service_capacities capacities capacity",
    "url": "",
    "attribute": "",
    "metadata": "",
    "meta_table_description": "",
}
#: Every name of a table → object, or the name of an older table (see ``older``).
TABLES: dict[str, str] = {
    name: kind for kind, others in _OTHER_NAMES.items() for name in (kind, f"{kind}s", *others.split())
} | {
    name: old
    for old, others in {
        "physical_address": "physical_addresses",
        "postal_address": "postal_addresses mail_address mail_addresses mailing_addresses",
        "regular_schedule": "regular_schedules",
        "holiday_schedule": "holiday_schedules",
        "service_taxonomy": (
            "services_taxonomy service_taxonomies service_taxonomys services_taxonomies service_attribute"
            " service_attributes"
        ),
        "other_attribute": "other_attributes link_taxonomy link_taxonomies link_taxonomys",
        "eligibility": "eligibilities eligibilitys",
        "payment_accepted": "payments_accepted payment_accepteds payments",
        "accessibility_for_disabilities": "accessibilities_for_disabilities accessibility_for_disability",
    }.items()
    for name in (old, *others.split())
}


@lru_cache(maxsize=4096)
def column_key(name: str) -> str:
    """A column's or a table's name the way HSDS writes it: ``Organization ID``, ``organizationId`` → organization_id."""
    return column_words(name).replace(" ", "_")


def table_kind(name: str) -> str:
    """The object (or older table) a file, sheet, list or resource of that name holds; ``""`` if none."""
    return TABLES.get(
        column_key(name.rpartition("/")[2].removesuffix(".csv").removesuffix(".tsv").removesuffix(".json")), ""
    )
