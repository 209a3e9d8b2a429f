"""Between files and the bank: what comes in, what does not and why, what goes out and comes back."""

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone
from hypothesis import given as made_by
from hypothesis import settings
from hypothesis import strategies as st

from assessments.bank.content import (
    Choice,
    ItemContent,
    Pair,
    Unit,
    choice_content,
    cloze_content,
    fill_in_content,
    matching_content,
    numeric_content,
    sequencing_content,
    true_false_content,
    with_general_feedback,
)
from assessments.bank.models import Item
from assessments.bank.notation import Mark, MarkedText, written
from assessments.bank.queries import content_of, newest_versions, with_key
from assessments.bank.services import attach_media, create_item
from assessments.exchange.cloze import read_cloze
from assessments.exchange.files import decode
from assessments.exchange.formats import MEDIA, Format, recognise, without_files
from assessments.exchange.from_bank import given
from assessments.exchange.gift_reading import read_gift
from assessments.exchange.into_bank import taken
from assessments.exchange.problems import FileRefused, QuestionRefused
from assessments.exchange.queries import files_of, reading_of, written_as
from assessments.exchange.questions import (
    Answer,
    ChoiceQuestion,
    ClozeQuestion,
    Note,
    OtherQuestion,
    ShortAnswerQuestion,
)
from assessments.exchange.services import import_questions
from assessments.grading.fill_in import forgiven
from lms.journal.models import Entry
from tests.assessments.exchange.made import numbers, texts
from tests.factories.h5p import picture
from tests.factories.people import StructureFactory, UserFactory

# Texts as the studio's fields give them: one line.
lines = texts(1, 30).map(lambda text: " ".join(text.split())).filter(bool)


def _taken(gift: str) -> tuple[ItemContent, list[str]]:
    (question,) = read_gift(gift).questions
    kept = taken(question)
    return kept.content, [note.code for note in kept.notes]


def _refused(gift: str) -> str:
    (question,) = read_gift(gift).questions
    with pytest.raises(QuestionRefused) as refused:
        taken(question)
    return refused.value.code


def test_a_choice_comes_in_with_what_is_said_of_each_answer():
    content, notes = _taken("Q ? {~a#non =b#oui ####Voir la leçon 2.}")
    choices = [Choice(text="a", feedback="non"), Choice(text="b", correct=True, feedback="oui")]
    wanted = choice_content(prompt="Q ?", choices=choices, multiple=False)
    assert (content, notes) == (with_general_feedback(wanted, "Voir la leçon 2."), [])


def test_feedback_that_is_too_long_is_left_out_and_told():
    content, notes = _taken(f"Q ? {{~a =b#{'x' * 600} ####{'y' * 600}}}")
    assert (content.key["feedback"], content.key.get("general"), notes) == ({}, None, ["feedback"])


def test_several_right_answers_come_in_when_their_shares_come_to_the_whole():
    content, notes = _taken("Q ? {~%33.33333%a ~%33.33333%b ~%33.33%c ~%-33.33333%d}")
    assert (content.body["multiple"], len(content.key["correct"]), notes) == (True, 3, [])
    assert "worth" not in content.key
    assert _refused("Q ? {~%50%a ~%25%b ~c}") == "marks_sum"
    assert _refused("Q ? {~%33%a ~%33.33333%b ~%33.33333%c ~%-50%d}") == "marks_sum"


def test_other_shares_are_what_each_choice_is_worth():
    assert _taken("Q ? {~%75%a ~%25%b ~c}")[0].key["worth"] == {"c1": 0.75, "c2": 0.25}
    assert _taken("Q ? {~%25%a ~%-50%b =c}")[0].key["worth"] == {"c1": 0.25, "c2": -0.5, "c3": 1.0}
    assert _taken("Q ? {~%50%a ~%50%b ~c}")[0].key["worth"] == {"c1": 0.5, "c2": 0.5}  # ticking c costs nothing


