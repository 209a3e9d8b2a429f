"""What can be wrong with a question, in words; what every interaction checks alike."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.bank.models import Interaction
from assessments.grading import ImpossibleDefinition, read_definition

MAX_PROMPT = 2000  # signs
MAX_TEXT = 500  # signs of a choice or of a feedback

MESSAGES = {
    "no_prompt": _("Write the question."),
    "text_too_long": _("This text is too long: shorten it."),
    "unreadable_sign": _("This text holds a sign that cannot be kept: type it again."),
    "too_few_choices": _("Give at least two choices."),
    "too_many_choices": _("Give fewer choices: people cannot read so many."),
    "empty_choice": _("Write this choice, or empty its row."),
    "choice_twice": _("This choice is there twice: change one of them."),
    "no_right_choice": _("Tick the right answer: without it nobody can succeed."),
    "several_right_choices": _("Keep one right answer only, or choose “several right answers”."),
    "worth_out_of_bounds": _("Write a number from −100 to 100."),
    "right_worth_nothing": _("This choice is right: say what it is worth, above 0."),
    "no_full_marks": _("With these figures nobody can have full marks: the right answers must make 100."),
    "no_accepted_answer": _("Give at least one answer that counts as right."),
    "too_many_accepted": _("Give fewer answers."),
    "no_answer": _("Say whether the sentence is true or false."),
    "too_few_pairs": _("Give at least two pairs."),
    "one_target": _("Everything goes with the same answer: add another one, even one that goes with nothing."),
    "no_target": _("Write what goes with it."),
    "no_source": _("Write the thing that this is about, or empty its row."),
    "too_few_steps": _("Give at least two steps, one on each line."),
    "too_few_categories": _("Give at least two categories."),
    "too_few_things": _("Give at least two things to put into categories, one on each line."),
    "no_category_name": _("Give this category a name, or empty its row."),
    "row_twice": _("The same words are there twice: change one of them."),
    "thing_twice": _("The same thing is there twice: keep it in one category only."),
    "too_many_rows": _("This is too much for one question: keep fewer."),
    "no_text": _("Write the text."),
    "mark_not_closed": _(
        "“%(near)s”: add the %(sign)s that ends it. A bracket that is to be read as it is has a \\ before it."
    ),
    "mark_not_opened": _(
        "“%(near)s”: this %(sign)s ends nothing. Add the one that begins, or a \\ before it to have it read as it is."
    ),
    "no_gap": _("Put at least one word between [ ]: it becomes a gap."),
    "too_many_gaps": _("Make at most %(most)d gaps: people lose the thread."),
    "empty_gap": _("Gap %(gap)d: write what goes there, and nothing empty between two |."),
    "gap_text_too_long": _("Gap %(gap)d: “%(near)s…” is too long. Give at most %(most)d signs."),
    "too_many_in_gap": _("Gap %(gap)d: give at most %(most)d texts."),
    "twice_in_gap": _("Gap %(gap)d: “%(near)s” is there twice. Change or remove one of them."),
    "lonely_in_list": _("Gap %(gap)d: give at least two texts with | between them, or use [ ] to have it typed."),
    "no_star": _("Gap %(gap)d: put a * before the right text, as in {*right|wrong}."),
    "several_stars": _("Gap %(gap)d: keep one * only, before the right text."),
    "gap_said_too_long": _("Gap %(gap)d: what is said after the # is too long. Give at most %(most)d signs."),
    "list_in_shared": _("Gap %(gap)d: use [ ] here. All gaps share one list of words, none has its own between { }."),
    "word_fits_already": _("“%(near)s” is already right in a gap: take it out of the other words."),
    "every_word_fits": _("Gap %(gap)d: any word would be right. Add other words, that fit nowhere."),
    "too_many_words": _("Give at most %(most)d words: people cannot read so many."),
    "no_word_to_find": _("Put at least one right word between [ ]: it is what people look for."),
    "only_words_to_find": _("Leave words outside the [ ]: if all are right, there is nothing to look for."),
    "not_one_word": _("“%(near)s”: put one word or group of words between [ ] or { }, without | nor *."),
    "no_number": _("Write the right number."),
    "tolerance_below_zero": _("Write how far the answer may be: 0 or more."),
    "no_unit": _("Write the unit, or leave out that it must be written."),
    "first_unit": _("The first unit is that of the number: leave this empty."),
    "empty_unit": _("Write this unit, or empty its row."),
    "unit_twice": _("This unit is there twice: change one of them."),
    "unit_unreadable": _("A unit cannot begin with a digit or a comma."),
    "unit_without_factor": _("Write a number above 0."),
    "words_out_of_bounds": _("Give a number of words from 0 to %(most)d."),
    "fewer_than_least": _("This is fewer than the words you ask for at least."),
    "no_criterion": _("Write at least one thing that you will look at."),
    "no_criterion_text": _("Write what you will look at, or empty this row."),
    "too_few_levels": _("Give at least two levels, one on each line, or none for “yes” and “no”."),
    "level_without_points": _("“%(near)s”: end each line with = and the points, as in “Yes = 1”."),
    "points_out_of_bounds": _("“%(near)s”: give points from 0 to 100."),
    "levels_alike": _("All these levels have the same points: give the best one more."),
    "too_many_hints": _("Give at most three hints."),
    "hint_without_text": _("Write this hint, or say nothing of what it costs."),
    "hint_cost_out_of_bounds": _("Write a number from 0 to 100."),
    "no_picture": _("Add the picture on which people mark places."),
    "no_area": _("Draw at least one area, or write its numbers."),
    "no_right_area": _("Say which area is right: without one nobody can succeed."),
    "no_area_name": _("Name this area: what one sees there. Learners read it once they have answered."),
    "area_not_drawn": _("Draw this area on the picture, or write its numbers."),
    "impossible_area": _(
        "This area leaves the picture, or is too small: draw it again, or write numbers from 0 to 100."
    ),
    "list_of_right_areas": _("In the list all names would be right: add a wrong area, or do not offer the list."),
    "no_family": _("Tick at least one kind of file."),
    "number_out_of_bounds": _("Write a number from 1 to %(most)d."),
    "impossible": _("This question cannot be marked: check its answers."),
}


@dataclass(frozen=True, kw_only=True)
class ContentProblem:
    """One thing to mend; `field` is where ("prompt", "choices", "choices.2.text", "accepted.0"…).

    `values` are the words that its message quotes.
    """

    code: str
    field: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)

    @property
    def message(self) -> str:
        said = str(MESSAGES[self.code])
        return said % self.values if self.values else said


class ContentRefused(ValueError):
    """The question cannot enter the bank; `problems` says why, all at once."""

    def __init__(self, problems: Sequence[ContentProblem]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(f"{each.field}: {each.code}" for each in self.problems))


@dataclass(frozen=True, kw_only=True)
class ItemContent:
    """A question as stored: `body` is shown, `key` never is. Make it with its interaction's function."""

    interaction: Interaction
    prompt: str
    body: dict[str, Any] = dataclasses.field(default_factory=dict)
    key: dict[str, Any] = dataclasses.field(default_factory=dict)


