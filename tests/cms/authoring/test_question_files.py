"""Question files in the studio: read first, brought in together; taken out with a word for what stays."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.bank.filing import create_category
from assessments.bank.models import Item, ItemMedia, State
from assessments.exchange.embedded import encoded
from assessments.exchange.formats import MEDIA, Format
from assessments.exchange.pictures import CARRIED
from assessments.quizzes.models import QuizDraw
from cms.authoring.exchange_forms import MAX_TEXT, MEGABYTE
from lms.accounts.models import User
from lms.journal.models import Entry
from lms.structures.models import Role, Structure
from tests.factories.h5p import picture
from tests.factories.outline import ItemFactory, quiz
from tests.factories.people import MembershipFactory, StructureFactory, person

pytestmark = pytest.mark.django_db

NOW = timezone.now()
GIFT = "::Clic::Pour ouvrir ? {~un clic =deux clics#Oui !}\n\n::Long::Lisez la page.\n\n::Seul::Une { accolade\n"


def _send(client: Client, place: Structure, content: str | bytes = GIFT, name: str = "souris.txt", **more: Any) -> Any:
    file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    return client.post(reverse("studio_import"), {"file": file, "structure": place.pk, **more})


def _carried(answer: Any) -> dict[str, Any]:
    """What the report's form sends when its button is pressed."""
    form = answer.context["form"]
    return {name: form[name].value() for name in ("structure", "name", "text", "format")} | {"confirm": "1"}


def test_a_file_is_read_first_and_nothing_is_written(karim: User, place: Structure, client: Client):
    assert client.get(reverse("studio_import")).status_code == 200
    answer = _send(client, place)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "1 question entrerait" in page
    assert "souris.txt, ligne 3, question 2 « Long »" in page
    assert "souris.txt, ligne 5, question 3 « Seul »" in page
    assert "Une accolade est seule" in page
    assert not Item.objects.exists()


def test_one_button_then_brings_all_of_it_without_asking_for_the_file_again(
    karim: User, place: Structure, client: Client
):
    sent = _carried(_send(client, place))
    answer = client.post(reverse("studio_import"), sent, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("studio_items")
    assert "1 question est entrée. 2 ont été laissées de côté." in answer.content.decode()
    assert Item.objects.get().title == "Clic"
    client.post(reverse("studio_import"), sent)
    assert Item.objects.count() == 1, "pressed twice, it comes in once"
    assert Entry.objects.filter(verb="questions.imported").count() == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"PK\x03\x04", "fichier compressé"), (b"bonjour", "ne reconnaissons pas le format"), (b"", "vide"),
     (b"<!DOCTYPE quiz [<!ENTITY a 'b'>]><quiz/>", "DOCTYPE"), (b"<quiz>\n<question>\n", "ligne 3"),
     (b"\x00", "pas un fichier de texte"),
     (b"{T} " * 600_000, "trop de texte")],
    ids=lambda value: str(value[:12]),
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_with_its_name_and_what_to_do(
    karim: User, place: Structure, client: Client, content: bytes, words: str
):
    answer = _send(client, place, content, "dangereux.xml")
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Item.objects.exists()


def test_no_file_is_said_at_the_field(karim: User, place: Structure, client: Client):
    answer = client.post(reverse("studio_import"), {"structure": place.pk})
    assert answer.status_code == 422
    assert "file" in answer.context["form"].errors


def test_the_format_can_be_chosen_against_what_is_recognised(karim: User, place: Structure, client: Client):
    text = "Que fait ce code ? {x}\nA) rien\nB) tout\nANSWER: B\n"
    first = _send(client, place, text)
    assert first.context["reading"].format is Format.AIKEN
    other = {name: value for name, value in _carried(first).items() if name != "confirm"} | {"format": "gift"}
    assert client.post(reverse("studio_import"), other).context["reading"].format is Format.GIFT


def test_a_file_cannot_be_brought_to_another_structure(karim: User, place: Structure, client: Client):
    other = StructureFactory.create()
    answer = _send(client, other)
    assert answer.status_code == 422
    sent = _carried(_send(client, place)) | {"structure": other.pk}
    assert client.post(reverse("studio_import"), sent).status_code == 422
    assert not Item.objects.exists()