def test_a_short_answer_comes_in_with_its_variants_and_its_words():
    content, notes = _taken("Q ? {=Grenoble#Oui =grenoble =%50%Lyon#Presque =%0%*#Non}")
    assert content == fill_in_content(
        prompt="Q ?", accepted=["Grenoble", "grenoble"], feedback_correct="Oui", feedback_incorrect="Non"
    )
    assert notes == ["partial", "feedback"]
    assert _refused("Q ? {=Gre*}") == "pattern"
    assert _taken("Q ? {=Gre* =5 \\\\* 3}")[0].key["accepted"] == ["5 * 3"]


@pytest.mark.parametrize(
    ("gift", "code"),
    [("Q ? {#=%50%3}", "no_full_marks"), ("Q ? {}", "essay"), ("Texte", "description"),
     ("Q ? {~a =a}", "bank"),
     ("Q ? {=a =b ~c}", "bank"), ("Q ? {~%50%a =b}", ""), ("Q ? {=%50%a}", "no_full_marks")],
)  # fmt: skip
def test_what_the_bank_does_not_know_is_refused_by_name(gift: str, code: str):
    if code:
        assert _refused(gift) == code
    else:
        assert _taken(gift)[1] == []


def test_pictures_are_told_and_types_of_moodle_alone_are_named():
    question = ChoiceQuestion(
        name="n", prompt="p", answers=(Answer(text="a", percent=Decimal(100)), Answer(text="b")),
        left_out=(Note(code="files", count=2),),
    )  # fmt: skip
    assert taken(question).notes == (Note(code="files", count=2),)
    with pytest.raises(QuestionRefused) as refused:
        taken(OtherQuestion(name="n", prompt="p", kind="calculated"))
    assert (refused.value.code, refused.value.text) == ("type_unknown", "calculated")


@st.composite
def _texts_with_gaps(draw: st.DrawFn) -> str:
    """As an author types them; what is said stands on the wrong answers of a list, which must be there."""
    said = draw(st.one_of(st.just(""), lines))
    words = draw(st.lists(lines.filter(forgiven), min_size=3, max_size=5, unique_by=forgiven))
    typed = Mark(opening="[", texts=tuple(MarkedText(text=word) for word in words[:2]), said=said)
    offered = tuple(MarkedText(text=word, starred=place == 1) for place, word in enumerate(words))
    pieces = [draw(lines), " ", typed, " : ", draw(lines), " ", Mark(opening="{", texts=offered, said=said)]
    return written(pieces)


