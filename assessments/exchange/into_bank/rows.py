"""Pairs to match, steps to put in order."""

from assessments.bank.content import ItemContent, Pair, matching_content, sequencing_content
from assessments.exchange.into_bank.losses import Losses, one_line
from assessments.exchange.into_bank.verdicts import said_of_the_whole
from assessments.exchange.questions import MatchingQuestion, OrderingQuestion


def matching(question: MatchingQuestion, losses: Losses) -> ItemContent:
    pairs = [Pair(source=one_line(pair.left), target=one_line(pair.right)) for pair in question.pairs]
    return matching_content(prompt=question.prompt, pairs=pairs, **said_of_the_whole(question.verdicts, losses))


def ordering(question: OrderingQuestion, losses: Losses) -> ItemContent:
    steps = [one_line(step) for step in question.steps]
    return sequencing_content(prompt=question.prompt, steps=steps, **said_of_the_whole(question.verdicts, losses))
