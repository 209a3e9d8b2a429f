"""Places to find on a picture: what an author draws, what learners see, what is shown once answered."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.bank import queries, services
from assessments.bank.content import ContentRefused, ItemContent, Spot, hotspot_content
from assessments.bank.forms import HotspotForm, initial_of
from assessments.bank.forms.hotspot import is_reshaped
from assessments.bank.reviews import review
from assessments.bank.shown import ShownMedia
from assessments.bank.shuffling import Chance
from tests.assessments.bank.test_forms import errors
from tests.assessments.bank.test_services import NOW, attach, created, newest, picture

SEND = Spot(name="Le bouton Envoyer", points=[(0.8, 0.05), (0.95, 0.15)], right=True, feedback="En haut à droite.")
DELETE = Spot(name="La corbeille", shape="ellipse", points=[(0.1, 0.8), (0.2, 0.9)], feedback="Non : elle efface.")
TEXT = Spot(name="Le texte", shape="polygon", points=[(0.1, 0.3), (0.6, 0.3), (0.3, 0.7)])
AREAS = [SEND, DELETE, TEXT]
TYPED = {
    "title": "Envoyer",
    "prompt": "Où cliquez-vous pour envoyer ?",
    "listed": "on",
    "margin": "generous",
    "areas_0_name": "Le bouton Envoyer",
    "areas_0_correct": "on",
    "areas_0_shape": "rectangle",
    "areas_0_left": "80",
    "areas_0_top": "5,5",
    "areas_0_width": "15 %",
    "areas_0_height": "10",
    "areas_0_feedback": "En haut à droite.",
    "areas_2_name": "Le texte",
    "areas_2_shape": "polygon",
    "areas_2_points": "10 30\r\n60;30\r\n\r\n30,5 70",
}


def content(areas: list[Spot] = AREAS, **more: Any) -> ItemContent:
    return hotspot_content(prompt="Où cliquez-vous pour envoyer ?", areas=areas, **({"listed": True} | more))


def upload(size: tuple[int, int] = (400, 200)) -> dict[str, Any]:
    return {"image": SimpleUploadedFile("écran.png", picture(size).read())}


def form(changes: dict[str, Any] | None = None, **more: Any) -> HotspotForm:
    return HotspotForm(TYPED | {"image_description": "Un message"} | (changes or {}), **({"files": upload()} | more))


def test_where_the_areas_are_and_which_are_right_stand_in_the_key_only() -> None:
    made = content()
    names = {row["id"]: row["text"] for row in made.body["places"]}
    assert set(made.body) == {"several", "listed", "places"}
    assert list(names) == sorted(names)  # the order of drawing may tell
    assert [names[each["id"]] for each in made.key["areas"]] == [each.name for each in AREAS]
    assert [names[id] for id in made.key["correct"]] == ["Le bouton Envoyer"]
    assert made.key["areas"][0]["corners"] == [[0.8, 0.05], [0.95, 0.15]]
    assert {names[id] for id in made.key["feedback"]} == {"Le bouton Envoyer", "La corbeille"}


def spot(**changes: Any) -> Spot:
    given: dict[str, Any] = {"name": "Ici", "points": [(0.1, 0.1), (0.2, 0.2)], "right": True}
    return Spot(**(given | changes))


@pytest.mark.parametrize(
    ("areas", "expected"),
    [
        ([], {"areas": "no_area"}),
        ([DELETE], {"areas.0.correct": "no_right_area"}),
        ([SEND], {"listed": "list_of_right_areas"}),
        ([spot(name=" "), DELETE], {"areas.0.name": "no_area_name"}),
        ([SEND, spot(name=" Le bouton  Envoyer "), DELETE], {"areas.1.name": "row_twice"}),
        ([spot(points=[]), DELETE], {"areas.0.left": "area_not_drawn"}),
        ([spot(points=[], shape="polygon"), DELETE], {"areas.0.points": "area_not_drawn"}),
        ([spot(points=[(0.9, 0.9), (1.2, 1)]), DELETE], {"areas.0.left": "impossible_area"}),
        ([spot(points=[(0.9, 0.9), (0.905, 1)]), DELETE], {"areas.0.left": "impossible_area"}),
        ([spot(points=[(0, 0), (1, 1)], shape="polygon"), DELETE], {"areas.0.points": "impossible_area"}),
        ([spot(name="x" * 201), DELETE], {"areas.0.name": "text_too_long"}),
        ([spot(feedback="x" * 501), DELETE], {"areas.0.feedback": "text_too_long"}),
        ([SEND, *(spot(name=str(number), right=False) for number in range(12))], {"areas": "too_many_rows"}),
    ],
)
def test_areas_that_nobody_could_find_are_refused_at_their_place(areas: list[Spot], expected: dict[str, str]) -> None:
    with pytest.raises(ContentRefused) as refused:
        content(areas)
    assert {problem.field: problem.code for problem in refused.value.problems} == expected


def test_a_single_right_area_needs_no_other_where_no_list_is_offered() -> None:
    assert content([SEND], listed=False).key["correct"]


@pytest.mark.django_db
def test_the_form_takes_percents_and_shows_them_again_as_they_were() -> None:
    typed = form()
    assert typed.is_valid(), typed.errors
    made = typed.content
    assert [each["corners"] for each in made.key["areas"]] == [
        [[0.8, 0.055], [0.95, 0.155]], [[0.1, 0.3], [0.6, 0.3], [0.305, 0.7]],
    ]  # fmt: skip
    assert made.key["margin"] == 0.04
    version = newest(created(content=made))
    attach(version)
    initial = initial_of(version)
    assert initial["picture"].width == 40
    page = HotspotForm(initial=initial)
    sent = {page.add_prefix(name): page[name].value() for name in page.fields}
    again = HotspotForm({name: value for name, value in sent.items() if value not in (None, False)}, initial=initial)
    assert again.is_valid(), again.errors
    assert (again.content.body, again.content.key) == (version.body, version.answer_key.key)


@pytest.mark.django_db
def test_without_its_picture_the_question_is_refused_with_what_to_do() -> None:
    assert errors(HotspotForm(TYPED)) == {"image": ["Ajoutez l’image sur laquelle on pose les repères."]}
    there = {"image_description": "Un message"}
    kept = HotspotForm(TYPED | there, initial=there)
    assert kept.is_valid(), kept.errors


@pytest.mark.django_db
def test_what_is_wrong_stands_at_the_area_that_was_typed_even_after_an_empty_one() -> None:
    assert errors(form({"areas_2_points": "10 30\n60"})) == {
        "areas_2_points": ["Sur chaque ligne, écrivez deux nombres de 0 à 100 : 12,5 40."]
    }
    assert set(errors(form({"areas_2_points": "10 30\n60 30"}))) == {"areas_2_points"}
    assert set(errors(form({"areas_0_height": ""}))) == {"areas_0_left"}
    assert set(errors(form({"areas_0_left": "douze"}))) == {"areas_0_left"}
    assert set(errors(form({"areas_2_name": ""}))) == {"areas_2_name"}


@pytest.mark.django_db
def test_a_row_more_keeps_the_picture_that_is_there() -> None:
    shown = ShownMedia(url="/x.webp", description="Un message")
    more = HotspotForm(TYPED | {"rows": "3"}, initial={"picture": shown}).with_one_more_row()
    assert (more.row_count, more.picture) == (4, shown)
    assert more["areas_0_name"].value() == "Le bouton Envoyer"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [((400, 200), (800, 400), False), ((1280, 719), (640, 360), False), ((400, 200), (400, 300), True)],
)
def test_a_picture_of_other_proportions_is_noticed(
    before: tuple[int, int], after: tuple[int, int], expected: bool
) -> None:
    one, other = (ShownMedia(url="", description="", width=size[0], height=size[1]) for size in (before, after))
    assert is_reshaped(one, other) is expected
    assert not is_reshaped(None, other)


@pytest.mark.django_db
def test_learners_see_the_picture_in_sizes_that_are_known_and_the_names_shuffled() -> None:
    version = newest(created(content=content()))
    attach(version, file=picture((1000, 500)))
    details: Any = queries.shown(newest(version.item)).details
    assert [(size.width, size.height) for size in details.sizes] == [(224, 112), (480, 240), (720, 360)]
    assert details.most == 1
    orders = {
        tuple(each.text for each in queries.shown(version, chance=Chance(seed=seed)).details.places)  # type: ignore[attr-defined]
        for seed in range(20)
    }
    assert len(orders) > 3


@pytest.mark.django_db
def test_a_tall_picture_stays_within_a_screen_and_a_small_one_as_it_is() -> None:
    version = newest(created(content=content(listed=False, several=True)))
    attach(version, file=picture((400, 1200)))
    details: Any = queries.shown(newest(version.item)).details
    assert max(size.height for size in details.sizes) <= 640
    assert details.places == ()
    assert details.most > 1


@pytest.mark.django_db
def test_once_answered_each_mark_says_what_is_there_and_what_was_missed_is_said() -> None:
    version = newest(created(content=content([SEND, DELETE, spot(name="Le nom")], several=True)))
    attach(version)
    told: Any = review(newest(version.item), [[0.9, 0.1], [0.15, 0.85], [0.5, 0.5]])
    assert not told.success
    assert [(each.name, each.picked, each.right) for each in told.details.spots] == [
        ("Le bouton Envoyer", True, True), ("La corbeille", True, False), ("", True, False), ("Le nom", False, True),
    ]  # fmt: skip
    assert [(mark.number, mark.left, mark.right) for mark in told.details.marks] == [
        (1, "90%", True), (2, "15%", False), (3, "50%", False),
    ]  # fmt: skip
    assert [outline.left for outline in told.details.outlines] == ["80%", "10%"]
    assert [(words.about, words.text) for words in told.feedback] == [("", "Non : elle efface.")]


@pytest.mark.django_db
def test_areas_chosen_by_name_are_said_alike_and_nothing_is_marked() -> None:
    made = content()
    version = newest(created(content=made))
    wrong = next(row["id"] for row in made.body["places"] if row["text"] == "La corbeille")
    told: Any = review(version, {"named": [wrong]})
    assert told.details.marks == ()
    assert told.details.picture is None
    assert [(each.name, each.right) for each in told.details.spots] == [
        ("La corbeille", False), ("Le bouton Envoyer", True),
    ]  # fmt: skip
    assert [words.about for words in told.feedback] == ["Le bouton Envoyer", "La corbeille"]


@pytest.mark.django_db
def test_one_right_place_found_leaves_nothing_missed() -> None:
    version = newest(created(content=content([SEND, spot(name="Le nom"), DELETE])))
    told: Any = review(version, [[0.9, 0.1]])
    assert told.success
    assert [each.name for each in told.details.spots] == ["Le bouton Envoyer"]


@pytest.mark.django_db
def test_a_new_version_keeps_the_picture_with_its_size() -> None:
    item = created(content=content())
    attach(newest(item), file=picture((400, 200)))
    services.freeze(version=newest(item), now=NOW)
    after = services.revise_item(item=item, content=content(several=True), by=None, now=NOW)
    shown = queries.picture_of(after)
    assert after.number == 2
    assert shown is not None
    assert (shown.width, shown.height) == (400, 200)
