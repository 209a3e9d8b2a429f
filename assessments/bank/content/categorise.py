"""Things to put into categories, as their author writes them."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.bank.content.problems import (
    MAX_TEXT,
    ContentProblem,
    ItemContent,
    feedback_problems,
    kept,
    markable,
    prompt_problems,
    refuse,
    text_problems,
)
from assessments.bank.content.rows import MAX_ROW, MAX_ROWS, line_problems, opaque_ids, plain, stored
from assessments.bank.models import Interaction

MAX_CATEGORIES = 6


@dataclass(frozen=True, kw_only=True)
class Category:
    """Its name, the things that belong there (none is fine), and what is said to who put one of them elsewhere.

    An id given stays.
    """

    name: str
    things: Sequence[str] = ()
    feedback: str = ""
    id: str = ""

    @property
    def texts(self) -> list[str]:
        return [plain(thing) for thing in self.things if thing.strip()]


def categorise_content(
    *, prompt: str, categories: Sequence[Category], feedback_correct: str = "", feedback_incorrect: str = ""
) -> ItemContent:
    """Categories with their things. Raises ContentRefused."""
    said = {"correct": feedback_correct, "incorrect": feedback_incorrect}
    refuse(prompt_problems(prompt), _categories_problems(categories), feedback_problems(said))
    names = opaque_ids("category", [(plain(each.name), each.id) for each in categories])
    things = opaque_ids("thing", [(text, "") for each in categories for text in each.texts])
    explained = {names[plain(each.name)]: each.feedback for each in categories}
    return markable(
        Interaction.CATEGORISE,
        prompt,
        body={
            "categories": [{"id": id, "text": name} for name, id in names.items()],
            "things": stored(things),
        },
        key={
            "places": {names[plain(each.name)]: [things[text] for text in each.texts] for each in categories},
            "feedback": kept(said | explained),
        },
    )


def _categories_problems(categories: Sequence[Category]) -> list[ContentProblem]:
    things = [text for each in categories for text in each.texts]
    rules = (
        (len(categories) < 2, "too_few_categories"),
        (len(categories) > MAX_CATEGORIES, "too_many_rows"),
        (len(categories) >= 2 and len(things) < 2, "too_few_things"),
        (len(things) > MAX_ROWS, "too_many_rows"),
    )
    problems = [ContentProblem(code=code, field="categories") for broken, code in rules if broken]
    for place, category in enumerate(categories):
        problems += _category_problems(category, f"categories.{place}", categories[:place])
    return problems


def _category_problems(category: Category, where: str, before: Sequence[Category]) -> list[ContentProblem]:
    rules = (
        (not category.name.strip(), "no_category_name"),
        (plain(category.name) in {plain(each.name) for each in before}, "row_twice"),
    )
    code = next((code for broken, code in rules if broken), "")
    elsewhere = {text for each in before for text in each.texts}
    return [
        *([ContentProblem(code=code, field=f"{where}.name")] if code else []),
        *line_problems(category.texts, f"{where}.things", twice="thing_twice", taken=elsewhere),
        *text_problems(category.name, f"{where}.name", most=MAX_ROW),
        *text_problems(category.feedback, f"{where}.feedback", most=MAX_TEXT),
    ]
