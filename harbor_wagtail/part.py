"""What the apps of the package need of each other, said before Django stumbles over a model without a table."""

from __future__ import annotations

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured


class PartMixin:
    """For the ``AppConfig`` of a part. Place it left of ``AppConfig``."""

    name: str
    #: Apps whose models this one is built on.
    needs: tuple[str, ...] = ("harbor_wagtail",)
    #: What else a developer may do who left one of them out on purpose.
    instead = ""

    def import_models(self) -> None:
        missing = [repr(app) for app in self.needs if not apps.is_installed(app)]
        if missing:
            raise ImproperlyConfigured(
                f"{self.name!r} needs {', '.join(missing)}: add it to INSTALLED_APPS, as README.md shows.{self.instead}"
            )
        super().import_models()  # type: ignore[misc]
