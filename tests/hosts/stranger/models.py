"""People who log in by e-mail and have a UUID for a key, and documents of the host's own."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from wagtail.documents.models import AbstractDocument


class People(BaseUserManager["Person"]):
    def create_superuser(self, email: str, **more: Any) -> Person:
        person = self.model(email=email, is_superuser=True, **more)
        person.set_unusable_password()
        person.save()
        return person


class Person(AbstractBaseUser, PermissionsMixin):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    objects: ClassVar[People] = People()


class Paper(AbstractDocument):
    shelf = models.CharField(max_length=20, blank=True)
    admin_form_fields = ("title", "file", "collection", "shelf")
