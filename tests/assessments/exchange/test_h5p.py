"""Questions of the bank leave as H5P exercises: as their type, or several as a set."""

import io
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from assessments.bank.content import (
    Choice,
    ItemContent,
    choice_content,
    cloze_content,
    drag_text_content,
    fill_in_content,
    numeric_content,
    select_words_content,
)
from assessments.bank.models import Item, ItemMedia
from assessments.bank.queries import newest_versions
from assessments.bank.services import attach_media, create_item
from assessments.exchange.h5p import building
from assessments.exchange.h5p.building import H5PFile, flattened
from assessments.exchange.h5p.kinds import made
from assessments.exchange.h5p.leaving import Leaving
from assessments.exchange.h5p.texts import found_in
from assessments.exchange.problems import QuestionRefused
from assessments.h5p.package import Package, read_package
from lms.structures.models import Structure
from tests.assessments.exchange.made_exercises import CONTENTS
from tests.assessments.h5p.judge import judged
from tests.factories.h5p import picture
from tests.factories.h5p_types import approve_real_types, approve_types, small_types
from tests.factories.people import StructureFactory

TYPES = {
    "Plusieurs choix": "H5P.MultiChoice",
    "Un choix": "H5P.MultiChoice",
    "Vrai ou faux": "H5P.TrueFalse",
    "Réponse courte": "H5P.Blanks",
    "Texte à trous": "H5P.Blanks",
    "Mots à placer": "H5P.DragText",
    "Mots à trouver": "H5P.MarkTheWords",
    "Avec un indice": "H5P.TrueFalse",
}


@pytest.fixture
def place() -> Structure:
    return StructureFactory.create()


def item(place: Structure, title: str, content: ItemContent | None = None) -> Item:
    return create_item(structure=place, title=title, content=content or CONTENTS[title], by=None, now=timezone.now())


def leaving(items: Iterable[Item]) -> Leaving:
    return Leaving(Item.objects.filter(pk__in=[each.pk for each in items]))


def written(items: Iterable[Item]) -> bytes:
    with leaving(items).package() as file:
        return file.read()


def read(data: bytes) -> Package:
    return read_package(io.BytesIO(data))


def codes(file: H5PFile) -> list[tuple[str, str]]:
    return [(problem.code, problem.name) for problem in file.problems]


@pytest.mark.django_db
@pytest.mark.parametrize("title", CONTENTS)
def test_a_question_leaves_as_its_type_and_is_read_back(place: Structure, title: str):
    approve_types(place)
    package = read(written([item(place, title)]))
    assert (package.main_library.machine_name, package.title, package.language) == (TYPES[title], title, "fr")
    assert package.cleaned == package.absent == package.skipped == ()
    again = read(written([Item.objects.get(title=title)]))
    assert again.params == package.params, "the same question is the same exercise"
    assert {library.key for library in package.libraries} == set(package.dependencies)


@pytest.mark.django_db
def test_what_is_asked_and_what_is_right_are_where_h5p_reads_them(place: Structure):
    approve_types(place)
    params = {title: read(written([item(place, title)])).params for title in CONTENTS}
    choice = params["Plusieurs choix"]
    assert choice["question"] == "<p>Que branche-t-on ?</p><p>Cochez tout.</p>"
    assert [(each["text"], each["correct"]) for each in choice["answers"]] == [
        ("La souris &amp; l’&lt;écran&gt;", True), ("Le bureau", False), ("Le clavier", True),
    ]  # fmt: skip
    assert choice["answers"][0]["tipsAndFeedback"]["chosenFeedback"] == "Bien vu."
    assert choice["behaviour"] == {"type": "multi", "randomAnswers": False}
    assert params["Un choix"]["behaviour"] == {"type": "single", "randomAnswers": True}
    said = params["Vrai ou faux"]
    assert (said["question"], said["correct"]) == ("<p>5 &lt; 6 ?</p>", "true")
    assert said["behaviour"]["feedbackOnCorrect"] == "Oui. C’est ainsi."
    assert said["behaviour"]["feedbackOnWrong"] == "Relisez. C’est ainsi."
    assert params["Avec un indice"]["correct"] == "false"
    short = params["Réponse courte"]
    assert (short["text"], short["questions"]) == ("<p>Capitale ?</p>", ["<p>*Paris/Ville de Paris*</p>"])
    assert not short["behaviour"]["caseSensitive"]
    assert short["overallFeedback"] == [
        {"from": 0, "to": 99, "feedback": "Non."}, {"from": 100, "to": 100, "feedback": "Oui !"},
    ]  # fmt: skip
    assert params["Texte à trous"]["questions"] == [
        "<p>Le *clavier/le clavier* sert à *écrire*.</p><p>La souris *clique*.</p>"
    ]
    dragged = params["Mots à placer"]
    assert dragged["textField"] == "Pour copier : *Ctrl* + *C \\-Non, l&#039;autre*."
    assert set(dragged["distractors"].split()) == {"*Alt*", "*aujourd&#039;hui*"}
    assert params["Mots à trouver"]["textField"] == "<p>La *souris* et le « *clavier* », sur la table.</p>"


