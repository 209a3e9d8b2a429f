"""What types of exercise are called in the person's language: titles of libraries are in English."""

from django.utils.translation import pgettext

from assessments.h5p.manifest import LibraryKey


def name_of_type(key: LibraryKey, title: str = "") -> str:
    """The name of a type, else its library's title, else its machine name."""
    names = {
        "H5P.MultiChoice": pgettext("type of exercise", "Multiple choice"),
        "H5P.TrueFalse": pgettext("type of exercise", "True or false"),
        "H5P.Blanks": pgettext("type of exercise", "Fill in the blanks"),
        "H5P.DragText": pgettext("type of exercise", "Drag the words"),
        "H5P.MarkTheWords": pgettext("type of exercise", "Mark the words"),
        "H5P.SingleChoiceSet": pgettext("type of exercise", "Series of single choices"),
        "H5P.Summary": pgettext("type of exercise", "Summary"),
        "H5P.Accordion": pgettext("type of exercise", "Accordion"),
        "H5P.Dialogcards": pgettext("type of exercise", "Cards to turn"),
        "H5P.QuestionSet": pgettext("type of exercise", "Set of questions"),
        "H5P.Flashcards": pgettext("type of exercise", "Cards with an answer"),
        "H5P.Essay": pgettext("type of exercise", "Written answer"),
        "H5P.DragQuestion": pgettext("type of exercise", "Drag and drop on a picture"),
        "H5P.Image": pgettext("type of exercise", "Picture"),
        "H5P.Audio": pgettext("type of exercise", "Sound"),
        "H5P.Video": pgettext("type of exercise", "Film"),
        "H5P.AdvancedText": pgettext("type of exercise", "Text"),
        "H5P.Text": pgettext("type of exercise", "Text"),
    }
    return names.get(key.machine_name) or title or key.machine_name.removeprefix("H5P.")
