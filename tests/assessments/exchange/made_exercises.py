"""Questions of the bank, one of each kind that H5P has, and what they are as H5P."""

from assessments.bank.content import (
    Choice,
    Hint,
    ItemContent,
    choice_content,
    cloze_content,
    drag_text_content,
    fill_in_content,
    select_words_content,
    true_false_content,
    with_general_feedback,
    with_hints,
)

CHOICES = [
    Choice(text="La souris & l’<écran>", correct=True, feedback="Bien vu."),
    Choice(text="Le bureau"),
    Choice(text="Le clavier", correct=True),
]
CONTENTS: dict[str, ItemContent] = {
    "Plusieurs choix": choice_content(prompt="Que branche-t-on ?\nCochez tout.", choices=CHOICES, multiple=True),
    "Un choix": choice_content(
        prompt="Un seul ?", choices=[Choice(text="Oui", correct=True), Choice(text="Non")], multiple=False, shuffle=True
    ),
    "Vrai ou faux": with_general_feedback(
        true_false_content(prompt="5 < 6 ?", answer=True, feedback_true="Oui.", feedback_false="Relisez."),
        "C’est ainsi.",
    ),
    "Réponse courte": fill_in_content(
        prompt="Capitale ?", accepted=["Paris", "Ville de Paris"], feedback_correct="Oui !", feedback_incorrect="Non."
    ),
    "Texte à trous": cloze_content(
        prompt="Complétez.", text="Le [clavier|le clavier] sert à {*écrire|dessiner}.\nLa souris [clique]."
    ),
    "Mots à placer": drag_text_content(
        prompt="Placez.", text="Pour copier : [Ctrl] + [C # Non, l'autre].", others=["Alt", "aujourd'hui"]
    ),
    "Mots à trouver": select_words_content(
        prompt="Trouvez.", text="La [souris] et le « [clavier] », sur la {table}.", feedback_correct="Oui."
    ),
    "Avec un indice": with_hints(true_false_content(prompt="?", answer=False), [Hint(text="Non", cost=10)]),
}