def test_where_a_person_has_several_structures_they_choose_one(karim: User, place: Structure, client: Client):
    other = StructureFactory.create()
    MembershipFactory.create(user=karim, structure=other, role=Role.TRAINER)
    client.post(reverse("studio_import"), _carried(_send(client, other)))
    assert Item.objects.get().structure == other


def test_pictures_of_a_moodle_file_are_told_and_the_rest_comes_in(
    karim: User, place: Structure, client: Client, question_files_dir: Path
):
    first = _send(client, place, (question_files_dir / "truefalse.xml").read_bytes(), "moodle.xml")
    page = first.content.decode()
    assert "images et ses sons sont laissés de côté" in page
    assert len(page) < 60_000, "the pictures are not carried from page to page"
    client.post(reverse("studio_import"), _carried(first) | {"keep_categories": "on"})
    assert {item.category.path for item in Item.objects.select_related("category__parent")} == {
        "Default for testhead › TrueFalse"
    }


def _moodle(alt: str) -> bytes:
    shown = f'&lt;img src="@@PLUGINFILE@@/a.png" alt="{alt}"&gt;'
    file = f'<file name="a.png" encoding="base64">{encoded(picture((900, 700)))}</file>'
    said = f'<questiontext format="html"><text>&lt;p&gt;Vrai ? {shown}&lt;/p&gt;</text>{file}</questiontext>'
    true, false = (
        '<answer fraction="100"><text>true</text></answer>',
        '<answer fraction="0"><text>false</text></answer>',
    )
    return f'<quiz><question type="truefalse">{said}{true}{false}</question></quiz>'.encode()


def test_the_picture_of_a_question_is_carried_from_the_report_to_the_bank(
    karim: User, place: Structure, client: Client
):
    first = _send(client, place, _moodle("Une souris"), "moodle.xml")
    assert "laissés de côté" not in first.content.decode()
    page = client.post(reverse("studio_import"), _carried(first), follow=True).content.decode()
    media = ItemMedia.objects.get()
    assert (media.description, media.version.item.state) == ("Une souris", State.READY)
    assert "brouillon :" not in page


def test_a_picture_that_nobody_described_is_told_before_and_after(karim: User, place: Structure, client: Client):
    first = _send(client, place, _moodle(""), "moodle.xml")
    assert "Décrivez l’image" in first.content.decode()
    page = client.post(reverse("studio_import"), _carried(first), follow=True).content.decode()
    assert "1 est en brouillon : elle vous attend parmi les brouillons." in page
    assert ItemMedia.objects.get().version.item.state == State.DRAFT


def _files(page: Any) -> dict[str, int]:
    return {format.value: file.count for format, file, _lines in page.context["files"]}


def test_all_questions_leave_in_each_format_with_what_it_does_not_hold(karim: User, place: Structure, client: Client):
    client.post(reverse("studio_import"), _carried(_send(client, place, GIFT + "\n::Vrai::Vrai ? {T}")))
    page = client.get(reverse("studio_export"))
    assert _files(page) == {"gift": 2, "aiken": 1, "moodle-xml": 2}
    assert "Ce format n’a pas de question de cette sorte" in page.content.decode()
    for format in Format:
        sent = {"format": format.value, "items": page.context["items"]}
        file = client.post(reverse("studio_export_file"), sent)
        assert f"questions.{MEDIA[format].ending}" in file["Content-Disposition"]
        assert len(MEDIA[format].read(file.content.decode()).questions) == _files(page)[format.value]
    told = Entry.objects.filter(verb="questions.exported").order_by("pk").values_list("data", flat=True)
    assert [each["questions"] for each in told] == [2, 1, 2]


def test_the_questions_ticked_leave_alone_and_those_of_a_quiz(karim: User, place: Structure, client: Client):
    first, _second = ItemFactory.create(structure=place), ItemFactory.create(structure=place)
    made = quiz(items=3, structure=place)
    ticked = client.post(reverse("studio_export"), {"item": [str(first.uuid), "x"]})
    assert _files(ticked)["gift"] == 1
    held = client.get(reverse("studio_export"), {"quiz": str(made.activity.uuid)})
    assert _files(held)["gift"] == 3
    everything = client.post(reverse("studio_export"), {"everything": "on"})
    assert _files(everything)["gift"] == 5
    found = client.get(reverse("studio_export"), {"q": first.title})
    assert str(first.uuid) in found.context["items"]
    assert client.get(reverse("studio_export"), {"q": "rien de tel"}).context["count"] == 0
    assert "Exporter" in client.get(reverse("studio_items")).content.decode()
    assert reverse("studio_export") in client.get(reverse("studio_quiz", args=[made.activity.uuid])).content.decode()


