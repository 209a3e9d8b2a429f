"""Steps to put in order as learners see them: shuffled, each with its place to choose."""

from assessments.bank.shown.parts import Showing
from assessments.bank.shown.rows import Option, ShownRow, ShownRows, read


def details(showing: Showing) -> ShownRows:
    steps = read(showing, "steps")
    return ShownRows(
        rows=tuple(
            ShownRow(
                id=step.id,
                text=step.text,
                audio=step.audio,
                options=tuple(
                    Option(value=f"{step.id}:{place}", text=str(place)) for place in range(1, len(steps) + 1)
                ),
            )
            for step in steps
        )
    )
