"""No question enters the bank that nobody could answer, and each refusal says what to do, in French."""

import pytest

from assessments.bank.content import (
    Choice,
    ContentRefused,
    choice_content,
    fill_in_content,
    true_false_content,
    with_general_feedback,
)

GOOD = [Choice(text="Un clic"), Choice(text="Deux clics", correct=True, feedback="Oui.")]


def refusals(choices: list[Choice], *, prompt: str = "Que faites-vous ?", multiple: bool = False) -> dict[str, str]:
    with pytest.raises(ContentRefused) as refused:
        choice_content(prompt=prompt, choices=choices, multiple=multiple)
    return {problem.field: problem.code for problem in refused.value.problems}


def test_a_choice_is_stored_with_its_key_apart() -> None:
    content = choice_content(prompt="  Que faites-vous ? ", choices=GOOD, multiple=False)
    assert content.prompt == "Que faites-vous ?"
    assert content.body == {
        "multiple": False,
        "choices": [{"id": "c1", "text": "Un clic"}, {"id": "c2", "text": "Deux clics"}],
    }
    assert content.key == {"correct": ["c2"], "feedback": {"c2": "Oui."}}


def test_ids_once_given_stay_and_new_choices_take_free_ones() -> None:
    choices = [Choice(text="A", id="c2", correct=True), Choice(text="B"), Choice(text="C", id="c1"), Choice(text="D")]
    content = choice_content(prompt="?", choices=choices, multiple=False)
    assert [each["id"] for each in content.body["choices"]] == ["c2", "c3", "c1", "c4"]


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ([], {"choices": "too_few_choices"}),
        ([Choice(text="Un clic", correct=True)], {"choices": "too_few_choices"}),
        ([Choice(text="A"), Choice(text="B")], {"choices": "no_right_choice"}),
        ([Choice(text="A", correct=True), Choice(text="B", correct=True)], {"choices": "several_right_choices"}),
        ([*GOOD, Choice(text=" ", correct=False, feedback="Non.")], {"choices.2.text": "empty_choice"}),
        ([*GOOD, Choice(text="Un  clic ")], {"choices.2.text": "choice_twice"}),
        ([*GOOD, Choice(text="x" * 501)], {"choices.2.text": "text_too_long"}),
        ([*GOOD, Choice(text="C", feedback="x" * 501)], {"choices.2.feedback": "text_too_long"}),
        ([*GOOD, Choice(text="a\x00")], {"choices.2.text": "unreadable_sign"}),
        ([*GOOD, Choice(text="C", id="<b>")], {"choices.2.text": "impossible"}),
        ([Choice(text=str(n), correct=n == 0) for n in range(21)], {"choices": "too_many_choices"}),
    ],
)
def test_a_choice_that_cannot_be_asked_is_refused_at_its_place(choices: list[Choice], expected: dict[str, str]) -> None:
    assert refusals(choices) == expected


def test_all_that_is_wrong_is_said_at_once() -> None:
    assert refusals([Choice(text="A"), Choice(text="A")], prompt=" ") == {
        "prompt": "no_prompt",
        "choices": "no_right_choice",
        "choices.1.text": "choice_twice",
    }


def test_capitals_tell_choices_apart() -> None:
    assert choice_content(
        prompt="?", choices=[Choice(text="Paris", correct=True), Choice(text="paris")], multiple=False
    )


def test_several_right_answers_are_fine_when_the_author_says_so() -> None:
    choices = [Choice(text="A", correct=True), Choice(text="B", correct=True), Choice(text="C")]
    assert choice_content(prompt="?", choices=choices, multiple=True).key["correct"] == ["c1", "c2"]


def test_a_sentence_needs_to_be_true_or_false() -> None:
    content = true_false_content(prompt="Le mot de passe est secret.", answer=True, feedback_true=" Oui. ")
    assert content.key == {"correct": True, "feedback": {"true": "Oui."}}
    with pytest.raises(ContentRefused) as refused:
        true_false_content(prompt="?", answer=None)
    assert str(refused.value.problems[0].message) == "Dites si la phrase est vraie ou fausse."


def test_a_short_answer_needs_a_variant_that_counts() -> None:
    content = fill_in_content(prompt="?", accepted=[" été ", "", "l’été"], feedback_incorrect="Cherchez le soleil.")
    assert content.key == {"accepted": ["été", "l’été"], "feedback": {"incorrect": "Cherchez le soleil."}}
    for accepted in ([], ["  "], ["\u200b"]):
        with pytest.raises(ContentRefused):
            fill_in_content(prompt="?", accepted=accepted)
    with pytest.raises(ContentRefused):
        fill_in_content(prompt="?", accepted=["x" * 501])
    with pytest.raises(ContentRefused):
        fill_in_content(prompt="?", accepted=[str(number) for number in range(21)])


def test_what_each_choice_is_worth_is_kept_with_the_key_and_tells_the_right_ones() -> None:
    choices = [
        Choice(text="A", worth=0.5),
        Choice(text="B", worth=0.5),
        Choice(text="C", worth=-0.25),
        Choice(text="D"),
    ]
    content = choice_content(prompt="?", choices=choices, multiple=True)
    assert content.key == {"correct": ["c1", "c2"], "feedback": {}, "worth": {"c1": 0.5, "c2": 0.5, "c3": -0.25}}
    assert "worth" not in str(content.body)
    one = [Choice(text="A", worth=1), Choice(text="B", worth=0.5)]
    assert choice_content(prompt="?", choices=one, multiple=False).key["correct"] == ["c1"]


@pytest.mark.parametrize(
    ("choices", "multiple", "expected"),
    [
        ([Choice(text="A", correct=True, worth=0.5), Choice(text="B")], False, {"choices": "no_full_marks"}),
        ([Choice(text="A", worth=0.5), Choice(text="B", worth=0.4)], True, {"choices": "no_full_marks"}),
        ([Choice(text="A", worth=1.5), Choice(text="B")], True, {"choices.0.worth": "worth_out_of_bounds"}),
        (
            [Choice(text="A", worth=1), Choice(text="B", correct=True)],
            True,
            {"choices.1.worth": "right_worth_nothing"},
        ),
        ([Choice(text="A", worth=1), Choice(text="B", worth=1)], False, {"choices": "several_right_choices"}),
        ([Choice(text="A", worth=0.5), Choice(text="B")], False, {"choices": "no_right_choice"}),
    ],
)
def test_figures_that_do_not_agree_are_refused_at_their_place(
    choices: list[Choice], multiple: bool, expected: dict[str, str]
) -> None:
    assert refusals(choices, multiple=multiple) == expected


def test_what_is_said_to_everybody_is_kept_with_the_key() -> None:
    content = true_false_content(prompt="?", answer=True)
    assert with_general_feedback(content, " Voir la leçon 3. ").key["general"] == "Voir la leçon 3."
    assert with_general_feedback(content, "  ") == content
    with pytest.raises(ContentRefused):
        with_general_feedback(content, "x" * 501)