def test_a_quiz_that_draws_leaves_with_all_the_questions_among_which_it_draws(
    karim: User, place: Structure, client: Client
):
    category = create_category(structure=place, name="Entrée/sortie", by=None, now=NOW)
    pool = [ItemFactory.create(structure=place, category=category) for _number in range(4)]
    ItemFactory.create(structure=place, category=category, is_draft=True)
    elsewhere = create_category(structure=StructureFactory.create(), name="Chez eux", shared=True, by=None, now=NOW)
    ItemFactory.create(structure=elsewhere.structure, category=elsewhere, title="Secrète")
    made = quiz(items=1, structure=place)
    for position, drawn_from in enumerate((category, elsewhere), start=1):
        QuizDraw.objects.create(quiz=made, position=position, count=2, category=drawn_from)
    page = client.get(reverse("studio_export"), {"quiz": str(made.activity.uuid)})
    assert _files(page)["moodle-xml"] == len(pool) + 1
    assert "tire 4 questions à chaque essai" in page.content.decode()
    assert "1 question de ce quiz est à une autre structure" in page.content.decode()
    sent = {"format": "moodle-xml", "items": page.context["items"]}
    file = client.post(reverse("studio_export_file"), sent).content.decode()
    assert "$course$/top/Entrée//sortie" in file
    assert "Secrète" not in file


def test_keys_of_other_structures_never_leave(karim: User, client: Client):
    other = ItemFactory.create(title="Secrète")
    theirs = quiz()
    assert client.post(reverse("studio_export"), {"item": str(other.uuid)}).context["count"] == 0
    for wanted in (str(theirs.activity.uuid), "x", "' OR 1=1"):
        assert client.get(reverse("studio_export"), {"quiz": wanted}).status_code == 404
    file = client.post(reverse("studio_export_file"), {"format": "gift", "items": f"{other.uuid} \x00 x"})
    assert "Secrète" not in file.content.decode()
    assert client.post(reverse("studio_export_file"), {"format": "exe"}).status_code == 404


@pytest.mark.parametrize("role", [Role.LEARNER, Role.COUNSELLOR])
@pytest.mark.parametrize("name", ["studio_import", "studio_export", "studio_export_file"])
def test_only_studio_people_exchange_questions(role: Role, name: str, client: Client):
    client.force_login(person(role, StructureFactory.create()))
    assert client.get(reverse(name)).status_code in {302, 404}
    assert client.post(reverse(name)).status_code in {302, 404}


def test_the_screens_cost_the_same_whatever_the_number_of_questions(
    karim: User, place: Structure, client: Client, capture_sql: Any
):
    many = "\n\n".join(f"::Q{number}::Vrai ? {{T}}" for number in range(30))
    counts = []
    for text in (GIFT, many):
        _send(client, place, text)
        with capture_sql() as sql:
            sent = _carried(_send(client, place, text))
        client.post(reverse("studio_import"), sent)
        client.get(reverse("studio_export"))
        with capture_sql() as more:
            client.get(reverse("studio_export"))
        counts.append((len(sql), len(more)))
    assert counts[0] == counts[1]


def test_what_a_file_says_is_escaped_in_the_report(karim: User, place: Structure, client: Client):
    page = _send(client, place, "::<script>x</script>::[plain]<img src=x onerror=y> {T}", "<b>.txt").content.decode()
    assert "<script>x" not in page
    assert "<img src=x" not in page
    assert not re.search(r"<b>\.txt", page)


def test_what_a_report_carries_fits_in_one_request():
    """Newlines count twice once sent; a line of a question file is longer than ten signs."""
    text = MAX_TEXT * MEGABYTE
    assert text + text // 10 + CARRIED < settings.DATA_UPLOAD_MAX_MEMORY_SIZE
