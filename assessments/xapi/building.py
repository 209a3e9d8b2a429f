"""From the facts of an attempt to its statements. Plain Python: no clock, no chance, no database.

The id of a statement is made of the attempt, of what it says and of what has changed that since: the same fact always
has the same id, so what is sent twice is kept once; a judgement that a correction changed is another statement, and
the former one is voided (docs/decisions/0037).
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from assessments.xapi import interactions, reported, vocabulary
from assessments.xapi.facts import AnswerFacts, AttemptFacts, Named, OutcomeFacts, ReportFacts, Revisions

Statement = dict[str, Any]
VOIDED = "voided"


@dataclass(frozen=True, kw_only=True)
class Site:
    """Who tells: its public address without a slash at the end, its name, the language of what it asks."""

    home: str
    name: str
    language: str

    def iri(self, kind: str, uuid: UUID, part: str = "") -> str:
        """The name of a thing of ours: an address that stays its own, whether or not a page is there."""
        return f"{self.home}/xapi/{kind}/{uuid}" + (f"#{part}" if part else "")

    def agent(self, name: str) -> dict[str, Any]:
        """An account here: an opaque name, never a person's."""
        return {"objectType": "Agent", "account": {"homePage": self.home, "name": name}}

    def activity(self, kind: str, uuid: UUID, type: str, *, part: str = "", **definition: Any) -> dict[str, Any]:
        return {
            "objectType": "Activity",
            "id": self.iri(kind, uuid, part),
            "definition": {"type": type, **definition},
        }

    def named(self, kind: str, thing: Named, type: str) -> dict[str, Any]:
        return self.activity(kind, thing.uuid, type, name=self.words(thing.title))

    def words(self, text: str) -> dict[str, str]:
        return {self.language: text}


@dataclass(frozen=True, kw_only=True)
class Told:
    """An attempt in statements, and the ids of those that were once true of it and are no more."""

    attempt: UUID
    statements: tuple[Statement, ...]
    former: tuple[str, ...]


def statement_id(attempt: UUID, *words: str) -> str:
    """The same for the same words about the same attempt, for ever."""
    return str(uuid5(attempt, "|".join(words)))


def told(attempt: AttemptFacts, site: Site) -> Told:
    """All that is true of the attempt now, oldest first. Of a cancelled attempt nothing is: all of it is former."""
    writer = _Writer(attempt, site)
    statements = tuple(writer.statements())
    former = tuple(writer.former())
    if attempt.voided:
        return Told(attempt=attempt.uuid, statements=(), former=(*former, *(each["id"] for each in statements)))
    return Told(attempt=attempt.uuid, statements=statements, former=former)


def voiding(attempt: UUID, former: str, site: Site) -> Statement:
    """The statement that takes back another. It has no moment of its own: the store dates it."""
    return {
        "id": statement_id(attempt, VOIDED, former),
        "actor": site.agent("site"),
        "verb": vocabulary.verb(VOIDED),
        "object": {"objectType": "StatementRef", "id": former},
    }


def everything(told: Told, site: Site) -> Iterator[Statement]:
    """What a file holds of an attempt: what is true, then what takes back what was."""
    yield from told.statements
    for former in told.former:
        yield voiding(told.attempt, former, site)


