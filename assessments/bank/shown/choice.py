"""A choice as learners see it: the choices to tick."""

from dataclasses import dataclass

from assessments.bank.shown.parts import Showing, ShownChoice


@dataclass(frozen=True, kw_only=True)
class ShownChoices:
    """The choices in the order of this attempt; `first` is the control where an error leads."""

    choices: tuple[ShownChoice, ...]
    multiple: bool = False
    first: str = "answer_0"


def details(showing: Showing) -> ShownChoices:
    choices = showing.body["choices"]
    if showing.body.get("shuffle"):
        choices = showing.chance.shuffled(choices, "choices")
    return ShownChoices(
        choices=tuple(
            ShownChoice(id=each["id"], text=each["text"], audio=showing.sounds.get(f"choice:{each['id']}"))
            for each in choices
        ),
        multiple=bool(showing.body.get("multiple")),
    )
