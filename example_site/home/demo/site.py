from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Locale, Page, Site

from home.models import HomePage

NAME = "Harbor Coalition"
HOME = {
    "en": {
        "title": "Somebody to turn to",
        "intro": "We are a small coalition of people and programs that stand beside young people in our counties.",
        "body": (
            "<h2>What we do</h2><p>We keep a list of services in twelve counties, call them to check it, and say when we "
            "last did. We do not run a shelter or a hotline. If you are in danger, the numbers on this page answer "
            "day and night.</p><h2>What we do not do</h2><p>We do not ask who you are. You need no account here, and "
            "nothing you look for is kept by us.</p>"
        ),
    },
    "es": {
        "title": "Alguien a quien acudir",
        "intro": "Somos una pequeña coalición de personas y programas que acompañan a jóvenes en nuestros condados.",
        "body": (
            "<h2>Qué hacemos</h2><p>Mantenemos una lista de servicios en doce condados, los llamamos para comprobarla y "
            "decimos cuándo fue la última vez. No tenemos refugio ni línea de ayuda. Si corres peligro, los números de "
            "esta página contestan de día y de noche.</p><h2>Qué no hacemos</h2><p>No preguntamos quién eres. Aquí no "
            "hace falta una cuenta, y no guardamos nada de lo que buscas.</p>"
        ),
    },
}


def load(say: Callable[[str], object]) -> None:
    """The site, its languages, and one home page for each."""
    root = Page.get_first_root_node()
    english = _english_home(root, say)
    _site(english, say)
    _remove_welcome_page()
    for code, _name in settings.LANGUAGES:
        _translated_home(english, code, say)


def _site(home: HomePage, say: Callable[[str], object]) -> None:
    """Where ``WAGTAILADMIN_BASE_URL`` says it is served; one that was given a name of its own keeps it."""
    served = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    where = {
        "hostname": served.hostname or "localhost",
        "port": served.port or (443 if served.scheme == "https" else 80),
    }
    site = Site.objects.filter(is_default_site=True).first()
    if site is None or site.root_page_id != home.pk:
        words = {"site_name": NAME, "root_page": home}
        Site.objects.update_or_create(is_default_site=True, defaults={**where, **words})
        say(f"site {NAME}")
    elif site.hostname == "localhost" and (site.hostname, site.port) != tuple(where.values()):
        Site.objects.filter(pk=site.pk).update(**where)
        Site.clear_site_root_paths_cache()
        say("address of the site: {hostname}, port {port}".format(**where))


def _english_home(root: Page, say: Callable[[str], object]) -> HomePage:
    locale, _made = Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    home = HomePage.objects.filter(locale=locale).first()
    if home is None:
        # Not "home": Wagtail's welcome page has that slug until it is removed.
        home = root.add_child(instance=HomePage(slug="coalition", locale=locale, **HOME["en"]))
        home.save_revision().publish()
        say("home page in English")
    return home


def _translated_home(english: HomePage, code: str, say: Callable[[str], object]) -> None:
    locale, _made = Locale.objects.get_or_create(language_code=code)
    if english.get_translation_or_none(locale):
        return
    home = english.copy_for_translation(locale)
    for field, words in HOME[code].items():
        setattr(home, field, words)
    home.live = True
    home.save_revision().publish()
    say(f"home page in {code}")


def _remove_welcome_page() -> None:
    """The page Wagtail's first migration makes, as long as nothing was put under it."""
    welcome = Page.objects.filter(depth=2, slug="home", content_type__model="page", numchild=0).first()
    if welcome and not welcome.sites_rooted_here.exists():
        welcome.delete()
