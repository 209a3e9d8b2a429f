"""What can be wrong with a question file, in words that say what to do.

Messages are English msgids with named parameters, as in the H5P reader: whoever shows them translates, then fills them
in. Plain Python, no Django import.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assessments.exchange.questions import Place

SHOWN_SIGNS = 80


def gettext_noop(message: str) -> str:
    """Marks a message for the catalogue, as Django's function of this name does; it stays English here."""
    return message


# The file as a whole.
FILE_MESSAGES: Mapping[str, str] = {
    "too_large": gettext_noop("The file is too large: at most %(limit)s MB. Cut it into several files."),
    "too_much_text": gettext_noop(
        "The file holds too much text, its pictures left aside: at most %(limit)s MB. Cut it into several files."
    ),
    "not_text": gettext_noop(
        "This is not a text file. Export the questions again as GIFT, Aiken or Moodle XML, and bring that file."
    ),
    "archive": gettext_noop(
        "This is a compressed file. Export the questions alone, as GIFT, Aiken or Moodle XML; bring an H5P exercise"
        " under “H5P”."
    ),
    "empty": gettext_noop("The file is empty. Choose another one."),
    "unknown_format": gettext_noop(
        "We do not recognise the format: choose it in the list, or export the questions again as GIFT, Aiken or Moodle"
        " XML."
    ),
    "not_moodle_xml": gettext_noop(
        "This XML file does not begin with <quiz>: it is no question file of Moodle. In Moodle, open the question bank,"
        " then “Export”, “Moodle XML”."
    ),
    "broken_xml": gettext_noop(
        "The file stops being XML here: it was cut, or changed by hand. Export it again from Moodle."
    ),
    "forbidden_xml": gettext_noop(
        "The file declares a DOCTYPE or entities, which no Moodle does and we never read. Export it again from Moodle."
    ),
    "deep_xml": gettext_noop("The file nests its contents too deeply. Export it again from Moodle."),
    "crowded_xml": gettext_noop("The file holds far more elements than questions need. Export it again from Moodle."),
    "too_many": gettext_noop("The file holds more than %(limit)s questions. Cut it into several files."),
    "no_question": gettext_noop("No question was found. Check that it is the right file and the right format."),
}

# One question: why it is not taken, and what to do.
QUESTION_MESSAGES: Mapping[str, str] = {
    "too_long": gettext_noop("This question is far too long. Shorten it, or cut it into several questions."),
    "one_brace": gettext_noop(
        "A brace has no partner. Put the answers between { and }, without an empty line in between; for a brace of the"
        " text, write \\{ or \\}."
    ),
    "no_text": gettext_noop("There is no question before the answers. Write it."),
    "few_answers": gettext_noop("There are fewer than two answers. Add some."),
    "no_answer_given": gettext_noop("There is no answer between the braces. Add at least one."),
    "pair_without_arrow": gettext_noop("An answer of this matching question has no “->”. Write left -> right."),
    "not_a_number": gettext_noop(
        "“%(text)s” is not a number. Write 3.14, 3.14:0.01 (give or take) or 3.1..3.2 (between)."
    ),
    "percent": gettext_noop("“%(text)s” is no share of the marks. Write a percent from -100 to 100."),
    "choice_without_question": gettext_noop(
        "This choice has no question above it. Write the question on the line above."
    ),
    "answer_without_question": gettext_noop(
        "This line gives the answer of no question. Write the question and its choices above."
    ),
    "no_answer_line": gettext_noop(
        "This question has no “ANSWER:” line. Add one below its choices, with the letter of the right one."
    ),
    "answer_letter": gettext_noop(
        "“%(text)s” is not the letter of one of the choices. After “ANSWER:”, write the letter of the right one."
    ),
    "wrong_element": gettext_noop(
        "The element <%(text)s> is missing or wrong. Open the question in Moodle, save it, then export again."
    ),
    "gap": gettext_noop("The gap “%(text)s” cannot be read. Correct it in Moodle, then export again."),
    "no_gap": gettext_noop("This text with gaps has no gap. Add one in Moodle, then export again."),
    # What a format or the bank cannot hold.
    "type_unknown": gettext_noop("We have no question of the type “%(text)s”. Write it anew with one of our kinds."),
    "on_a_picture": gettext_noop(
        "This question is answered on a picture: it does not come in from a file. Write it in the studio."
    ),
    "description": gettext_noop("This text asks nothing. Put it in a lesson."),
    "gap_several": gettext_noop("A gap asks to tick several answers. Keep one right answer in each gap."),
    "gap_number": gettext_noop(
        "A gap asks for a number, give or take. Ask for the exact number, or in a question apart."
    ),
    "no_full_marks": gettext_noop("No answer gives full marks. Give 100 %% to the right one."),
    "marks_sum": gettext_noop("Its right answers come to %(text)s %% of the marks, not 100. Correct the shares."),
    "pattern": gettext_noop(
        "All its right answers hold a “*” for any signs, which we do not read. Write the answers in full."
    ),
    "bank": gettext_noop("The question cannot enter the bank. %(text)s"),
    "twice": gettext_noop("This question stands twice in the file, word for word. It comes in once."),
    "already_there": gettext_noop("This question is in the bank already, word for word. Nothing to do."),
}

