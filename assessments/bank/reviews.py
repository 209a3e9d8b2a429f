"""A question with its answer, its key and its author's words: for whoever may see them, once answered."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.bank.models import ItemMedia, ItemVersion
from assessments.bank.queries import ShownMedia, definition_of, heard, shown_media, texts_of
from assessments.grading import (
    ChoiceDefinition,
    Definition,
    FillInDefinition,
    Said,
    Score,
    TrueFalseDefinition,
    feedback,
    grade,
)


@dataclass(frozen=True, kw_only=True)
class ReviewedChoice:
    """A choice, whether it was picked and whether it is right."""

    text: str
    picked: bool
    right: bool


@dataclass(frozen=True, kw_only=True)
class Words:
    """A sentence of the author, and its recording if there is one; `about` is the choice meant, where several were."""

    text: str
    about: str = ""
    audio: ShownMedia | None = None


@dataclass(frozen=True, kw_only=True)
class Review:
    """What may be shown after the answer. `choices` for choice and true/false; `given` and `expected` for texts."""

    prompt: str
    answered: bool
    success: bool
    partly: bool
    choices: tuple[ReviewedChoice, ...] = ()
    given: str = ""
    expected: str = ""
    feedback: tuple[Words, ...] = ()


def review(version: ItemVersion, answer: object, *, answered: bool = True) -> Review:
    """The version with what was answered; its item, key and media are read if they were not.

    Without an answer (`answered` false) the right one is shown all the same. Raises `grading.UnreadableResponse`.
    """
    definition = definition_of(version)
    given = answer if answered else _nothing(definition)
    score = grade(definition, given)
    return Review(
        prompt=version.prompt,
        answered=answered,
        success=score.success,
        partly=0 < score.scaled < 1,
        choices=_choices(version, definition, given),
        given=str(given) if isinstance(definition, FillInDefinition) else "",
        expected=_expected(definition, score),
        feedback=_words(version, feedback(definition, given)) if answered else (),
    )


def _nothing(definition: Definition) -> object:
    match definition:
        case ChoiceDefinition():
            return []
        case TrueFalseDefinition():
            return None
        case FillInDefinition():
            return ""


def _choices(version: ItemVersion, definition: Definition, given: object) -> tuple[ReviewedChoice, ...]:
    match definition:
        case ChoiceDefinition():
            picked = given if isinstance(given, list) else []
            return tuple(
                ReviewedChoice(text=each["text"], picked=each["id"] in picked, right=each["id"] in definition.correct)
                for each in version.body["choices"]
            )
        case TrueFalseDefinition():
            return tuple(
                ReviewedChoice(text=text, picked=given is value, right=definition.correct is value)
                for value, text in ((True, _("True")), (False, _("False")))
            )
        case FillInDefinition():
            return ()


def _expected(definition: Definition, score: Score) -> str:
    return definition.accepted[0] if isinstance(definition, FillInDefinition) and not score.success else ""


def _words(version: ItemVersion, said: tuple[Said, ...]) -> tuple[Words, ...]:
    choices = {each["id"]: each["text"] for each in version.body.get("choices", [])} if len(said) > 1 else {}
    current = heard(version, texts_of(version, version.answer_key.key))
    sounds = {each.part: each for each in current if each.kind == ItemMedia.Kind.AUDIO}
    return tuple(
        Words(
            text=each.text,
            about=choices.get(each.part, ""),
            audio=shown_media(sound) if (sound := sounds.get(f"feedback:{each.part}")) else None,
        )
        for each in said
    )
