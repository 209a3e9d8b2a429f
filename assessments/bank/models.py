"""The item bank: questions whose versions freeze once answered, with keys kept apart from what is shown."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.bank.categories import Category, Tag, studio_structures_of
from assessments.skills.models import Skill
from lms.accounts.models import Visitor
from lms.structures.models import Structure


class Interaction(models.TextChoices):
    """What we can ask: by its xAPI/SCORM name (IEEE 9274.1.1, interactionType), by one of ours where it has none."""

    CHOICE = "choice", _("choice")
    TRUE_FALSE = "true-false", _("true or false")
    FILL_IN = "fill-in", _("short answer")
    NUMERIC = "numeric", _("number")
    MATCHING = "matching", _("pairs to match")
    SEQUENCING = "sequencing", _("steps to put in order")
    CATEGORISE = "categorise", _("things to put into categories")
    CLOZE = "cloze", _("text with gaps")
    DRAG_TEXT = "drag-text", _("words to put in a text")
    SELECT_WORDS = "select-words", _("words to find in a text")
    HOTSPOT = "hotspot", _("places to find on a picture")
    LONG_FILL_IN = "long-fill-in", _("long answer")
    FILE_UPLOAD = "file-upload", _("files to hand in")
    OBSERVATION = "observation", _("observation")


class Level(models.TextChoices):
    """How hard a question is, in the eyes of its author."""

    EASY = "easy", _("easy")
    MEDIUM = "medium", _("medium")
    HARD = "hard", _("hard")


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    READY = "ready", _("ready")
    RETIRED = "retired", _("retired")


class ItemQuerySet(models.QuerySet["Item"]):
    def visible_to(self, user: Visitor) -> Self:
        """Items of the structures in whose studio the user works: for authors."""
        return self if user.is_superuser else self.filter(structure_id__in=studio_structures_of(user))

    def offered_to(self, user: Visitor) -> Self:
        """`visible_to`, and the ready ones that other structures share: to read and to ask, not to change."""
        if user.is_superuser:
            return self
        shared = models.Q(category__shared=True, retired_at=None, is_draft=False)
        return self.filter(models.Q(structure_id__in=studio_structures_of(user)) | shared)

    def usable_in(self, structure: Structure | int) -> Self:
        """Items that this structure's quizzes may ask: its own, and those of shared categories."""
        return self.filter(models.Q(structure=structure) | models.Q(category__shared=True))

    def current(self) -> Self:
        """Items that are asked: ready."""
        return self.filter(retired_at=None, is_draft=False)

    def in_state(self, state: str) -> Self:
        """Items in one of the three states."""
        if state == State.RETIRED:
            return self.filter(retired_at__isnull=False)
        return self.filter(retired_at=None, is_draft=state == State.DRAFT)

    def in_category(self, category: Category) -> Self:
        """Items of the category and of those below it."""
        places = ("category", "category__parent", "category__parent__parent")
        return self.filter(models.Q(*((place, category) for place in places), _connector=models.Q.OR))


class Item(models.Model):
    """A question. What is asked lives in its versions.

    Two facts make its state: an author has not finished it (`is_draft`); it is asked no more (`retired_at`). A draft
    that was retired and comes back is a draft again.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="items")
    title = models.CharField(_("title"), max_length=150, help_text=_("For you, in lists. Learners do not see it."))
    interaction = models.CharField(_("kind of question"), max_length=20, choices=Interaction.choices)
    skills = models.ManyToManyField(Skill, verbose_name=_("skills"), blank=True, related_name="items")
    category = models.ForeignKey(
        Category, verbose_name=_("category"), null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    tags = models.ManyToManyField(Tag, verbose_name=_("tags"), blank=True, related_name="items")
    level = models.CharField(
        _("difficulty"), max_length=10, choices=Level.choices, blank=True, default="", db_default=""
    )
    is_draft = models.BooleanField(_("draft"), default=False, db_default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> State:
        if self.retired_at is not None:
            return State.RETIRED
        return State.DRAFT if self.is_draft else State.READY


class ItemVersion(models.Model):
    """What is asked, as shown to learners: never the key. Frozen (no more change) once answered, or a hint of it
    taken; its key stays too, but for a correction (`attempts.correcting`), which keeps what it was.

    `body` by interaction, « rows » being a list of {"id": str, "text": str}:

    - choice: {"multiple": bool, "choices": rows}, "shuffle": true where each attempt has its own order;
    - true-false: {};
    - fill-in: {"counts": ["accents", "capitals"]} where they do;
    - numeric: {"unit": "required" or "allowed"} where it has units;
    - matching: {"sources": rows, "targets": rows};
    - sequencing: {"steps": rows};
    - categorise: {"categories": rows, "things": rows};
    - inside a text: {"pieces": [{"text": str} or what is asked there, …]}; cloze asks {"gap": id} to type in and
      {"gap": id, "choices": rows} to choose in, drag-text {"gap": id}, from the "words": rows beside the pieces,
      select-words {"word": id, "text": str};
    - hotspot: {"several": bool, "listed": bool, "places": rows}, the names of its areas, shown only where `listed`;
    - long-fill-in: {"words": {"least": int, "most": int}} as advice, "criteria": rows where learners may read them;
    - file-upload: {"families": [bank.families.Family], "most": how many files, "megabytes": of each}, "criteria" alike;
    - observation: "criteria" alike.

    Any body may have "hints": what each costs, in percent of the question's points, in the order of asking.

    Ids are opaque and stable within the version; targets, steps, things, words to place and places of a picture stand
    in the order of their ids, which says nothing of the answer.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    prompt = models.TextField(_("question"))
    body = models.JSONField(default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("question version")
        ordering = ["item", "-number"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="itemversion_number_unique")]

    def __str__(self) -> str:
        return f"{self.item} v{self.number}"


