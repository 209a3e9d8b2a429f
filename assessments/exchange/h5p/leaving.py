"""Questions chosen by an author, on their way out as one H5P exercise."""

from functools import cached_property
from typing import IO

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessments.bank.models import Item
from assessments.exchange.h5p.building import H5PFile, file_of, package_of
from assessments.exchange.h5p.choosing import in_order, settings_of
from assessments.exchange.h5p.libraries import ApprovedLibraries
from assessments.quizzes.models import Quiz

H5P = "h5p"  # beside the formats of question files: a package is no text, and comes in elsewhere


class Leaving:
    """What an exercise of these questions would hold; of a quiz, with its order, its introduction and its pass mark."""

    def __init__(self, items: QuerySet[Item], quiz: Quiz | None = None) -> None:
        self._items = items
        self._settings = settings_of(quiz) if quiz else None
        self._quiz = quiz
        self._libraries = ApprovedLibraries()
        self._language = settings.LANGUAGE_CODE.split("-")[0]  # that of the texts, whoever takes them

    @cached_property
    def file(self) -> H5PFile:
        """The questions that leave, and a line for what stays."""
        versions = in_order(self._items, self._quiz)
        return file_of(versions, self._libraries, language=self._language, quiz=self._settings)

    @property
    def title(self) -> str:
        """Of the exercise, and of its file."""
        if self._settings:
            return self._settings.title
        kept = self.file.kept
        return kept[0].name if len(kept) == 1 else _("Questions")

    def package(self) -> IO[bytes]:
        """The package, to be closed by who reads it; `file.count` is not 0."""
        return package_of(self.file, self._libraries, language=self._language, title=self.title, quiz=self._settings)
