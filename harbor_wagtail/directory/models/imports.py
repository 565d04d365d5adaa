"""The two phases of an import: rows wait here, cleaned and without addresses nobody may keep, then are applied."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.directory.models.base import user_foreign_key


class ImportBatch(models.Model):
    """One run of one file. ``report`` is what ``harbor_import --report`` writes; it never echoes an address."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded, columns to be chosen")
        STAGING = "staging", _("Being read")
        STAGED = "staged", _("Read, not applied")
        APPLIED = "applied", _("Applied")
        FAILED = "failed", _("Stopped by an error, nothing changed")
        UNDONE = "undone", _("Taken back")

    source = models.ForeignKey("harbor_directory.DataSource", on_delete=models.PROTECT, related_name="batches")
    file_name = models.CharField(_("file"), max_length=255)
    format = models.CharField(_("format"), max_length=20)
    addresses_public = models.BooleanField(_("the source says its addresses are public"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.STAGING)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    by_user = user_foreign_key(_("started by"))
    withheld = models.PositiveIntegerField(_("addresses withheld"), default=0)
    report = models.JSONField(_("report"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    #: How an upload is to be read, and how far that has come: see ``importing.waiting``. For a command's import,
    #: that it holds a lock as long as it runs: ``importing.alive``.
    options = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    progress = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.started_at:%Y-%m-%d %H:%M})"


class ImportUploadPart(models.Model):
    """A piece of an uploaded file. It may hold addresses that nobody may keep: it lies in no folder that a web server
    could serve, and goes as soon as the file is read (``importing.uploads``)."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="upload_parts")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        verbose_name = _("piece of an upload")
        verbose_name_plural = _("pieces of uploads")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="harbor_directory_upload_part")]


class ImportProblem(models.Model):
    """What was wrong with a row of a file that waits to be decided about. No address is ever in it."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="problems")
    #: What was being done when it was found, so that doing it again finds it once.
    phase = models.CharField(max_length=10)
    kind = models.CharField(max_length=30, blank=True)
    file = models.CharField(max_length=255)
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=255, blank=True)
    value = models.CharField(max_length=255, blank=True)
    problem = models.TextField()
    fix = models.TextField(blank=True)
    refused = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("problem of an import")
        verbose_name_plural = _("problems of imports")
        ordering = ["pk"]


class StagedRow(models.Model):
    """One cleaned row of a file, waiting; rows of one batch lie in the order of the file.

    ``kind`` says what it is and below what (``service``, ``svc/phone``; see ``importing.staged``). ``key`` is an HSDS id:
    of the record itself, or, for a child row, of the record it belongs to, so that several rows may share one.
    ``values`` are attributes of ours → plain values, ``links`` the HSDS ids of the records it names.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    kind = models.CharField(max_length=30)
    key = models.UUIDField()
    source_id = models.CharField(max_length=255, blank=True)
    values = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    links = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    file = models.CharField(max_length=255)
    row = models.PositiveIntegerField()
    #: What a preview found: ``created``, ``changed``, ``unchanged`` or ``refused``; empty until one looked.
    outcome = models.CharField(max_length=10, null=True)
    #: What would change, in words: ``{"name": …, "facts": [[fact, old, new], …]}``.
    preview = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    #: Somebody looked at the preview and does not want it.
    left_out = models.BooleanField(null=True)

    class Meta:
        verbose_name = _("row waiting")
        verbose_name_plural = _("rows waiting")
        ordering = ["pk"]
        indexes = [models.Index(fields=["batch", "kind", "key"], name="harbor_directory_staged_key")]


class ImportChange(models.Model):
    """What one import did to one record, so that it can be taken back. Holds no address: those are never taken back
    into being, and a change that erased one leaves nothing to restore it from."""

    class Action(models.TextChoices):
        CREATED = "created", _("Created")
        CHANGED = "changed", _("Changed")

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="changes")
    model = models.CharField(max_length=50)
    object_id = models.BigIntegerField()
    action = models.CharField(max_length=10, choices=Action.choices)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("change by an import")
        verbose_name_plural = _("changes by imports")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "model", "object_id"], name="harbor_directory_importchange_record")
        ]