# A question that is taken, without something.
NOTE_MESSAGES: Mapping[str, str] = {
    "criteria": gettext_noop("It has one criterion, yes or no. Write in the studio what you will look at."),
    "files": gettext_noop("Its pictures and sounds are left out (%(count)s). Add a picture or a sound in the studio."),
    "other_files": gettext_noop(
        "Its first picture comes in; its other pictures and its sounds are left out (%(count)s). Add a sound in the"
        " studio."
    ),
    "undescribed": gettext_noop(
        "Its picture has no description: the question comes in as a draft. Describe the picture, then make it ready."
    ),
    "right_numbers": gettext_noop(
        "It accepts other right numbers, which are left out: the question comes in as a draft. Read it again, then make"
        " it ready."
    ),
    "feedback": gettext_noop(
        "Some of what it says after an answer is left out: too long, or of answers that are left out. Read it again."
    ),
    "hints": gettext_noop("It has more hints than a question may have here, or longer ones: those are left out."),
    "partial": gettext_noop("Answers that are worth a part of the marks are left out or count as wrong."),
    "case": gettext_noop("Capitals count in the file; in a text with gaps they are forgiven here."),
    "weights": gettext_noop("Its gaps have weights in the file; here each counts the same."),
    "patterns": gettext_noop("Accepted answers with a “*” for any signs are left out."),
    "partly": gettext_noop(
        "What it says to who is partly right is left out: here they hear what is said to who is wrong. Read it again."
    ),
    "verdicts": gettext_noop(
        "What it says of the whole answer, right or wrong, is left out. Say it of each choice, or to everybody."
    ),
    "groups": gettext_noop("Its words are in groups in the file; here all stand together and may go anywhere."),
    "drawn_steps": gettext_noop("The file asks for some of its steps only, drawn each time; here all are asked."),
    "numbers": gettext_noop(
        "Other numbers that it accepts are left out: one is kept, with what is tolerated around it."
    ),
    "lines_joined": gettext_noop("Its lines are joined into one, as this format has one line for each text."),
    "criteria_lost": gettext_noop("Its criteria and its length are left out: only what is asked is exported."),
    "feedback_lost": gettext_noop("What it says after an answer is left out: this format has no place for it."),
    "unshuffled": gettext_noop("Its choices keep one order: this format cannot say that they are shuffled."),
    "case_lost": gettext_noop("Capitals no longer count: this format cannot say that they do."),
    "unit_lost": gettext_noop("The units of its number are left out: this format has no place for them."),
    "leniency_lost": gettext_noop("How accents and letters that are off count is left out: no file can say it."),
    "hints_lost": gettext_noop(
        "Moodle XML keeps what its hints say, no other format does; what they cost is left out everywhere."
    ),
    "share_lost": gettext_noop("What is tolerated is written as a number, no longer as a share of the right one."),
    "fitting_lost": gettext_noop("Where several words fit a gap, only the first one counts: no file can say several."),
    "hints_out": gettext_noop("Its hints are left out: this format has no place for them."),
    "worth_lost": gettext_noop(
        "What each choice is worth is left out: right choices count the same, and a wrong one takes as much away."
    ),
    "accents_count": gettext_noop("Accents count: this format forgives capitals, never accents."),
    "typos_otherwise": gettext_noop("Letters that are off are forgiven in another measure than here."),
    "lists_typed": gettext_noop("Its lists to choose from become gaps to type: this format has no list in a text."),
    "words_parted": gettext_noop("What is to be found in several words is found word by word, a point each."),
    "points_lost": gettext_noop(
        "How many points a question gives is left out: in H5P each counts by its right answers."
    ),
    "foreign_words": gettext_noop("The buttons of %(text)s are in English: its library has no words in our language."),
    "picture_library": gettext_noop("Its picture is left out: the library H5P.Image is not approved here."),
    "as_pairs": gettext_noop("Its categories leave as pairs to match: it comes back as pairs."),
    "picture_lost": gettext_noop("Its picture is left out: this format has no place for it. Export it as Moodle XML."),
    "picture_heavy": gettext_noop("Its picture is left out: the file would be too heavy. Export fewer questions."),
    "media_lost": gettext_noop("Its sounds and the pictures of its choices are left out: no file of ours holds them."),
}

