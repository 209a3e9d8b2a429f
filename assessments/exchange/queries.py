"""What a file would bring to a structure's bank, and what of the bank can leave as a file. Nothing is written."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from assessments.bank.content import ItemContent
from assessments.bank.models import Item, ItemMedia, ItemVersion
from assessments.bank.queries import content_of
from assessments.exchange.files import Written
from assessments.exchange.formats import MEDIA, Format, recognise
from assessments.exchange.from_bank import given
from assessments.exchange.illustrations import Illustrations
from assessments.exchange.into_bank import taken
from assessments.exchange.names import MAX_NAME, joined, names_in
from assessments.exchange.problems import FileRefused, Problem, QuestionRefused
from assessments.exchange.questions import Note, Picture, Place, Question
from assessments.quizzes.models import Quiz
from assessments.quizzes.planning import pool_of
from assessments.quizzes.queries import draws_of
from lms.structures.models import Structure

WAITING = frozenset({"undescribed", "right_numbers"})


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A question that would come in: its title in the bank, what is kept, the file's category, what is left out."""

    title: str
    content: ItemContent
    category: str
    place: Place
    notes: tuple[Problem, ...]
    picture: Picture | None = None

    @property
    def filed(self) -> str:
        """The file's category as people read it."""
        return " › ".join(names_in(self.category))

    @property
    def waits(self) -> bool:
        """It comes in as a draft: its author has something to do first."""
        return any(note.code in WAITING for note in self.notes)

    @property
    def fingerprint(self) -> str:
        return _fingerprint(self.title, self.content)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A file, read for a structure: what would come in, and a line for each question that would not."""

    format: Format
    incoming: tuple[Incoming, ...]
    problems: tuple[Problem, ...]


def reading_of(text: str, *, structure: Structure, format: Format | None = None) -> Reading:
    """What the text would bring to the structure's bank; `format` None: recognised. Raises FileRefused."""
    chosen = format or recognise(text)
    found = MEDIA[chosen].read(text)
    if not found.questions and not found.problems:
        raise FileRefused("no_question")
    incoming: list[Incoming] = []
    problems = list(found.problems)
    for question in found.questions:
        try:
            incoming.append(_incoming(question))
        except QuestionRefused as refused:
            problems.append(refused.at(question.place, question.name))
    new, doubles = _sorted_out(incoming, structure)
    problems = sorted([*problems, *doubles], key=lambda problem: (problem.place.number, problem.place.line))
    return Reading(format=chosen, incoming=tuple(new), problems=tuple(problems))


def _incoming(question: Question) -> Incoming:
    kept = taken(question)
    undescribed = question.picture is not None and not question.picture.description
    notes = (
        Problem(code=note.code, params={"count": note.count}, place=question.place, name=question.name)
        for note in ((*kept.notes, Note(code="undescribed")) if undescribed else kept.notes)
    )
    return Incoming(
        title=question.name[:MAX_NAME],
        content=kept.content,
        category=question.category,
        place=question.place,
        notes=tuple(notes),
        picture=question.picture,
    )


def _sorted_out(incoming: Sequence[Incoming], structure: Structure) -> tuple[list[Incoming], list[Problem]]:
    """Those that are new, and a line for each that is in the bank already or came before in the file."""
    known = _known({each.title for each in incoming}, structure)
    new: dict[str, Incoming] = {}
    doubles: list[Problem] = []
    for each in incoming:
        code = "already_there" if each.fingerprint in known else "twice" if each.fingerprint in new else ""
        if code:
            doubles.append(Problem(code=code, place=each.place, name=each.title))
        else:
            new[each.fingerprint] = each
    return list(new.values()), doubles


def _known(titles: set[str], structure: Structure) -> set[str]:
    """What the structure's bank holds under these titles and still asks: one query."""
    items = Item.objects.filter(structure=structure, retired_at=None, title__in=titles)
    return {_fingerprint(version.item.title, content_of(version)) for version in newest_of(items)}


def _fingerprint(title: str, content: ItemContent) -> str:
    return json.dumps([title, content.interaction, content.prompt, content.body, content.key], sort_keys=True)


def newest_of(items: QuerySet[Item]) -> QuerySet[ItemVersion]:
    """The newest version of each, by title, with item, category and key, and whether it has a picture or a sound."""
    newest = ItemVersion.objects.filter(item=OuterRef("item")).order_by("-number")
    found = ItemVersion.objects.filter(item__in=items.order_by().values("pk"), pk=Subquery(newest.values("pk")[:1]))
    illustrated = Exists(ItemMedia.objects.filter(version=OuterRef("pk")))
    told = found.select_related("answer_key", "item__category__parent__parent").annotate(illustrated=illustrated)
    return told.order_by("item__title", "item__pk")


@dataclass(frozen=True, kw_only=True)
class QuizToTake:
    """The questions of a quiz that one may take, how many it draws of them, how many belong to other structures."""

    items: QuerySet[Item]
    drawn: int
    elsewhere: int


def quiz_to_take(quiz: Quiz, *, mine: QuerySet[Item]) -> QuizToTake:
    """The questions that it always asks, and all those among which it draws; `mine` may be taken. Three queries."""
    draws = draws_of(quiz)
    asked = Item.objects.filter(quiz_items__quiz=quiz, retired_at=None) | pool_of(quiz.activity.structure_id, draws)
    pks = asked.order_by().values("pk")
    items = mine.filter(pk__in=pks)
    elsewhere = Item.objects.filter(pk__in=pks).exclude(pk__in=items.order_by().values("pk")).count()
    return QuizToTake(items=items, drawn=sum(draw.count for draw in draws), elsewhere=elsewhere)


def written_as(format: Format, items: QuerySet[Item]) -> Written:
    """A file of these questions, keys and feedback included: for their authors. Two queries at most."""
    return files_of(items, [format])[format]


def files_of(items: QuerySet[Item], formats: Sequence[Format] = tuple(Format)) -> dict[Format, Written]:
    """The same file in several formats, so that a page can say what each would hold. Two queries at most."""
    questions: list[Question] = []
    problems: list[Problem] = []
    versions = list(newest_of(items))
    illustrations = Illustrations(versions)
    for number, version in enumerate(versions, start=1):
        name, place = version.item.title, Place(number=number)
        try:
            question = given(content_of(version), name=name, category=_path(version.item))
        except QuestionRefused as refused:
            problems.append(refused.at(place, name))
            continue
        picture, told = illustrations.of(version)
        questions.append(replace(question, picture=picture, place=place))
        problems += [Problem(code=note.code, place=place, name=name) for note in (*question.left_out, *told)]
    files = {format: MEDIA[format].write(questions) for format in formats}
    return {
        format: Written(text=file.text, count=file.count, problems=(*problems, *file.problems))
        for format, file in files.items()
    }


def _path(item: Item) -> str:
    names: list[str] = []
    category = item.category
    while category is not None:
        names.insert(0, category.name)
        category = category.parent
    return joined(names)
