"""What is said of the whole answer: the bank says it to who is right and to who is not."""

from assessments.exchange.into_bank.losses import Losses
from assessments.exchange.questions import FULL, Answer, Verdicts


def said_of_the_whole(verdicts: Verdicts, losses: Losses) -> dict[str, str]:
    """For the kinds that say something of the whole: who is partly right hears what who is wrong hears."""
    losses.note("partly", when=verdicts.partly not in {"", verdicts.wrong})
    return {
        "feedback_correct": losses.fitting(verdicts.right),
        "feedback_incorrect": losses.fitting(verdicts.wrong),
    }


def heard_of_one(answer: Answer, verdicts: Verdicts) -> str:
    """What who chose this answer alone is told: what is said of it, then of the whole."""
    whole = verdicts.right if answer.percent == FULL else verdicts.partly if answer.percent > 0 else verdicts.wrong
    return " ".join(said for said in (answer.feedback, whole) if said)