def _rows(least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(lines, min_size=least, max_size=most, unique=True)


@st.composite
def _contents(draw: st.DrawFn) -> ItemContent:
    kind = draw(st.sampled_from(["choice", "several", "worth", "truth", "short", "pairs", "steps", "gaps"]))
    said = st.one_of(st.just(""), lines)
    prompt = draw(texts(1, 40))
    if kind == "truth":
        truth = draw(st.booleans())
        return true_false_content(prompt=prompt, answer=truth, feedback_true=draw(said), feedback_false=draw(said))
    if kind == "pairs":
        left, right = draw(_rows(2, 5)), draw(_rows(6, 6))
        pairs = [Pair(source=text, target=right[place % draw(st.integers(2, 5))]) for place, text in enumerate(left)]
        alone = [Pair(source="", target=right[5])] if draw(st.booleans()) else []
        if len({pair.target for pair in pairs + alone}) > 1:
            return matching_content(prompt=prompt, pairs=pairs + alone)
    if kind in {"pairs", "steps"}:
        return sequencing_content(prompt=prompt, steps=draw(_rows(2, 6)))
    if kind == "gaps":
        return cloze_content(prompt=draw(lines), text=draw(_texts_with_gaps()))
    if kind == "short":
        accepted = draw(
            st.lists(lines.filter(lambda text: any(sign.isalnum() for sign in text)), min_size=1, max_size=3)
        )
        return fill_in_content(
            prompt=prompt, accepted=accepted, feedback_correct=draw(said), feedback_incorrect=draw(said),
            capitals=draw(st.booleans()),
        )  # fmt: skip
    words = draw(st.lists(lines, min_size=2, max_size=6, unique=True))
    right = draw(st.sets(st.integers(0, len(words) - 1), min_size=1)) if kind == "several" else {0}
    choices = [Choice(text=word, correct=place in right, feedback=draw(said)) for place, word in enumerate(words)]
    if kind == "worth":
        shares = draw(st.permutations([0.5, 0.5, -0.33333, 0.25, None, -1.0]))[: len(words)]
        whole = [replace(choices[0], correct=True, worth=0.75), replace(choices[1], correct=True, worth=0.25)]
        rest = [replace(each, correct=False, worth=share) for each, share in zip(choices[2:], shares, strict=False)]
        choices = [*whole, *rest]
    multiple = kind in {"several", "worth"}
    return choice_content(prompt=prompt, choices=choices, multiple=multiple, shuffle=draw(st.booleans()))


@st.composite
def _numbers_to_find(draw: st.DrawFn) -> ItemContent:
    said = st.one_of(st.just(""), lines)
    names = draw(st.sampled_from([(), ("m", "km", "cm"), ("s", "min", "h")]))
    factors = {"km": 1000, "cm": "0.01", "min": 60, "h": 3600}
    return numeric_content(
        prompt=draw(texts()), value=draw(numbers), tolerance=abs(draw(numbers)), feedback_correct=draw(said),
        units=[Unit(name=name, factor=Decimal(factors.get(name, 1))) for name in names],
        unit_required=bool(names) and draw(st.booleans()), feedback_incorrect=draw(said),
    )  # fmt: skip


@st.composite
def contents(draw: st.DrawFn) -> ItemContent:
    return with_general_feedback(
        draw(st.one_of(_contents(), _contents(), _numbers_to_find())), draw(st.one_of(st.just(""), lines))
    )


@pytest.mark.parametrize("format", [Format.GIFT, Format.MOODLE_XML])
@settings(max_examples=200, deadline=None)
@made_by(st.lists(contents(), min_size=1, max_size=4))
def test_questions_of_the_bank_come_back_the_same(format: Format, made: list[ItemContent]):
    questions = [given(content, name=f"Question {number}") for number, content in enumerate(made)]
    file = MEDIA[format].write(questions)
    again = MEDIA[format].read(file.text)
    kept = {question.name: taken(question) for question in again.questions}
    assert again.problems == ()
    refused = {problem.name for problem in file.problems if problem.code in {"format_text", "format_lacks"}}
    assert len(kept) + len(refused) == len(made)
    for question, content in zip(questions, made, strict=True):
        if question.name not in refused:
            assert kept[question.name].notes == ()
            assert kept[question.name].content == _unshuffled(content, format)


def _unshuffled(content: ItemContent, format: Format) -> ItemContent:
    """Without what GIFT cannot say, and tells."""
    if format is Format.MOODLE_XML:
        return content
    body = {name: value for name, value in content.body.items() if name not in {"shuffle", "counts", "unit"}}
    return replace(content, body=body, key=content.key | ({"units": []} if "units" in content.key else {}))


GIFT = """
$CATEGORY: top/Bureautique/La souris

::Clic::Pour ouvrir ? {~un clic =deux clics}

::Vrai::La souris a une pile. {T}

$CATEGORY: top/Bureautique

::Trop::Combien ? {}
"""


@pytest.mark.django_db
def test_a_file_comes_in_once_in_its_categories_with_an_entry_in_the_journal():
    place, karim = StructureFactory.create(), UserFactory.create()
    everything = {"structure": place, "text": GIFT, "format": Format.GIFT, "by": karim, "now": timezone.now()}
    imported = import_questions(**everything, keep_categories=True)
    assert [item.title for item in imported.items] == ["Clic", "Vrai"]
    assert [problem.code for problem in imported.reading.problems] == ["essay"]
    assert {item.category.path for item in Item.objects.select_related("category__parent")} == {
        "Bureautique › La souris"
    }
    entry = Entry.objects.get(verb="questions.imported")
    assert (entry.actor_id, entry.structure_id) == (karim.pk, place.pk)
    assert entry.data == {"format": "gift", "taken": 2, "left": 1}
    again = import_questions(**everything, keep_categories=True)
    assert again.items == ()
    assert [problem.code for problem in again.reading.problems] == ["already_there", "already_there", "essay"]


@pytest.mark.django_db
def test_a_question_that_stands_twice_in_a_file_comes_in_once():
    reading = reading_of("A ? {T}\n\nA ? {T}\n\nA ? {F}", structure=StructureFactory.create())
    assert len(reading.incoming) == 2
    assert [(problem.code, problem.place.line) for problem in reading.problems] == [("twice", 3)]


@pytest.mark.django_db
def test_the_bank_of_another_place_does_not_count():
    text, karim = "A ? {T}", UserFactory.create()
    everything = {"text": text, "format": Format.GIFT, "by": karim, "now": timezone.now()}
    import_questions(structure=StructureFactory.create(), **everything)
    assert len(import_questions(structure=StructureFactory.create(), **everything).items) == 1


@pytest.mark.django_db
def test_a_file_without_question_is_refused():
    with pytest.raises(FileRefused) as refused:
        reading_of("// rien {}", structure=StructureFactory.create(), format=Format.GIFT)
    assert refused.value.problem.code == "no_question"


@pytest.mark.django_db
@pytest.mark.parametrize("format", [Format.GIFT, Format.MOODLE_XML])
def test_real_files_come_in_go_out_and_come_in_elsewhere_the_same(format: Format, question_files_dir: Path):
    """Import, export, import: the same questions with the same keys."""
    karim, now = UserFactory.create(), timezone.now()
    first, second = StructureFactory.create(), StructureFactory.create()
    for path in sorted([*question_files_dir.glob("*.txt"), *question_files_dir.glob("*.xml")]):
        text = without_files(decode(path.read_bytes()))
        import_questions(structure=first, text=text, format=recognise(text), by=karim, now=now, keep_categories=True)
    came = Item.objects.filter(structure=first)
    assert came.count() > 20
    file = written_as(format, came)
    assert {problem.code for problem in file.problems} <= {"unshuffled", "case_lost", "unit_lost", "format_lacks"}
    if format is Format.GIFT:  # which has no text with gaps, and tells
        came = came.exclude(interaction="cloze")
    import_questions(structure=second, text=file.text, format=format, by=karim, now=now, keep_categories=True)
    assert _held(Item.objects.filter(structure=second), format) == _held(came, format)


def _held(items: object, format: Format) -> list[tuple[str, str, str, dict, dict]]:
    rows = []
    for version in newest_versions(items).values():  # type: ignore[arg-type]
        content = _unshuffled(content_of(with_key(version.pk)), format)
        rows.append((version.item.title, content.interaction.value, content.prompt, content.body, content.key))
    return sorted(rows, key=str)


@pytest.mark.django_db
def test_an_export_costs_one_query_whatever_the_number_of_questions(assert_sql_budget):
    place, karim = StructureFactory.create(), UserFactory.create()
    text = "\n\n".join(f"::Q{number}::Vrai ? {{T}}" for number in range(12))
    import_questions(structure=place, text=text, format=Format.GIFT, by=karim, now=timezone.now())
    files = assert_sql_budget(1, files_of, Item.objects.visible_to(karim).filter(structure=place))
    assert {file.count for file in files.values()} == {0}
    files = assert_sql_budget(1, files_of, Item.objects.filter(structure=place))
    assert (files[Format.GIFT].count, files[Format.AIKEN].count) == (12, 0)


@pytest.mark.django_db
def test_a_dry_run_costs_one_query_whatever_the_number_of_questions(assert_sql_budget):
    place = StructureFactory.create()
    text = "\n\n".join(f"::Q{number}::Vrai ? {{T}}" for number in range(12))
    assert len(assert_sql_budget(1, reading_of, text, structure=place).incoming) == 12


@pytest.mark.django_db
def test_an_export_tells_of_pictures_that_stay():
    place, karim, now = StructureFactory.create(), UserFactory.create(), timezone.now()
    content = true_false_content(prompt="Vrai ?", answer=True)
    item = create_item(structure=place, title="Image", content=content, by=karim, now=now)
    picture_file = io.BytesIO(picture())
    attach_media(
        version=newest_versions([item])[item.pk],
        kind="image",
        file=picture_file,
        description="Une souris",
        by=karim,
        now=now,
    )
    file = written_as(Format.GIFT, Item.objects.filter(structure=place))
    assert [(problem.code, problem.name) for problem in file.problems] == [("media_lost", "Image")]


def test_pairs_and_orders_come_in():
    content, notes = _taken("Reliez. {=chat -> cat =chien -> dog = -> bird ####Bravo}")
    pairs = [Pair(source="chat", target="cat"), Pair(source="chien", target="dog"), Pair(source="", target="bird")]
    wanted = matching_content(prompt="Reliez.", pairs=pairs)
    assert (content, notes) == (with_general_feedback(wanted, "Bravo"), [])


def test_a_number_comes_in_with_what_is_tolerated_and_what_is_said():
    content, notes = _taken("Né en ? {#=1822:1#Oui =%50%1822:5#Presque ~#Non}")
    wanted = numeric_content(
        prompt="Né en ?", value=Decimal(1822), tolerance=Decimal(1), feedback_correct="Oui", feedback_incorrect="Non"
    )
    assert (content, notes) == (wanted, ["numbers", "feedback"])


def test_a_share_that_is_tolerated_leaves_as_a_number_and_tells():
    content = numeric_content(prompt="?", value=Decimal(200), tolerance=Decimal("0.05"), relative=True)
    question = given(content, name="n")
    assert [note.code for note in question.left_out] == ["share_lost"]
    assert taken(question).content.key["tolerance"] == "10"


def _gaps(text: str) -> ClozeQuestion:
    prompt, pieces = read_cloze(text)
    return ClozeQuestion(name="n", prompt=prompt, pieces=pieces)


def test_a_text_with_gaps_comes_in_after_its_instruction():
    kept = taken(_gaps("Complétez.\nLe {1:SA:=clavier~=le clavier~*#Regardez.} sert à {1:MC:=écrire~dessiner#Non.}."))
    text = "Le [clavier|le clavier # Regardez.] sert à {*écrire|dessiner # Non.}."
    assert kept.content == cloze_content(prompt="Complétez.", text=text)
    assert kept.notes == ()
    assert taken(_gaps("Le {1:SA:=clavier}.")).content.prompt == "Complétez le texte."


@pytest.mark.parametrize(
    ("gap", "codes"),
    [("{2:SAC:=A#Oui}", ["weights", "case", "feedback"]), ("{1:MC:=a~%50%b}", ["partial"]), ("{1:NM:=5:0}", [])],
)
def test_what_a_gap_loses_is_told(gap: str, codes: list[str]):
    assert [note.code for note in taken(_gaps(f"Le {{1:SA:=x}} et {gap}")).notes] == codes


@pytest.mark.parametrize(("gap", "code"), [("{1:MR:=a~=b~c}", "gap_several"), ("{1:NM:=5:0.1}", "gap_number"),
                                           ("{1:MC:=a~=b}", "bank"), ("{1:SA:%50%a}", "no_full_marks")])  # fmt: skip
def test_a_gap_that_the_bank_does_not_know_keeps_the_question_out(gap: str, code: str):
    with pytest.raises(QuestionRefused) as refused:
        taken(_gaps(f"Le {gap}"))
    assert refused.value.code == code


def test_what_no_file_can_say_is_told():
    said = matching_content(
        prompt="?", pairs=[Pair(source="a", target="b"), Pair(source="c", target="d")], feedback_correct="Bien"
    )
    strict = fill_in_content(prompt="?", accepted=["é"], accents=True)
    assert [note.code for note in given(said, name="n").left_out] == ["feedback_lost"]
    assert [note.code for note in given(strict, name="n").left_out] == ["leniency_lost"]


def test_a_short_answer_with_a_star_stays_itself():
    content = fill_in_content(prompt="?", accepted=["2*3", "a\\*b"])
    question = given(content, name="n")
    assert isinstance(question, ShortAnswerQuestion)
    assert taken(question).content == content
