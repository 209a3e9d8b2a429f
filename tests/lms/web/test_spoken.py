"""What counts as the same words for a recording."""

import pytest

from lms.web.spoken import fingerprint

SAID = "Une adresse mail, c'est gratuit: rose.m@courrier.example"


@pytest.mark.parametrize(
    "same",
    [
        "<p>Une <b>adresse</b> mail, c’est gratuit\u00a0: rose.m@courrier.example</p>",
        "une adresse mail… C’est gratuit ! rose.m@courrier.example.",
        "<p>Une adresse</p><p>mail, c&#x27;est gratuit : <i>rose</i>.m@courrier.example</p>",
    ],
)
def test_typography_and_markup_change_nothing(same: str) -> None:
    assert fingerprint(same) == fingerprint(SAID)


@pytest.mark.parametrize(
    "other",
    [
        "Une adresse mail, c'est payant: rose.m@courrier.example",
        "Une adresse mail, c'est gratuit: rose@courrier.example",
        "Une adresse mail, c'est gratuit",
        "",
    ],
)
def test_other_words_are_other_words(other: str) -> None:
    assert fingerprint(other) != fingerprint(SAID)


def test_a_number_is_read_with_its_signs() -> None:
    assert fingerprint("2,5 heures") != fingerprint("25 heures")


def test_words_of_two_texts_are_the_words_of_both() -> None:
    assert fingerprint("Un titre", "Un pas") == fingerprint("Un titre. Un pas.")
