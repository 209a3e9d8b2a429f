"""A question's sounds are heard while they say its text; then they wait for their author."""

import io

import pytest

from assessments.bank import queries, services
from assessments.bank.content import Choice, ItemContent, choice_content
from assessments.bank.models import Item, ItemMedia, ItemVersion
from assessments.bank.reviews import review
from lms.journal.models import Entry
from tests.assessments.bank.test_services import NOW, SOUND, attach, created, newest
from tests.factories.people import trainer

pytestmark = pytest.mark.django_db
PARTS = ("prompt", "choice:a", "choice:b", "feedback:b")


def content(prompt: str = "Que faites-vous ?", first: str = "Un clic", said: str = "Oui.") -> ItemContent:
    choices = [Choice(id="a", text=first), Choice(id="b", text="Deux clics", correct=True, feedback=said)]
    return choice_content(prompt=prompt, choices=choices, multiple=False)


@pytest.fixture(params=["nobody answered", "answered"])
def item(request: pytest.FixtureRequest) -> Item:
    """With a sound for each part; its version may be frozen: the next one then carries the sounds."""
    made = created(content=content())
    for part in PARTS:
        attach(newest(made), kind=ItemMedia.Kind.AUDIO, file=io.BytesIO(SOUND), description=part, part=part)
    if request.param == "answered":
        services.freeze(version=newest(made), now=NOW)
    return made


def revised(item: Item, changed: ItemContent) -> ItemVersion:
    version = services.revise_item(item=item, content=changed, by=None, now=NOW)
    return queries.with_key(version.pk)


def heard(version: ItemVersion) -> list[str]:
    """The parts that a learner hears, before and after the answer."""
    shown = queries.shown(version)
    before = {"prompt": shown.audio} | {f"choice:{each.id}": each.audio for each in shown.details.choices}
    after = {f"feedback:b:{words.text}": words.audio for words in review(version, ["b"]).feedback}
    return [part for part, sound in (before | after).items() if sound]


def waiting(version: ItemVersion) -> list[str]:
    return [sound.part for sound in queries.outdated_sounds(version)]


def test_the_sounds_of_what_did_not_change_are_heard(item: Item) -> None:
    version = revised(item, content(first="Un seul clic"))
    assert heard(version) == ["prompt", "choice:b", "feedback:b:Oui."]
    assert waiting(version) == ["choice:a"]


def test_the_explanation_has_words_of_its_own(item: Item) -> None:
    version = revised(item, content(said="Oui, deux."))
    assert heard(version) == ["prompt", "choice:a", "choice:b"]
    assert waiting(version) == ["feedback:b"]


def test_typography_makes_no_recording_old(item: Item) -> None:
    assert waiting(revised(item, content(prompt="Que faites-vous\u202f?"))) == []


def test_the_first_words_again_are_heard_again(item: Item) -> None:
    revised(item, content(prompt="Que faut-il faire ?"))
    version = revised(item, content())
    assert "prompt" in heard(version)


def test_the_author_confirms_and_learners_hear_it_again(item: Item) -> None:
    karim = trainer()
    version = revised(item, content(prompt="Que faites-vous donc ?"))
    services.confirm_sounds(version=version, sounds=queries.outdated_sounds(version), by=karim, now=NOW)
    assert "prompt" in heard(queries.with_key(version.pk))
    assert Entry.objects.filter(verb="item.sound_confirmed", actor_id=karim.pk).count() == 1


def test_a_new_sound_says_the_new_words(item: Item) -> None:
    version = revised(item, content(prompt="Que faut-il faire ?"))
    assert waiting(version) == ["prompt"]
    media = attach(version, kind=ItemMedia.Kind.AUDIO, file=io.BytesIO(SOUND), description="neuf")
    again = queries.with_key(media.version_id)
    assert waiting(again) == []
    assert "prompt" in heard(again)


def test_who_answered_the_older_version_keeps_its_sounds(item: Item) -> None:
    first = newest(item)
    services.freeze(version=first, now=NOW)
    revised(item, content(prompt="Que faut-il faire ?"))
    assert heard(queries.with_key(first.pk)) == ["prompt", "choice:a", "choice:b", "feedback:b:Oui."]