@dataclass(frozen=True)
class _Writer:
    attempt: AttemptFacts
    site: Site

    def statements(self) -> Iterator[Statement]:
        yield self._about_all("initialized", at=self.attempt.started_at, words=("initialized",))
        yield from map(self._answered, self.attempt.answers)
        yield from self._reported()
        if self.attempt.outcome is not None:
            yield from self._ended(self.attempt.outcome)

    def former(self) -> Iterator[str]:
        for words, revisions in self._judged():
            yield from (self._id(*words, revisions=revisions[:count]) for count in range(len(revisions)))

    def _judged(self) -> Iterator[tuple[tuple[str, ...], Revisions]]:
        """What corrections can change, as it is named in ids."""
        for answer in self.attempt.answers:
            yield ("answered", str(answer.submission)), answer.revisions
        if self.attempt.outcome is not None:
            yield ("completed",), self.attempt.outcome.revisions
            yield ("judged",), self.attempt.outcome.revisions

    def _id(self, *words: str, revisions: Revisions = ()) -> str:
        """Work that changes hands is told anew: who did it is part of what is said."""
        return statement_id(self.attempt.uuid, str(self.attempt.person), *words, *revisions)

    def _about_all(
        self,
        verb: str,
        *,
        at: datetime.datetime,
        words: tuple[str, ...],
        revisions: Revisions = (),
        result: dict[str, Any] | None = None,
    ) -> Statement:
        statement = {
            "id": self._id(*words, revisions=revisions),
            "actor": self.site.agent(str(self.attempt.person)),
            "verb": vocabulary.verb(verb),
            "object": self._activity(),
            "context": self._context(),
            "timestamp": at.isoformat(),
        }
        return {**statement, "result": result} if result else statement

    def _activity(self) -> dict[str, Any]:
        type = vocabulary.ASSESSMENT if self.attempt.kind == "quiz" else vocabulary.MEDIA
        return self.site.named("activities", self.attempt.activity, type)

    def _context(
        self, *, parent: dict[str, Any] | None = None, beside: Iterable[dict[str, Any]] = ()
    ) -> dict[str, Any]:
        """Which attempt, and what it belongs to: the activity where it is about a part, then lesson and course."""
        above = self._place()
        line = [parent, *beside, *above] if parent else above
        around = {"parent": line[:1], "grouping": line[1:]}
        context = {
            "registration": str(self.attempt.uuid),
            "platform": self.site.name,
            "language": self.site.language,
        }
        kept = {name: activities for name, activities in around.items() if activities}
        return {**context, "contextActivities": kept} if kept else context

    def _place(self) -> list[dict[str, Any]]:
        place, site = self.attempt.place, self.site
        if place is None:
            return []
        return [
            site.named("lessons", place.lesson, vocabulary.LESSON),
            site.named("courses", place.course, vocabulary.COURSE),
        ]

    def _answered(self, answer: AnswerFacts) -> Statement:
        site = self.site
        asked = interactions.question(answer.interaction, answer.body, answer.key, language=site.language)
        given = interactions.response(asked, answer.answer)
        item = site.activity("questions", answer.item, vocabulary.QUESTION)
        result: dict[str, Any] = {
            "score": _score(answer.raw, answer.minimum, answer.maximum, answer.scaled),
            "success": answer.success,
            **({"response": given} if given.strip() else {}),
        }
        return {
            "id": self._id("answered", str(answer.submission), revisions=answer.revisions),
            "actor": site.agent(str(self.attempt.person)),
            "verb": vocabulary.verb("answered"),
            "object": site.activity(
                "question-versions",
                answer.version,
                vocabulary.INTERACTION,
                description=site.words(answer.prompt),
                **interactions.definition(asked, with_key=answer.tells_key),
            ),
            "result": result,
            "context": self._context(parent=self._activity(), beside=[item]) | {"revision": str(answer.number)},
            "timestamp": answer.at.isoformat(),
        }

    def _reported(self) -> Iterator[Statement]:
        """The parts of what the player said; of its beginning and end, what we recorded is told instead."""
        for report in self.attempt.reports:
            verb = reported.verb_of(report.body)
            if verb is not None and not (report.root and report.verb in reported.ENDINGS):
                yield self._claimed(report, verb)

    def _claimed(self, report: ReportFacts, verb: dict[str, Any]) -> Statement:
        part = reported.part_of(report.body)
        definition = reported.definition_of(report.body, with_key=self.attempt.tells_key)
        type = vocabulary.INTERACTION if "interactionType" in definition else vocabulary.MEDIA
        claimed = self.site.activity("activities", self.attempt.activity.uuid, type, part=part, **definition)
        statement = {
            "id": self._id("reported", str(report.uuid)),
            "actor": self.site.agent(str(self.attempt.person)),
            "verb": verb,
            "object": claimed,
            "context": self._context(parent=self._activity()) if part else self._context(),
            "timestamp": report.at.isoformat(),
        }
        result = reported.result_of(report.body)
        return {**statement, "result": result} if result else statement

    def _ended(self, outcome: OutcomeFacts) -> Iterable[Statement]:
        """« completed » where they went to the end, then « passed » or « failed » with the same result."""
        result = _result(outcome, self.site)
        if outcome.completion:
            yield self._about_all(
                "completed", at=outcome.at, words=("completed",), revisions=outcome.revisions, result=result
            )
        verdict = "passed" if outcome.success else "failed"
        yield self._about_all(verdict, at=outcome.at, words=("judged",), revisions=outcome.revisions, result=result)


def _result(outcome: OutcomeFacts, site: Site) -> dict[str, Any]:
    result: dict[str, Any] = {
        "success": outcome.success,
        "completion": outcome.completion,
        "duration": f"PT{outcome.duration}S",
        "extensions": {f"{site.home}/xapi/extensions/self-assessed": outcome.self_assessed},
    }
    if outcome.maximum > outcome.minimum:  # an exercise without points has no score
        result["score"] = _score(outcome.raw, outcome.minimum, outcome.maximum, outcome.scaled)
    return result


def _score(raw: float, minimum: float, maximum: float, scaled: float) -> dict[str, float]:
    return {"scaled": round(scaled, 6), "raw": raw, "min": minimum, "max": maximum}