def refuse(*problems: Iterable[ContentProblem]) -> None:
    """Raises ContentRefused with all of them, if there is one."""
    if found := [each for some in problems for each in some]:
        raise ContentRefused(found)


def markable(interaction: Interaction, prompt: str, *, body: dict[str, Any], key: dict[str, Any]) -> ItemContent:
    """The content, once marking agrees that it can be marked."""
    try:
        read_definition(interaction, body, key)
    except ImpossibleDefinition as error:
        raise ContentRefused([ContentProblem(code="impossible", field="prompt")]) from error
    return ItemContent(interaction=interaction, prompt=prompt.strip(), body=body, key=key)


def with_general_feedback(content: ItemContent, text: str) -> ItemContent:
    """The same question, and what is said of it to everybody once answered. Raises ContentRefused."""
    refuse(text_problems(text, "general_feedback", most=MAX_TEXT))
    return replace(content, key=content.key | {"general": text.strip()}) if text.strip() else content


def kept(said: dict[str, str]) -> dict[str, str]:
    """What is said, by name; what is empty is not there."""
    return {name: text.strip() for name, text in said.items() if text.strip()}


def text_problems(text: str, where: str, *, most: int) -> list[ContentProblem]:
    """A text that may be empty, of at most `most` signs."""
    if len(text) > most:
        return [ContentProblem(code="text_too_long", field=where)]
    if "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        return [ContentProblem(code="unreadable_sign", field=where)]
    return []


def prompt_problems(prompt: str) -> list[ContentProblem]:
    """The question itself."""
    if not prompt.strip():
        return [ContentProblem(code="no_prompt", field="prompt")]
    return text_problems(prompt, "prompt", most=MAX_PROMPT)


def feedback_problems(said: dict[str, str]) -> list[ContentProblem]:
    """What is said, by name: `feedback_<name>` is its place."""
    return [
        problem for name, text in said.items() for problem in text_problems(text, f"feedback_{name}", most=MAX_TEXT)
    ]