# A question that an exported file cannot hold.
EXPORT_MESSAGES: Mapping[str, str] = {
    "format_lacks": gettext_noop("This format has no question of this kind. Export it as Moodle XML."),
    "format_single": gettext_noop("This format knows one right answer only. Export it as GIFT or Moodle XML."),
    "format_text": gettext_noop(
        "One of its texts would be misread in this format: “%(text)s”. Take another format, or change the text."
    ),
    "library_absent": gettext_noop("It needs the library %(text)s, which is not approved here."),
    "not_exported": gettext_noop("No format of ours holds this kind of question: it stays in Déclic."),
}

MESSAGES: Mapping[str, str] = {**FILE_MESSAGES, **QUESTION_MESSAGES, **NOTE_MESSAGES, **EXPORT_MESSAGES}


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One line of a report: `code` is stable, `message % params` its English text, `place` and `name` where."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    place: Place = Place()
    name: str = ""

    @property
    def message(self) -> str:
        """The English msgid, parameters not filled in."""
        return MESSAGES[self.code]


class FileRefused(ValueError):
    """Nothing of this file can be read; `problem` says why, and at which line where there is one."""

    def __init__(self, code: str, *, line: int = 0, **params: str | int) -> None:
        self.problem = Problem(code=code, params=params, place=Place(line=line))
        super().__init__(code)


class QuestionRefused(ValueError):
    """One question cannot be read, taken or written; the others of its file can."""

    def __init__(self, code: str, text: str = "", *, line: int = 0) -> None:
        self.code, self.text, self.line = code, text, line
        super().__init__(f"{code}: {text}")

    def at(self, place: Place, name: str) -> Problem:
        """The line of the report; `place` is where the question begins, unless a nearer line is known."""
        where = Place(line=self.line, number=place.number) if self.line else place
        return Problem(code=self.code, params={"text": shown(self.text)}, place=where, name=shown(name))


def shown(text: str) -> str:
    """A piece of a file fit to be shown: one line, no sign that does not print, at most SHOWN_SIGNS of them."""
    line = "".join(sign if sign.isprintable() else " " for sign in text[: 4 * SHOWN_SIGNS])
    line = " ".join(line.split())
    return line if len(line) <= SHOWN_SIGNS else f"{line[: SHOWN_SIGNS - 1]}…"
