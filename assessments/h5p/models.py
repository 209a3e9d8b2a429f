"""H5P: the library store, packages as received, contents and their frozen versions (see docs/h5p.md)."""

import uuid

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.activities.models import Activity

LONGEST_ALTERNATIVE = 5000


def h5p_storage() -> Storage:
    """Files by content hash, never under MEDIA_URL."""
    return storages["h5p"]


class H5PLibrary(models.Model):
    """A library at one machine name, major.minor and patch; scripts run only once approved."""

    class Status(models.TextChoices):
        PENDING = "pending", _("waiting for approval")
        APPROVED = "approved", _("approved")
        BLOCKED = "blocked", _("blocked")

    machine_name = models.CharField(max_length=100)
    major = models.PositiveIntegerField()
    minor = models.PositiveIntegerField()
    patch = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    runnable = models.BooleanField(default=False)
    metadata = models.JSONField(default=dict)  # library.json
    semantics = models.JSONField(null=True, blank=True)
    tree_sha256 = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    added_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # Where it came from: the name of a file, or the folder or address that an operator named (then nobody brought it).
    source = models.CharField(max_length=200, blank=True, default="", db_default="")
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # An administrator went back to it: it plays although newer patches are approved. Of two, the later.
    preferred_at = models.DateTimeField(null=True, blank=True)
    preferred_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("H5P library")
        verbose_name_plural = _("H5P libraries")
        ordering = ["machine_name", "major", "minor", "-patch"]
        constraints = [
            models.UniqueConstraint(
                fields=["machine_name", "major", "minor", "patch", "tree_sha256"],
                name="h5plibrary_version_unique",
            )
        ]

    def __str__(self) -> str:
        return f"{self.machine_name} {self.major}.{self.minor}.{self.patch}"


class H5PLibraryFile(models.Model):
    library = models.ForeignKey(H5PLibrary, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=250)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()  # bytes

    class Meta:
        constraints = [models.UniqueConstraint(fields=["library", "path"], name="h5plibraryfile_path_unique")]

    def __str__(self) -> str:
        return self.path


class H5PDoomedFile(models.Model):
    """A stored file that nothing was seen to need; its row is the lock under which it is removed (`cleaning`)."""

    name = models.CharField(max_length=250, unique=True)  # in the storage
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class H5PPackage(models.Model):
    """The upload as received, kept privately."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(upload_to="packages/", storage=h5p_storage, max_length=200)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()  # bytes
    report = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    uploaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class H5PContent(models.Model):
    """An activity played by H5P in a sandboxed frame; its score is the browser's word (self-assessment)."""

    class CompletionRule(models.TextChoices):
        AUTO = "auto", _("when the exercise says that it is finished, with or without a score")
        SCORED = "scored", _("when the exercise gives a score")
        VIEWED = "viewed", _("when it was opened")
        DECLARED = "declared", _("when the person says “I have finished”")

    activity = models.OneToOneField(Activity, primary_key=True, on_delete=models.CASCADE, related_name="h5p_content")
    completion_rule = models.CharField(max_length=10, choices=CompletionRule.choices, default=CompletionRule.AUTO)
    # The same work in words, for who cannot do the exercise; empty: what can be read in it is shown (`alternative`).
    text_alternative = models.TextField(blank=True, max_length=LONGEST_ALTERNATIVE, default="", db_default="")

    class Meta:
        verbose_name = _("H5P exercise")

    def __str__(self) -> str:
        return str(self.activity)


class H5PContentVersion(models.Model):
    """Params as played: hold answer keys, so for players and trainers only."""

    content = models.ForeignKey(H5PContent, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    package = models.ForeignKey(H5PPackage, null=True, on_delete=models.PROTECT, related_name="+")
    main_library = models.CharField(max_length=120)  # "H5P.MultiChoice 1.16"
    params = models.JSONField()
    dependencies = models.JSONField(default=list)  # ["H5P.Question 1.5", …] in load order
    language = models.CharField(max_length=10, blank=True)
    licence = models.CharField(max_length=60, blank=True)
    authors = models.JSONField(default=list)
    created_at = models.DateTimeField()
    # Who edited it here; of an uploaded version, the package says who brought it.
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["content", "-number"]
        constraints = [models.UniqueConstraint(fields=["content", "number"], name="h5pcontentversion_number_unique")]

    def __str__(self) -> str:
        return f"{self.content_id} v{self.number}"


class H5PAsset(models.Model):
    """A picture, sound or film of a content version."""

    version = models.ForeignKey(H5PContentVersion, on_delete=models.CASCADE, related_name="assets")
    path = models.CharField(max_length=250)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()  # bytes
    mime = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "path"], name="h5passet_path_unique")]

    def __str__(self) -> str:
        return self.path


class H5PState(models.Model):
    """What the exercise saved of an unfinished work, to resume on any seat."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    content = models.ForeignKey(H5PContent, on_delete=models.CASCADE, related_name="states")
    data_type = models.CharField(max_length=60)
    sub_content_id = models.CharField(max_length=64, blank=True)
    value = models.TextField()
    version = models.ForeignKey(H5PContentVersion, on_delete=models.CASCADE, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "content", "data_type", "sub_content_id"],
                name="h5pstate_unique",
            )
        ]

    def __str__(self) -> str:
        return f"{self.data_type} {self.pk}"


class H5PDraft(models.Model):
    """What one person is changing of an exercise and has not kept yet: learners see nothing of it."""

    content = models.ForeignKey(H5PContent, on_delete=models.CASCADE, related_name="drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    base = models.ForeignKey(H5PContentVersion, on_delete=models.CASCADE, related_name="+")
    edition = models.PositiveIntegerField(default=1)  # rises with each change: an older page cannot undo a newer one
    params = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content", "user"], name="h5pdraft_unique")]

    def __str__(self) -> str:
        return f"{self.content_id} draft {self.pk}"


class H5PDraftAsset(models.Model):
    """A picture or sound put into a draft."""

    draft = models.ForeignKey(H5PDraft, on_delete=models.CASCADE, related_name="assets")
    path = models.CharField(max_length=250)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()  # bytes
    mime = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "path"], name="h5pdraftasset_path_unique")]

    def __str__(self) -> str:
        return self.path