@pytest.mark.django_db
def test_buttons_speak_french_where_the_library_does(place: Structure):
    approve_types(place)
    question = item(place, "Plusieurs choix")
    assert read(written([question])).params["UI"] == {"check": "Vérifier", "retry": "Recommencer"}
    assert codes(leaving([question]).file) == []


@pytest.mark.django_db
def test_buttons_that_speak_english_are_told(place: Structure):
    approve_types(place, small_types(french=False))
    question = item(place, "Plusieurs choix")
    assert read(written([question])).params["UI"] == {"check": "Check", "retry": "Retry"}
    assert codes(leaving([question]).file) == [("foreign_words", "")]


@pytest.mark.django_db
def test_several_questions_leave_as_a_set(place: Structure):
    approve_types(place)
    package = read(written(item(place, title) for title in CONTENTS))
    nested = package.params["questions"]
    assert package.main_library.machine_name == "H5P.QuestionSet"
    assert [each["metadata"]["title"] for each in nested] == sorted(CONTENTS)
    assert [each["library"].split()[0] for each in nested] == [TYPES[title] for title in sorted(CONTENTS)]
    assert len({each["subContentId"] for each in nested}) == len(nested)
    assert package.params["texts"]["finishButton"] == "Terminer"


@pytest.mark.django_db
def test_the_same_questions_give_the_same_bytes(place: Structure):
    approve_types(place)
    items = [item(place, title) for title in CONTENTS]
    assert written(items) == written(items)


@pytest.mark.django_db
def test_pictures_go_along_and_what_they_show(place: Structure):
    approve_types(place)
    illustrated = [item(place, title) for title in ("Plusieurs choix", "Mots à placer")]
    for each in illustrated:
        attach_media(
            version=newest_versions([each])[each.pk], kind=ItemMedia.Kind.IMAGE, file=io.BytesIO(picture((30, 20))),
            description="Une souris & son fil", by=None, now=timezone.now(),
        )  # fmt: skip
    package = read(written(illustrated))
    media = [each["params"]["media"]["type"] for each in package.params["questions"]]
    assert [each["params"]["file"]["path"] for each in media] == [asset.path for asset in package.assets]
    assert {asset.media_type for asset in package.assets} == {"image/jpeg"}
    assert media[0]["params"]["alt"] == "Une souris &amp; son fil"
    assert (media[0]["params"]["file"]["width"], media[0]["params"]["file"]["height"]) == (30, 20)
    assert codes(leaving(illustrated).file) == []


@pytest.mark.django_db
def test_a_picture_stays_and_is_told_where_no_library_shows_it(place: Structure):
    approve_types(place, small_types(without=("H5P.Image",)))
    question = item(place, "Plusieurs choix")
    attach_media(
        version=newest_versions([question])[question.pk], kind=ItemMedia.Kind.IMAGE, file=io.BytesIO(picture()),
        description="Une souris", by=None, now=timezone.now(),
    )  # fmt: skip
    assert codes(leaving([question]).file) == [("picture_library", "Plusieurs choix")]
    assert read(written([question])).assets == ()


@pytest.mark.django_db
def test_types_that_are_not_approved_are_named(place: Structure):
    questions = [item(place, "Vrai ou faux"), item(place, "Un choix")]
    file = leaving(questions).file
    assert (file.count, file.missing) == (0, ("H5P.MultiChoice", "H5P.TrueFalse"))
    approve_types(place, small_types(without=("H5P.MultiChoice", "H5P.QuestionSet")))
    file = leaving(questions).file
    assert (file.count, file.missing) == (1, ("H5P.MultiChoice",))
    assert codes(file) == [("library_absent", "Un choix")]
    assert leaving([*questions, item(place, "Avec un indice")]).file.missing == ("H5P.MultiChoice", "H5P.QuestionSet")


def test_what_h5p_cannot_hold_is_told():
    worth = [Choice(text="a", correct=True, worth=1), Choice(text="b", worth=-0.5)]
    fitting = drag_text_content(prompt="?", text="Le [chat|chien] dort.", others=["clavier"])
    cases = {
        "worth_lost": choice_content(prompt="?", choices=worth, multiple=True),
        "accents_count": fill_in_content(prompt="?", accepted=["écran"]),
        "typos_otherwise": fill_in_content(prompt="?", accepted=["ecran"], typos=1),
        "lists_typed": cloze_content(prompt="?", text="Il {*ecrit|dessine}."),
        "fitting_lost": fitting,
        "words_parted": select_words_content(prompt="?", text="Sur la [table basse] du salon."),
        "feedback_lost": cloze_content(prompt="?", text="Il [ecrit # Avec un e.]."),
        "hints_out": CONTENTS["Avec un indice"],
    }
    assert {code: [note.code for note in made(content).notes] for code, content in cases.items()} == {
        code: [code] for code in cases
    }
    assert made(fill_in_content(prompt="?", accepted=["é"], accents=True, capitals=True)).notes == ()


