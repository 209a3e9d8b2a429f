"""The author's form: a draft may be incomplete, what goes to learners or to the second reader may not."""

from collections import defaultdict
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.blocks.voices import OUTDATED
from cms.pages.teachable import Problem

# What the author or the second reader presses when the page is to be taught (Wagtail's edit and create views).
_TO_BE_TAUGHT = ("action-publish", "action-submit", "action-restart-workflow")


# The fields of a lesson that have a recording beside them.
VOICED_FIELDS = ("title", "objective")


def _still_right() -> forms.BooleanField:
    return forms.BooleanField(required=False, label=_("The recording is still right"), help_text=OUTDATED)


class OutlinePageForm(WagtailAdminPageForm):
    """Says at each field what is missing, when the page is published, scheduled, submitted or approved."""

    def is_to_be_taught(self) -> bool:
        approves = "action-workflow-action" in self.data and self.data.get("workflow-action-name") == "approve"
        return approves or any(name in self.data for name in _TO_BE_TAUGHT)

    def _post_clean(self) -> None:
        """After the form has put its values on the page: only then can the page be judged."""
        super()._post_clean()
        if not self.is_to_be_taught():
            return
        problems = [problem for problem in self.instance.problems(self.parent_page) if problem.field not in self.errors]
        for problem in problems:
            if problem.block is None:
                self.add_error(problem.field if problem.field in self.fields else None, problem.message)
        if in_blocks := [problem for problem in problems if problem.block is not None]:
            self.add_error("body", _block_errors(in_blocks))


class LessonPageForm(OutlinePageForm):
    """Where the title or the objective is no longer what was recorded, the author may say that it is still right."""

    title_still_right = _still_right()
    objective_still_right = _still_right()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.stamp_voices()  # before what is typed: recordings chosen before stamps were kept
        for part in VOICED_FIELDS:
            if not self.instance.is_outdated(part):
                del self.fields[f"{part}_still_right"]

    def clean(self) -> Any:
        cleaned = super().clean()
        for part in VOICED_FIELDS:
            if self.cleaned_data.get(f"{part}_still_right"):
                setattr(self.instance, f"{part}_stamp", "")  # the page then stamps the words that it has
        return cleaned


def _block_errors(problems: list[Problem]) -> StreamBlockValidationError:
    """The messages, each under the part of the block that it speaks of."""
    by_block: dict[int, dict[str, list[ValidationError]]] = defaultdict(lambda: defaultdict(list))
    for problem in problems:
        if problem.block is not None:
            by_block[problem.block][problem.part].append(ValidationError(str(problem.message)))
    return StreamBlockValidationError(
        block_errors={
            place: StructBlockValidationError({part: ValidationError(messages) for part, messages in parts.items()})
            for place, parts in by_block.items()
        }
    )
