"""Files made of plans, kept so that nobody waits and nothing is rendered per visitor.

They lie in the database, not beside uploaded pictures: no address of a web server reaches them, they are replaced in
the transaction that makes the new one, and every server of a site has the same.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanFile(models.Model):
    """``digest`` names the content the file was made from; a file of another digest is never given out."""

    owner = models.CharField(max_length=160)
    kind = models.CharField(max_length=16)
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField(null=True)
    fields = models.TextField(blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("file of a plan")
        verbose_name_plural = _("files of plans")
        constraints = [models.UniqueConstraint(fields=["owner", "kind"], name="harbor_plans_one_file_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.owner} {self.kind}"
