"""Questions inside a text: what trainers type becomes a question, comes back as typed, or is refused in words."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.bank.content import (
    ContentProblem,
    ContentRefused,
    ItemContent,
    cloze_content,
    cloze_text,
    drag_text_content,
    drag_text_text,
    other_words,
    select_words_content,
    select_words_text,
)
from assessments.grading import grade, read_definition

KEYBOARD = "Le [clavier|le clavier # Il a des touches.] sert à {*écrire|dessiner|peindre # Avec les doigts.}."


def marked(content: ItemContent, answer: object) -> float:
    return grade(read_definition(content.interaction, content.body, content.key), answer).scaled


def refusals(make: Callable[[], ItemContent]) -> dict[str, str]:
    """Place and message of each problem, spaces made plain."""
    with pytest.raises(ContentRefused) as refused:
        make()
    problems = refused.value.problems
    return {each.field: each.message.replace("\u202f", " ").replace("\u00a0", " ") for each in problems}


def test_a_text_with_gaps_is_stored_with_its_key_apart() -> None:
    content = cloze_content(prompt="Complétez.", text=KEYBOARD, feedback_correct=" Bravo. ")
    assert content.body == {
        "pieces": [
            {"text": "Le "},
            {"gap": "g1"},
            {"text": " sert à "},
            {
                "gap": "g2",
                "choices": [
                    {"id": "c2", "text": "écrire"},
                    {"id": "c1", "text": "dessiner"},
                    {"id": "c3", "text": "peindre"},
                ],
            },
            {"text": "."},
        ]
    }
    assert content.key == {
        "gaps": {"g1": {"accepted": ["clavier", "le clavier"]}, "g2": {"correct": "c2"}},
        "feedback": {"correct": "Bravo.", "g1": "Il a des touches.", "g2": "Avec les doigts."},
    }
    assert marked(content, {"g1": "Le  Clavier", "g2": "c2"}) == 1
    assert cloze_text(content) == KEYBOARD


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (" ", "Écrivez le texte."),
        ("Le clavier.", "Mettez au moins un mot entre [ ] : il devient un trou."),
        ("Le [clavier.", "« [clavier. » : ajoutez le ] qui le ferme."),
        ("Le clavier].", "« Le clavier] » : ce ] ne ferme rien."),
        ("Le [].", "Trou 1 : écrivez ce qui va là"),
        ("Le [a] et [b|].", "Trou 2 : écrivez ce qui va là"),
        ("Le [é|E].", "Trou 1 : « E » y est deux fois."),
        ("Le {*a}.", "Trou 1 : donnez au moins deux textes"),
        ("Le [x] {a|b}.", "Trou 2 : mettez une * devant le bon texte, comme dans {*juste|faux}."),
        ("Le {*a|*b}.", "Trou 1 : gardez une seule *"),
        ("Le [" + "x" * 101 + "].", "Trou 1 : « " + "x" * 20 + "… » est trop long. Donnez au plus 100 signes."),
        ("[x]" * 21, "Faites au plus 20 trous"),
        ("[" + "|".join("abcdefghijk") + "]", "Trou 1 : donnez au plus 10 textes."),
        ("[a # " + "x" * 501 + "]", "Trou 1 : ce qui est dit après le # est trop long."),
        ("x" * 4001, "Ce texte est trop long"),
    ],
)
def test_a_text_that_cannot_be_asked_is_refused_in_words(text: str, message: str) -> None:
    said = refusals(lambda: cloze_content(prompt="Complétez.", text=text))
    assert list(said) == ["text"]
    assert message in said["text"]


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(ContentRefused) as refused:
        cloze_content(prompt=" ", text="{a|b} {*c}", feedback_correct="x" * 501)
    assert [each.code for each in refused.value.problems] == ["no_prompt", "no_star", "lonely_in_list", "text_too_long"]


SHORTCUT = "Pour copier : [Ctrl] + [C # Comme « copier ».], pour coller : [Ctrl|Contrôle] + [V]."


def test_words_to_put_in_a_text_share_one_pool_whose_order_tells_nothing() -> None:
    content = drag_text_content(prompt="Placez les mots.", text=SHORTCUT, others=["Maj", " ", "Maj", "X"])
    assert [word["text"] for word in content.body["words"]] == ["C", "Contrôle", "Ctrl", "Maj", "V", "X"]
    assert content.body["pieces"][1] == {"gap": "g1"}
    assert content.key["gaps"] == {"g1": ["w3"], "g2": ["w1"], "g3": ["w3", "w2"], "g4": ["w5"]}
    assert marked(content, {"g1": "w3", "g2": "w1", "g3": "w2", "g4": "w6"}) == 0.75
    assert drag_text_text(content) == SHORTCUT
    assert other_words(content) == ["Maj", "X"]


@pytest.mark.parametrize(
    ("text", "others", "field", "message"),
    [
        ("Le {*a|b}.", ["c"], "text", "Trou 1 : utilisez [ ] ici."),
        ("Le [a].", [], "others", "Trou 1 : tous les mots y seraient justes."),
        ("Le [a] et [a].", [], "others", "tous les mots y seraient justes"),
        ("Le [a] et [b].", ["À"], "others", "« À » est déjà juste dans un trou"),
        ("Le [a].", [str(number) for number in range(20)], "others", "Donnez au plus 20 mots"),
        ("Le [a].", ["x" * 101], "others", "trop long"),
        ("Le mot.", ["b"], "text", "Mettez au moins un mot entre [ ]"),
    ],
)
def test_a_pool_that_cannot_be_asked_is_refused_in_words(
    text: str, others: list[str], field: str, message: str
) -> None:
    said = refusals(lambda: drag_text_content(prompt="Placez.", text=text, others=others))
    assert list(said) == [field]
    assert message in said[field]


DEVICES = "Sur la {table basse # C’est un meuble.}, l’[écran], la [souris # Elle se branche.] et « 2 chats »."


def test_words_to_find_are_cut_out_of_the_text_without_the_signs_around_them() -> None:
    content = select_words_content(prompt="Touchez le matériel.", text=DEVICES)
    shown = [(piece.get("word"), piece["text"]) for piece in content.body["pieces"]]
    assert shown[:5] == [("w1", "Sur"), (None, " "), ("w2", "la"), (None, " "), ("w3", "table basse")]
    assert [text for word, text in shown if word][3:] == ["l", "écran", "la", "souris", "et", "2", "chats"]
    assert "".join(text for _word, text in shown) == "Sur la table basse, l’écran, la souris et « 2 chats »."
    assert content.key == {
        "correct": ["w5", "w7"],
        "decoys": ["w3"],
        "feedback": {"w3": "C’est un meuble.", "w7": "Elle se branche."},
    }
    assert marked(content, ["w5", "w7", "w3"]) == 0.5
    assert select_words_text(content) == DEVICES


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("La souris.", "Mettez au moins un bon mot entre [ ]"),
        ("[La souris].", "Laissez des mots en dehors des [ ]"),
        ("La [souris|rat].", "« [souris|rat] » : mettez un seul mot ou groupe de mots"),
        ("La {*souris} [x].", "« {*souris} » : mettez un seul mot"),
        ("La [].", "« [] » : mettez un seul mot"),
        ("[a] " + "mot " * 60, "Donnez au plus 60 mots"),
        ("Le [clavier.", "ajoutez le ]"),
    ],
)
def test_a_text_where_nothing_can_be_found_is_refused_in_words(text: str, message: str) -> None:
    said = refusals(lambda: select_words_content(prompt="Touchez.", text=text))
    assert list(said) == ["text"]
    assert message in said["text"]


TYPED = st.text("ab É’.,[]{}|*# \\", max_size=40)
MAKERS: list[tuple[Callable[[str], ItemContent], Callable[[ItemContent], str]]] = [
    (lambda text: cloze_content(prompt="?", text=text), cloze_text),
    (lambda text: drag_text_content(prompt="?", text=text, others=["zz"]), drag_text_text),
    (lambda text: select_words_content(prompt="?", text=text), select_words_text),
]


@given(st.sampled_from(MAKERS), TYPED)
def test_whatever_is_typed_is_refused_in_words_or_comes_back_as_the_same_question(
    maker: tuple[Callable[[str], ItemContent], Callable[[ItemContent], str]], typed: str
) -> None:
    make, text_of = maker
    problems: list[ContentProblem] = []
    try:
        content = make(typed)
    except ContentRefused as refused:
        problems = refused.problems
    assert all(problem.message for problem in problems)
    assert problems or make(text_of(content)) == content
