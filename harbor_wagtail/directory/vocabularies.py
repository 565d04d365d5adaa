"""The short vocabularies the package ships: created once, then the editor's own.

Codes are permanent (records, files and addresses name them); names, words and order may be edited freely.
Nothing here is copied from a licensed taxonomy.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models.signals import post_save
from wagtail.models import Locale

from harbor_wagtail.directory.models.taxonomy import (
    ACCESSIBILITY,
    DOMAINS,
    GENDERS,
    LANGUAGES,
    POPULATIONS,
    Taxonomy,
    TaxonomyTerm,
    TaxonomyTermText,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Everything we ship has the same HSDS ids on every site, so that two of our sites can exchange records.
NAMESPACE = uuid.UUID("0b0b7f2e-6f0d-5f3e-9b0a-6d7a5b1c9e41")


@dataclass(frozen=True, slots=True)
class Term:
    """One shipped term: English and Spanish names, and what people type instead, separated by commas."""

    code: str
    en: str
    es: str
    synonyms_en: str = ""
    synonyms_es: str = ""
    sheltering: bool = False


TAXONOMY_NAMES: dict[str, str] = {
    DOMAINS: "Kinds of help",
    POPULATIONS: "People a service is made for",
    GENDERS: "Genders served",
    ACCESSIBILITY: "Accessibility",
    LANGUAGES: "Languages",
}

TERMS: dict[str, tuple[Term, ...]] = {
    DOMAINS: (
        Term("shelter", "A place to sleep tonight", "Un lugar para dormir esta noche",
             "shelter, emergency shelter, bed, safe house, crisis housing, homeless, runaway",
             "refugio, albergue, cama, sin hogar", True),
        Term("housing", "Longer housing", "Vivienda a más largo plazo",
             "transitional housing, host home, apartment, rapid rehousing", "vivienda de transición, apartamento", True),
        Term("trafficking", "Help after trafficking or exploitation", "Ayuda después de la trata o la explotación",
             "human trafficking, sex trafficking, labor trafficking, csec, exploitation, trafficked",
             "trata de personas, explotación", True),
        Term("domestic-violence", "Help with violence at home or from a partner",
             "Ayuda con violencia en casa o de la pareja",
             "domestic violence, dating violence, abuse, intimate partner violence, dv",
             "violencia doméstica, violencia de pareja, abuso, maltrato", True),
        Term("sexual-assault", "Help after sexual assault", "Ayuda después de una agresión sexual",
             "rape, sane, forensic exam, sexual abuse, sexual violence", "violación, abuso sexual"),
        Term("crisis", "Someone to talk to right now", "Alguien con quien hablar ahora mismo",
             "crisis line, hotline, suicide, self-harm, helpline", "línea de crisis, suicidio, línea de ayuda"),
        Term("basic-needs", "Food, clothes, showers", "Comida, ropa, duchas",
             "food pantry, meals, clothing, shower, laundry, hygiene, drop-in, diapers",
             "despensa, comida, ropa, ducha, lavandería"),
        Term("health", "Health care", "Atención médica",
             "clinic, doctor, nurse, medical, dental, dentist, testing", "clínica, médico, doctora, enfermera, dentista"),
        Term("reproductive-health", "Sexual and reproductive health", "Salud sexual y reproductiva",
             "pregnancy, birth control, sti, std, hiv, prenatal", "embarazo, anticonceptivos, its, vih, prenatal"),
        Term("mental-health", "Counseling and mental health", "Consejería y salud mental",
             "therapy, therapist, counselor, trauma, depression, anxiety, psychiatrist",
             "terapia, terapeuta, psicóloga, trauma, depresión, ansiedad"),
        Term("substance-use", "Help with drugs or alcohol", "Ayuda con drogas o alcohol",
             "addiction, recovery, detox, rehab, sober, treatment", "adicción, recuperación, desintoxicación"),
        Term("legal", "Legal help", "Ayuda legal",
             "lawyer, attorney, court, protective order, immigration, visa, record clearing, vacatur, guardianship",
             "abogado, abogada, corte, orden de protección, inmigración, visa"),
        Term("case-management", "Someone who stays with you through it", "Alguien que te acompaña",
             "advocate, case manager, case management, navigator, victim services",
             "defensora, gestión de casos, acompañamiento"),
        Term("mentoring", "People who have been there", "Personas que han pasado por lo mismo",
             "peer support, mentor, survivor, support group", "apoyo entre pares, mentora, grupo de apoyo, sobreviviente"),
        Term("school", "School and learning", "Escuela y aprendizaje",
             "education, ged, mckinney-vento, school liaison, tutoring, college",
             "educación, ged, tutoría, enlace escolar, universidad"),
        Term("work", "Work, money and ID papers", "Trabajo, dinero y documentos",
             "job, employment, training, income, birth certificate, id card, benefits",
             "empleo, capacitación, acta de nacimiento, identificación, beneficios"),
        Term("family", "Parents, children and family", "Padres, hijos y familia",
             "parenting, pregnant, childcare, family counseling, reunification, kinship",
             "crianza, embarazada, guardería, consejería familiar"),
        Term("transport", "Rides", "Transporte", "transportation, bus pass, ride, bus ticket", "autobús, pase, viaje"),
        Term("language-help", "Interpreting and immigration support", "Interpretación y apoyo a migrantes",
             "interpreter, translation, refugee, immigrant", "intérprete, traducción, refugiado, migrante"),
        Term("faith", "Faith and spiritual care", "Fe y cuidado espiritual",
             "church, chaplain, mosque, temple, spiritual", "iglesia, capellán, mezquita, templo"),
    ),
    POPULATIONS: (
        Term("minors", "Under 18", "Menores de 18", "minor, teen, child", "menor, adolescente"),
        Term("young-adults", "18 to 24", "De 18 a 24", "youth, young adult, tay", "jóvenes"),
        Term("lgbtq", "LGBTQ+ young people", "Jóvenes LGBTQ+", "gay, lesbian, trans, queer, bisexual, two-spirit",
             "gay, lesbiana, trans, queer, bisexual"),
        Term("native", "American Indian and Alaska Native people", "Pueblos indígenas de Estados Unidos y Alaska",
             "tribal, indigenous, native american", "tribal, indígena"),
        Term("immigrants", "Immigrants and refugees", "Inmigrantes y refugiados", "undocumented, asylum, refugee",
             "indocumentado, asilo, refugiado"),
        Term("parenting", "Pregnant or parenting", "Embarazadas o con hijos", "mother, father, baby", "madre, padre, bebé"),
        Term("disabled", "People with disabilities", "Personas con discapacidad", "disability, deaf, blind",
             "discapacidad, sordo, ciego"),
        Term("system", "In foster care or juvenile justice", "En cuidado temporal o justicia juvenil",
             "foster, probation, detention", "hogar temporal, libertad condicional"),
        Term("labor-trafficked", "Exploited at work", "Explotación en el trabajo", "labor trafficking, forced labor",
             "trata laboral, trabajo forzado"),
        Term("families", "Families and caregivers", "Familias y cuidadores", "parent, grandparent, caregiver",
             "padres, abuelos, cuidadores"),
    ),
    GENDERS: (
        Term("girls", "Girls and women", "Niñas y mujeres", "female, woman, girl", "mujer, niña"),
        Term("boys", "Boys and men", "Niños y hombres", "male, man, boy", "hombre, niño"),
        Term("trans-nonbinary", "Trans and nonbinary people", "Personas trans y no binarias",
             "transgender, nonbinary, gender diverse", "transgénero, no binario"),
    ),
    ACCESSIBILITY: (
        Term("wheelchair", "Step-free for wheelchairs", "Sin escalones para sillas de ruedas"),
        Term("restroom", "Accessible restroom", "Baño accesible"),
        Term("elevator", "Elevator", "Ascensor"),
        Term("parking", "Accessible parking", "Estacionamiento accesible"),
        Term("transit", "Near public transport", "Cerca del transporte público"),
        Term("hearing", "Hearing loop or captioning", "Bucle auditivo o subtítulos"),
        Term("large-print", "Large print or Braille", "Letra grande o Braille"),
        Term("service-animal", "Service animals welcome", "Se aceptan animales de servicio"),
        Term("quiet", "Quiet room", "Sala tranquila"),
        Term("gender-neutral", "Gender-neutral restroom", "Baño para todo género"),
    ),
    LANGUAGES: (
        Term("en", "English", "Inglés"),
        Term("es", "Spanish", "Español"),
        Term("ase", "American Sign Language", "Lengua de señas americana", "asl, sign language, deaf", "señas"),
        Term("ar", "Arabic", "Árabe"),
        Term("zh", "Chinese", "Chino", "mandarin, cantonese", "mandarín, cantonés"),
        Term("fr", "French", "Francés"),
        Term("ht", "Haitian Creole", "Criollo haitiano", "kreyol"),
        Term("hmn", "Hmong", "Hmong"),
        Term("kar", "Karen", "Karen"),
        Term("km", "Khmer", "Jemer", "cambodian", "camboyano"),
        Term("ko", "Korean", "Coreano"),
        Term("nv", "Navajo", "Navajo", "diné"),
        Term("om", "Oromo", "Oromo"),
        Term("pt", "Portuguese", "Portugués"),
        Term("ru", "Russian", "Ruso"),
        Term("so", "Somali", "Somalí"),
        Term("sw", "Swahili", "Suajili"),
        Term("tl", "Tagalog", "Tagalo", "filipino", "filipino"),
        Term("uk", "Ukrainian", "Ucraniano"),
        Term("vi", "Vietnamese", "Vietnamita"),
    ),
}  # fmt: skip


def create_missing(locales: Iterable[Any]) -> list[str]:
    """Create those of our vocabularies that do not exist yet, with words for the given locales that we have words in.

    A vocabulary that exists is left as its editor made it, deleted terms included. Returns the slugs created.
    """
    with transaction.atomic():
        existing = set(Taxonomy.objects.filter(slug__in=TERMS).values_list("slug", flat=True))
        missing = [slug for slug in TERMS if slug not in existing]
        for slug in missing:
            _create(slug, list(locales))
    return missing


def add_words(locale: Any) -> int:
    """Give our terms their words in a language the site has just taken up. Returns how many terms got words.

    Terms an editor deleted stay deleted, words an editor wrote stay as they are.
    """
    shipped = {shipped_id(slug, term.code): term for slug, terms in TERMS.items() for term in terms}
    wordless = TaxonomyTerm.objects.filter(hsds_id__in=shipped).exclude(texts__locale=locale)
    texts = [text for row in wordless if (text := _words(row, shipped[row.hsds_id], locale))]
    TaxonomyTermText.objects.bulk_create(texts)
    return len(texts)


def connect() -> None:
    """Called once, when the app is ready."""
    post_save.connect(_on_locale, sender=Locale, dispatch_uid="harbor_directory.vocabularies")


def _on_locale(sender: Any, instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw:
        add_words(instance)


def shipped_id(*parts: str) -> uuid.UUID:
    """The HSDS id of a shipped vocabulary or term, the same on every site."""
    return uuid.uuid5(NAMESPACE, "/".join(parts))


def _create(slug: str, locales: list[Any]) -> None:
    taxonomy = Taxonomy.objects.create(hsds_id=shipped_id(slug), slug=slug, name=TAXONOMY_NAMES[slug])
    terms = TaxonomyTerm.objects.bulk_create(
        TaxonomyTerm(
            hsds_id=shipped_id(slug, term.code),
            taxonomy=taxonomy,
            code=term.code,
            name=term.en,
            sheltering=term.sheltering,
            sort_order=order,
        )
        for order, term in enumerate(TERMS[slug])
    )
    TaxonomyTermText.objects.bulk_create(
        text
        for row, term in zip(terms, TERMS[slug], strict=True)
        for locale in locales
        if (text := _words(row, term, locale))
    )


def _words(row: TaxonomyTerm, term: Term, locale: Any) -> TaxonomyTermText | None:
    """The words we ship for a term in a language; ``None`` where we have none in it."""
    language = locale.language_code.split("-")[0]
    if language not in ("en", "es"):
        return None
    name, synonyms = getattr(term, language), getattr(term, f"synonyms_{language}")
    return TaxonomyTermText(term=row, locale=locale, name=name, synonyms=synonyms)