@pytest.mark.parametrize(
    "content",
    [
        cloze_content(prompt="?", text="Deux * trois font [six]."),
        cloze_content(prompt="?", text="Il est [10:30]."),
        fill_in_content(prompt="?", accepted=["et/ou"]),
        fill_in_content(prompt="?", accepted=["a*b"]),
        drag_text_content(prompt="?", text="Heure : [10:30], [midi].", others=["soir"]),
        drag_text_content(prompt="?", text="Chemin [C\\\\temp] et [D].", others=["E"]),
        select_words_content(prompt="?", text="Un * et un [mot] ici."),
        select_words_content(prompt="?", text="[l’][ordinateur] est ici."),
    ],
)
def test_a_text_that_h5p_would_misread_is_refused(content: ItemContent):
    with pytest.raises(QuestionRefused) as refused:
        made(content)
    assert refused.value.code == "format_text"


def test_signs_around_gaps_stay_as_they_are():
    assert made(cloze_content(prompt="5 * 5 : a/b", text="Chemin : a/b, [six].")).params["questions"] == [
        "<p>Chemin : a/b, *six*.</p>"
    ]


def test_words_to_find_are_those_that_h5p_reads():
    assert found_in("La (*souris*), «*clavier*» et *mot*-clé, *a* *b*.") == ["souris", "clavier", "*mot*-clé", "a", "b"]


def test_kinds_that_h5p_lacks_stay():
    with pytest.raises(QuestionRefused) as refused:
        made(numeric_content(prompt="?", value=Decimal(3), tolerance=Decimal(0)))
    assert refused.value.code == "format_lacks"


@pytest.mark.django_db
def test_a_longer_list_costs_no_more_queries(place: Structure, capture_sql: Any):
    approve_types(place)
    items = [item(place, f"Q{number}", CONTENTS["Un choix"]) for number in range(12)]
    counts = []
    for some in (items[:2], items):
        with capture_sql() as sql:
            written(some)
        counts.append(len(sql))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_real_types_take_each_kind_and_an_independent_judge_agrees(
    place: Structure, h5p_packages_dir: Path, tmp_path: Path
):
    approve_real_types(place, h5p_packages_dir)
    items = [item(place, title) for title in CONTENTS]
    attach_media(
        version=newest_versions(items[:1])[items[0].pk], kind=ItemMedia.Kind.IMAGE, file=io.BytesIO(picture()),
        description="Une souris", by=None, now=timezone.now(),
    )  # fmt: skip
    files = {each.title: written([each]) for each in items} | {"Série": written(items)}
    packages = {name: read(data) for name, data in files.items()}
    assert packages["Plusieurs choix"].params["UI"]["checkAnswerButton"] == "Vérifier"
    assert packages["Série"].params["texts"]["nextButton"] != "Next question"
    assert {name: package.main_library.machine_name for name, package in packages.items()} == TYPES | {
        "Série": "H5P.QuestionSet"
    }
    assert [package.cleaned for package in packages.values() if package.cleaned] == []
    for name, data in files.items():
        (tmp_path / f"{name}.h5p").write_bytes(data)
    verdicts = judged(sorted(tmp_path.iterdir()))
    assert verdicts == {f"{name}.h5p": None for name in files}


def test_a_group_of_one_field_is_written_as_the_field_itself():
    older = [{"name": "media", "type": "group", "fields": [{"name": "type", "type": "library"}]}]
    newer = [{"name": "media", "type": "group", "fields": [{"name": "type"}, {"name": "disableImageZooming"}]}]
    image = {"library": "H5P.Image 1.1", "params": {}}
    params = {"media": {"type": image, "disableImageZooming": False}, "overallFeedback": []}
    assert flattened(params, older) == {"media": image, "overallFeedback": []}
    assert flattened(params, newer) == params


@pytest.mark.django_db
def test_more_questions_than_importers_take_do_not_leave(place: Structure, monkeypatch: pytest.MonkeyPatch):
    approve_types(place)
    items = [item(place, f"Q{number}", CONTENTS["Un choix"]) for number in range(3)]
    monkeypatch.setattr(building, "MOST", 2)
    assert (leaving(items).file.count, leaving(items).file.is_too_long) == (0, True)
    assert leaving(items[:2]).file.count == 2