class AnswerKey(models.Model):
    """The right answers and the feedback of one version, in a table of their own (security decision 7).

    Any key may have "general": what is said to everybody once answered; "hints": what each says to who asks for it.
    `key` by interaction:

    - choice: {"correct": [ids], "feedback": {id: text}, "worth": {id: −1 to 1} where it is said};
    - true-false: {"correct": bool, "feedback": {"true": text, "false": text}};
    - fill-in: {"accepted": [text, …], "feedback": {"correct": text, "incorrect": text}, "typos": letters off};
    - numeric: {"value", "tolerance" (numbers as texts), "relative": bool, "units": [{"name", "factor"}], "feedback"};
    - matching: {"pairs": {source: target}}, with feedback as fill-in and by a source's id;
    - sequencing: {"order": [steps]}, with feedback as fill-in;
    - categorise: {"places": {category: [things]}}, with feedback as fill-in and by a category's id;
    - cloze: {"gaps": {gap: {"accepted": [text, …]} or {"correct": choice}}}, with feedback as fill-in and by gap;
    - drag-text: {"gaps": {gap: [words]}}, with feedback alike;
    - select-words: {"correct": [words], "decoys": [wrong words that the author marked]}, with feedback by word;
    - hotspot: {"areas": [{"id", "shape", "corners": [[x, y], …]}] (shares of the picture's sides, `grading.shapes`),
      "correct": [ids], "margin": share}, with feedback as fill-in and by area.
    - what trainers mark (long-fill-in, file-upload, observation): {"criteria": [{"id", "text",
      "levels": [{"id", "text", "points"}]}]}; of an observation also "instructions", which no learner reads.
    """

    version = models.OneToOneField(ItemVersion, on_delete=models.CASCADE, related_name="answer_key")
    key = models.JSONField()

    def __str__(self) -> str:
        return f"key {self.version_id}"


class ItemMedia(models.Model):
    """A picture or recorded sound of a version's prompt or of one choice, re-encoded at upload."""

    class Kind(models.TextChoices):
        IMAGE = "image", _("picture")
        AUDIO = "audio", _("recorded sound")

    version = models.ForeignKey(ItemVersion, on_delete=models.CASCADE, related_name="media")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    part = models.CharField(max_length=60, default="prompt")  # prompt, choice:<id>, feedback:<id>
    file = models.FileField(upload_to="bank/", max_length=200)  # at a random name: an address not to be guessed
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()  # bytes
    # A picture's, in pixels; 0 for a sound, and for what was stored before they were kept.
    width = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    height = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    description = models.CharField(_("description"), max_length=300)  # alternative text, or the sound's transcript
    # A sound: the fingerprint (lms.web.spoken) of the text that it reads. Empty: the text of its version.
    words = models.CharField(max_length=16, blank=True, editable=False, default="", db_default="")

    class Meta:
        verbose_name = _("sound or picture of a question")
        ordering = ["version", "part", "kind"]
        constraints = [models.UniqueConstraint(fields=["version", "kind", "part"], name="itemmedia_one_per_part")]

    def __str__(self) -> str:
        return f"{self.kind} {self.part} {self.version_id}"
