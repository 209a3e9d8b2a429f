"""Things to put into categories as learners see them: each with its categories to tick."""

from assessments.bank.shown.parts import Showing
from assessments.bank.shown.rows import Option, ShownRow, ShownRows, read


def details(showing: Showing) -> ShownRows:
    categories = read(showing, "categories", shuffled=False)
    return ShownRows(
        rows=tuple(
            ShownRow(
                id=thing.id,
                text=thing.text,
                audio=thing.audio,
                options=tuple(Option(value=each.id, text=each.text, audio=each.audio) for each in categories),
            )
            for thing in read(showing, "things")
        ),
        first="answer_0_0",
    )
