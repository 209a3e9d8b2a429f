"""The forms with which authors write questions, one module per interaction. They work without JavaScript.

`form.content` is the checked question once the form is valid; what is wrong stands at its field, in words. Rows are
plain fields; « add a row » is a submit that asks for the same form with one row more.
"""

from collections.abc import Mapping
from typing import Any

from assessments.bank.content import hints_of
from assessments.bank.forms.categorise import CategoriseForm
from assessments.bank.forms.choice import ChoiceForm
from assessments.bank.forms.cloze import ClozeForm
from assessments.bank.forms.drag_text import DragTextForm
from assessments.bank.forms.file_upload import FileUploadForm
from assessments.bank.forms.fill_in import FillInForm
from assessments.bank.forms.hints import hints_as_typed
from assessments.bank.forms.hotspot import HotspotForm
from assessments.bank.forms.long_fill_in import LongFillInForm
from assessments.bank.forms.matching import MatchingForm
from assessments.bank.forms.numeric import NumericForm
from assessments.bank.forms.observation import ObservationForm
from assessments.bank.forms.parts import ItemForm, RowsForm
from assessments.bank.forms.select_words import SelectWordsForm
from assessments.bank.forms.sequencing import SequencingForm
from assessments.bank.forms.true_false import TrueFalseForm
from assessments.bank.models import ItemMedia, ItemVersion
from assessments.bank.queries import content_of, shown_media

__all__ = [
    "FORMS",
    "CategoriseForm",
    "ChoiceForm",
    "FileUploadForm",
    "FillInForm",
    "HotspotForm",
    "ItemForm",
    "LongFillInForm",
    "MatchingForm",
    "NumericForm",
    "ObservationForm",
    "RowsForm",
    "SequencingForm",
    "ClozeForm",
    "DragTextForm",
    "SelectWordsForm",
    "TrueFalseForm",
    "initial_of",
]

_ALL = (
    ChoiceForm,
    TrueFalseForm,
    FillInForm,
    NumericForm,
    MatchingForm,
    SequencingForm,
    CategoriseForm,
    ClozeForm,
    DragTextForm,
    SelectWordsForm,
    HotspotForm,
    LongFillInForm,
    FileUploadForm,
    ObservationForm,
)
FORMS: Mapping[str, type[ItemForm]] = {form.interaction.value: form for form in _ALL}


def initial_of(version: ItemVersion) -> dict[str, Any]:
    """The initial values of the form that edits this version: for its authors, as they hold the key."""
    item = version.item
    content = content_of(version)
    shared = {
        "title": item.title,
        "prompt": version.prompt,
        "general_feedback": content.key.get("general", ""),
        "skills": list(item.skills.order_by("pk")),
    }
    hints = hints_as_typed(hints_of(content.body, content.key))
    return shared | _described(version) | hints | FORMS[item.interaction].typed_from(content)


def _described(version: ItemVersion) -> dict[str, Any]:
    """Its picture and how it is described, where it has one."""
    picture = version.media.filter(kind=ItemMedia.Kind.IMAGE, part="prompt").first()
    return {"image_description": picture.description, "picture": shown_media(picture)} if picture else {}
