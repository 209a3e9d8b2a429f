"""Pairs to match as learners see them: a list of answers, and one to choose for each thing."""

from assessments.bank.shown.parts import Showing
from assessments.bank.shown.rows import Option, ShownRow, ShownRows, read


def details(showing: Showing) -> ShownRows:
    answers = read(showing, "targets")
    return ShownRows(
        rows=tuple(
            ShownRow(
                id=row.id,
                text=row.text,
                audio=row.audio,
                options=tuple(Option(value=f"{row.id}:{each.id}", text=each.text) for each in answers),
            )
            for row in read(showing, "sources", shuffled=False)
        ),
        answers=tuple(answers),
    )
