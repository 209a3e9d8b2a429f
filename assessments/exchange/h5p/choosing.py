"""Which questions leave as one exercise, in which order, and what a quiz says of them all."""

from collections.abc import Sequence

from django.db.models import QuerySet

from assessments.bank.models import Item, ItemVersion
from assessments.exchange.h5p.building import QuizSettings
from assessments.exchange.queries import newest_of
from assessments.quizzes.models import Quiz, QuizItem
from assessments.quizzes.queries import draws_of


def in_order(items: QuerySet[Item], quiz: Quiz | None) -> Sequence[ItemVersion]:
    """The newest version of each, in the order of the quiz; those that it draws stand last. Two queries at most."""
    versions = list(newest_of(items))
    if quiz is None:
        return versions
    places = dict(QuizItem.objects.filter(quiz=quiz).order_by().values_list("item", "position"))
    last = max(places.values(), default=0) + 1
    return sorted(versions, key=lambda version: places.get(version.item_id, last))


def settings_of(quiz: Quiz) -> QuizSettings:
    """What a set takes over from a quiz. Two queries."""
    points = {*QuizItem.objects.filter(quiz=quiz).order_by().values_list("points", flat=True)}
    points |= {draw.points for draw in draws_of(quiz)}
    return QuizSettings(
        title=quiz.activity.title,
        introduction=quiz.introduction,
        pass_mark=quiz.activity.pass_mark,
        same_points=len(points) <= 1,
    )
